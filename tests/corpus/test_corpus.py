"""Catalog, index and corpus in step: under many threads, after changes of mind, and whatever happens to Chroma."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service import embedding
from service.corpus.corpus import Corpus
from service.corpus.snapshot import Snapshot
from service.embedding import LocalEmbedder, paper_text
from service.errors import PaperNotFound
from service.papers import Outcome, Paper
from tests.corpora import NOW, Counting, Gated, outcomes, paper


@pytest.fixture(scope="module")
def model() -> LocalEmbedder:
    return embedding.load(None)


@pytest.fixture
def embedder(model: LocalEmbedder) -> Counting:
    return Counting(model)


@pytest.fixture
def gated(model: LocalEmbedder) -> Gated:
    return Gated(model)


def text(item: Paper) -> str:
    return paper_text(item.title, item.abstract)


def in_step(corpus: Corpus) -> bool:
    """Whether catalog, corpus and index hold the same papers, and queries reach them."""
    ids = corpus.catalog.first_ids(1_000)
    return (
        corpus.is_complete()
        and corpus.index.ids() == set(ids)
        and list(corpus.snapshot().ids) == ids
        and corpus.catalog.vectors.count_unembedded(corpus.model)
        == corpus.catalog.vectors.count_unindexed(corpus.model)
        == 0
    )


def approximate_search(corpus: Corpus, snapshot: Snapshot, k: int) -> np.ndarray:
    """The rows that the index leads to from the first paper."""
    ask = corpus.approximate_search(snapshot)
    assert ask is not None
    return ask(snapshot.papers.dense[:1], k)


def start(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_added_papers_are_embedded_indexed_and_in_the_corpus(tmp_path: Path, open_corpus, embedder: Counting):
    papers = [paper(number) for number in range(6)]
    with open_corpus(tmp_path, embedder) as corpus:
        assert outcomes(corpus.add(papers, NOW)) == [Outcome.CREATED] * 6
        assert in_step(corpus)
        snapshot = corpus.snapshot()
        for item in papers:
            assert snapshot.papers.dense[snapshot.rows[item.id]].tobytes() == embedder.embed([text(item)])[0].tobytes()


def test_unchanged_text_is_never_embedded_again(tmp_path: Path, open_corpus, embedder: Counting):
    papers = [paper(number) for number in range(4)]
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add(papers, NOW)
        assert outcomes(corpus.add(papers, NOW)) == [Outcome.UNCHANGED] * 4
        corpus.refresh()
        corpus.reindex()
    with open_corpus(tmp_path, embedder) as corpus:
        assert in_step(corpus)
    assert sorted(embedder.texts) == sorted(map(text, papers))


def test_new_facts_without_new_text_embed_nothing(tmp_path: Path, open_corpus, embedder: Counting):
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([paper(1)], NOW)
        assert outcomes(corpus.add([paper(1, authors=("A. Ash",))], NOW)) == [Outcome.UPDATED]
        assert in_step(corpus)
    assert len(embedder.texts) == 1


def test_changed_text_is_embedded_again_and_replaces_the_old_vector(tmp_path: Path, open_corpus, embedder: Counting):
    changed = paper(1, abstract="It is about something else: the brewing of tea.")
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([paper(1), paper(2)], NOW)
        assert outcomes(corpus.add([changed, paper(2)], NOW)) == [Outcome.UPDATED, Outcome.UNCHANGED]
        assert embedder.texts == [text(paper(1)), text(paper(2)), text(changed)]
        assert in_step(corpus)
        snapshot = corpus.snapshot()
        assert np.array_equal(snapshot.papers.dense[snapshot.rows[changed.id]], embedder.embed([text(changed)])[0])


def test_the_same_paper_twice_in_one_call_is_embedded_once(tmp_path: Path, open_corpus, embedder: Counting):
    with open_corpus(tmp_path, embedder) as corpus:
        assert outcomes(corpus.add([paper(1), paper(1)], NOW)) == [Outcome.CREATED, Outcome.UNCHANGED]
        assert in_step(corpus)
    assert embedder.texts == [text(paper(1))]


def test_another_length_of_text_is_another_model_and_everything_is_embedded_anew(
    tmp_path: Path, open_corpus, embedder: Counting
):
    papers = [paper(number, abstract="We count owls by night. " * 20) for number in range(3)]
    shorter = Counting(embedding.load(None, 32))
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add(papers, NOW)
        long_vectors = corpus.snapshot().papers.dense
    with open_corpus(tmp_path, shorter) as corpus:
        assert sorted(shorter.texts) == sorted(map(text, papers))
        assert in_step(corpus)
        assert corpus.catalog.vectors.count_by_model() == {embedder.info.key: 3, shorter.info.key: 3}
        assert not np.allclose(corpus.snapshot().papers.dense, long_vectors, atol=1e-3)
    with open_corpus(tmp_path, embedder) as corpus:
        assert in_step(corpus)
        assert corpus.snapshot().papers.dense.tobytes() == long_vectors.tobytes()
    assert len(embedder.texts) == 3


def test_a_deleted_paper_is_gone_everywhere(tmp_path: Path, open_corpus, embedder: Counting):
    with open_corpus(tmp_path, embedder, exact_below=0) as corpus:
        corpus.add([paper(number) for number in range(5)], NOW)
        corpus.delete(paper(2).id)
        with pytest.raises(PaperNotFound):
            corpus.delete(paper(2).id)
        assert in_step(corpus)
        assert paper(2).id not in corpus.index.ids()
        assert paper(2).id not in corpus.snapshot().rows


def test_a_paper_sent_during_a_long_import_does_not_wait_for_it(tmp_path: Path, open_corpus, gated: Gated):
    with open_corpus(tmp_path, gated) as corpus:
        importing = start(lambda: corpus.add([paper(1, abstract="A SLOW one.")], NOW))
        assert gated.reached.wait(30)
        sending = start(lambda: corpus.add([paper(2)], NOW))
        sending.join(30)
        arrived = not sending.is_alive() and list(corpus.snapshot().ids) == [paper(2).id]
        gated.gate.set()
        importing.join()
        sending.join()
        assert arrived
        assert in_step(corpus)


def test_a_paper_deleted_while_it_is_embedded_does_not_come_back(tmp_path: Path, open_corpus, gated: Gated):
    with open_corpus(tmp_path, gated) as corpus:
        importing = start(lambda: corpus.add([paper(1, abstract="A SLOW one."), paper(2)], NOW))
        assert gated.reached.wait(30)
        deleting = start(lambda: corpus.delete(paper(1).id))
        deleting.join(30)
        waited = deleting.is_alive()
        gated.gate.set()
        importing.join()
        deleting.join()
        assert not waited
        assert corpus.index.ids() == {paper(2).id}
        assert in_step(corpus)


def test_the_newest_text_wins_when_an_older_one_is_embedded_later(tmp_path: Path, open_corpus, gated: Gated):
    newer = paper(1, abstract="The quick one.")
    with open_corpus(tmp_path, gated) as corpus:
        importing = start(lambda: corpus.add([paper(1, abstract="A SLOW one.")], NOW))
        assert gated.reached.wait(30)
        corpus.add([newer], NOW)
        gated.gate.set()
        importing.join()
        assert in_step(corpus)
        assert corpus.snapshot().papers.dense[0].tobytes() == gated.embed([text(newer)])[0].tobytes()


def test_readers_during_an_import_always_see_one_whole_moment(tmp_path: Path, open_corpus, embedder: Counting):
    seen: list[tuple[int, int, int]] = []
    faults: list[Exception] = []
    over = threading.Event()

    def read(corpus: Corpus) -> None:
        try:
            while not over.is_set():
                snapshot = corpus.snapshot()
                rows = approximate_search(corpus, snapshot, 5) if len(snapshot) else np.arange(0)
                seen.append((len(snapshot.ids), len(snapshot.papers.dense), int(rows.max(initial=-1)) + 1))
        except Exception as error:  # noqa: BLE001  # whatever a reader meets is what this test is about
            faults.append(error)

    with open_corpus(tmp_path, embedder, exact_below=0) as corpus:
        readers = [start(lambda: read(corpus)) for _ in range(3)]
        for number in range(15):
            corpus.add([paper(number)], NOW)
            if number % 5 == 4:
                corpus.delete(paper(number).id)
        over.set()
        for reader in readers:
            reader.join()
        assert faults == []
        assert all(ids == rows >= found for ids, rows, found in seen)
        assert in_step(corpus)


def test_writers_at_once_leave_everything_in_step(tmp_path: Path, open_corpus, embedder: Counting):
    with open_corpus(tmp_path, embedder) as corpus:
        work = [lambda n=n: corpus.add([paper(k) for k in range(n, n + 4)], NOW) for n in (0, 2, 4, 6)]
        threads = [start(one) for one in (*work, corpus.reindex, lambda: corpus.delete(paper(3).id))]
        for thread in threads:
            thread.join()
        assert in_step(corpus)
        assert corpus.catalog.count() in {9, 10}  # the deleted paper may have been sent again afterwards


def test_a_corpus_is_loaded_once_per_change(tmp_path: Path, open_corpus, embedder: Counting):
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([paper(1)], NOW)
        first = corpus.snapshot()
        assert corpus.snapshot() is first
        corpus.add([paper(1)], NOW)
        assert corpus.snapshot() is first
        corpus.add([paper(2)], NOW)
        assert corpus.snapshot() is not first
        assert corpus.snapshot().id == corpus.catalog.snapshot_id()


def test_the_index_leads_to_what_an_exact_scan_finds(tmp_path: Path, open_corpus, embedder: Counting):
    with open_corpus(tmp_path, embedder, exact_below=0) as corpus:
        corpus.add([paper(number) for number in range(30)], NOW)
        snapshot = corpus.snapshot()
        rows = approximate_search(corpus, snapshot, 5)
        exact = np.sort(np.argsort(-(snapshot.papers.dense @ snapshot.papers.dense[0]), kind="stable")[:5])
        assert rows.tolist() == exact.tolist()


def test_an_index_that_fails_at_work_costs_the_index_and_not_the_answer(
    tmp_path: Path, open_corpus, embedder: Counting
):
    with open_corpus(tmp_path, embedder, exact_below=0) as corpus:
        corpus.add([paper(number) for number in range(5)], NOW)
        corpus.index.close()  # as good as any fault: from now on Chroma raises at every call
        assert approximate_search(corpus, corpus.snapshot(), 2).tolist() == [0, 1, 2, 3, 4]
        assert corpus.is_complete() is False
        assert outcomes(corpus.add([paper(5)], NOW)) == [Outcome.CREATED]
        corpus.delete(paper(1).id)
        assert len(corpus.snapshot()) == 5
    with open_corpus(tmp_path, embedder, exact_below=0) as corpus:
        assert in_step(corpus)


def test_what_the_index_has_too_much_or_too_little_is_put_right_at_the_next_start(
    tmp_path: Path, open_corpus, embedder: Counting
):
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([paper(number) for number in range(4)], NOW)
        corpus.index.delete([paper(0).id])
        corpus.catalog.delete(paper(1).id)
        corpus.catalog.put([paper(4)], NOW)
        assert not in_step(corpus)
    with open_corpus(tmp_path, embedder) as corpus:
        assert in_step(corpus)
        assert corpus.catalog.count() == 4


def test_what_a_process_left_undone_when_it_was_killed_does_not_leave_the_others_unready(
    tmp_path: Path, open_corpus, embedder: Counting
):
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([paper(number) for number in range(4)], NOW)
        corpus.catalog.delete(paper(1).id)  # and not from the index
        assert corpus.is_complete()
        corpus.catalog.put([paper(4)], NOW)
        stale = corpus.catalog.vectors.unembedded(corpus.model, [paper(4).id])
        corpus.catalog.vectors.save(corpus.model, stale, embedder.embed([stale[0].title]))  # and not indexed
        assert corpus.is_complete()
        assert in_step(corpus)


def test_progress_ends_at_the_number_of_papers_embedded(tmp_path: Path, open_corpus, embedder: Counting):
    told: list[tuple[int, int]] = []
    with open_corpus(tmp_path, embedder) as corpus:
        corpus.add([paper(0)], NOW)
        corpus.add([paper(number) for number in range(5)], NOW, lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
