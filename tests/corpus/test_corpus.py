"""Catalog, index and corpus in step: under many threads, after changes of mind, and whatever happens to Chroma."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service import embedding
from service.corpus.snapshot import Corpus
from service.embedding.encoder import LocalEmbedder, paper_text
from service.corpus.corpus import Holdings
from service.papers.paper import Paper
from service.storage.catalog import Outcome
from tests.corpora import NOW, Counting, Gated, paper


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


def in_step(holdings: Holdings) -> bool:
    """Whether catalog, corpus and index hold the same papers, and queries reach them."""
    ids = holdings.catalog.first_ids(1_000)
    return (
        holdings.whole()
        and holdings.index.ids() == set(ids)
        and list(holdings.corpus().ids) == ids
        and holdings.catalog.count_stale(holdings.model) == holdings.catalog.count_unindexed(holdings.model) == 0
    )


def near(holdings: Holdings, corpus: Corpus, k: int) -> np.ndarray:
    """The rows that the index leads to from the first paper."""
    ask = holdings.near(corpus)
    assert ask is not None
    return ask(corpus.papers.dense[:1], k)


def start(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_added_papers_are_embedded_indexed_and_in_the_corpus(tmp_path: Path, open_holdings, embedder: Counting):
    papers = [paper(number) for number in range(6)]
    with open_holdings(tmp_path, embedder) as holdings:
        assert holdings.add(papers, NOW) == [Outcome.CREATED] * 6
        assert in_step(holdings)
        corpus = holdings.corpus()
        for item in papers:
            assert corpus.papers.dense[corpus.rows[item.id]].tobytes() == embedder.embed([text(item)])[0].tobytes()


def test_unchanged_text_is_never_embedded_again(tmp_path: Path, open_holdings, embedder: Counting):
    papers = [paper(number) for number in range(4)]
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add(papers, NOW)
        assert holdings.add(papers, NOW) == [Outcome.UNCHANGED] * 4
        holdings.refresh()
        holdings.reindex()
    with open_holdings(tmp_path, embedder) as holdings:
        assert in_step(holdings)
    assert sorted(embedder.texts) == sorted(map(text, papers))


def test_new_facts_without_new_text_embed_nothing(tmp_path: Path, open_holdings, embedder: Counting):
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add([paper(1)], NOW)
        assert holdings.add([paper(1, authors=("A. Ash",))], NOW) == [Outcome.UPDATED]
        assert in_step(holdings)
    assert len(embedder.texts) == 1


def test_changed_text_is_embedded_again_and_replaces_the_old_vector(tmp_path: Path, open_holdings, embedder: Counting):
    changed = paper(1, abstract="It is about something else: the brewing of tea.")
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add([paper(1), paper(2)], NOW)
        assert holdings.add([changed, paper(2)], NOW) == [Outcome.UPDATED, Outcome.UNCHANGED]
        assert embedder.texts == [text(paper(1)), text(paper(2)), text(changed)]
        assert in_step(holdings)
        corpus = holdings.corpus()
        assert np.array_equal(corpus.papers.dense[corpus.rows[changed.id]], embedder.embed([text(changed)])[0])


def test_the_same_paper_twice_in_one_call_is_embedded_once(tmp_path: Path, open_holdings, embedder: Counting):
    with open_holdings(tmp_path, embedder) as holdings:
        assert holdings.add([paper(1), paper(1)], NOW) == [Outcome.CREATED, Outcome.UNCHANGED]
        assert in_step(holdings)
    assert embedder.texts == [text(paper(1))]


def test_another_length_of_text_is_another_model_and_everything_is_embedded_anew(
    tmp_path: Path, open_holdings, embedder: Counting
):
    papers = [paper(number, abstract="We count owls by night. " * 20) for number in range(3)]
    shorter = Counting(embedding.load(None, 32))
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add(papers, NOW)
        long_vectors = holdings.corpus().papers.dense
    with open_holdings(tmp_path, shorter) as holdings:
        assert sorted(shorter.texts) == sorted(map(text, papers))
        assert in_step(holdings)
        assert holdings.catalog.models() == {embedder.info.key: 3, shorter.info.key: 3}
        assert not np.allclose(holdings.corpus().papers.dense, long_vectors, atol=1e-3)
    with open_holdings(tmp_path, embedder) as holdings:
        assert in_step(holdings)
        assert holdings.corpus().papers.dense.tobytes() == long_vectors.tobytes()
    assert len(embedder.texts) == 3


def test_a_deleted_paper_is_gone_everywhere(tmp_path: Path, open_holdings, embedder: Counting):
    with open_holdings(tmp_path, embedder, exact_below=0) as holdings:
        holdings.add([paper(number) for number in range(5)], NOW)
        assert holdings.delete(paper(2).id) is True
        assert holdings.delete(paper(2).id) is False
        assert in_step(holdings)
        assert paper(2).id not in holdings.index.ids()
        assert paper(2).id not in holdings.corpus().rows


def test_a_paper_sent_during_a_long_import_does_not_wait_for_it(tmp_path: Path, open_holdings, gated: Gated):
    with open_holdings(tmp_path, gated) as holdings:
        importing = start(lambda: holdings.add([paper(1, abstract="A SLOW one.")], NOW))
        assert gated.reached.wait(30)
        sending = start(lambda: holdings.add([paper(2)], NOW))
        sending.join(30)
        arrived = not sending.is_alive() and holdings.corpus().ids == (paper(2).id,)
        gated.gate.set()
        importing.join()
        sending.join()
        assert arrived
        assert in_step(holdings)


def test_a_paper_deleted_while_it_is_embedded_does_not_come_back(tmp_path: Path, open_holdings, gated: Gated):
    with open_holdings(tmp_path, gated) as holdings:
        importing = start(lambda: holdings.add([paper(1, abstract="A SLOW one."), paper(2)], NOW))
        assert gated.reached.wait(30)
        deleting = start(lambda: holdings.delete(paper(1).id))
        deleting.join(30)
        waited = deleting.is_alive()
        gated.gate.set()
        importing.join()
        deleting.join()
        assert not waited
        assert holdings.index.ids() == {paper(2).id}
        assert in_step(holdings)


def test_the_newest_text_wins_when_an_older_one_is_embedded_later(tmp_path: Path, open_holdings, gated: Gated):
    newer = paper(1, abstract="The quick one.")
    with open_holdings(tmp_path, gated) as holdings:
        importing = start(lambda: holdings.add([paper(1, abstract="A SLOW one.")], NOW))
        assert gated.reached.wait(30)
        holdings.add([newer], NOW)
        gated.gate.set()
        importing.join()
        assert in_step(holdings)
        assert holdings.corpus().papers.dense[0].tobytes() == gated.embed([text(newer)])[0].tobytes()


def test_readers_during_an_import_always_see_one_whole_moment(tmp_path: Path, open_holdings, embedder: Counting):
    seen: list[tuple[int, int, int]] = []
    faults: list[Exception] = []
    over = threading.Event()

    def read(holdings: Holdings) -> None:
        try:
            while not over.is_set():
                corpus = holdings.corpus()
                rows = near(holdings, corpus, 5) if len(corpus) else np.arange(0)
                seen.append((len(corpus.ids), len(corpus.papers.dense), int(rows.max(initial=-1)) + 1))
        except Exception as error:  # noqa: BLE001  # whatever a reader meets is what this test is about
            faults.append(error)

    with open_holdings(tmp_path, embedder, exact_below=0) as holdings:
        readers = [start(lambda: read(holdings)) for _ in range(3)]
        for number in range(15):
            holdings.add([paper(number)], NOW)
            if number % 5 == 4:
                holdings.delete(paper(number).id)
        over.set()
        for reader in readers:
            reader.join()
        assert faults == []
        assert all(ids == rows >= found for ids, rows, found in seen)
        assert in_step(holdings)


def test_writers_at_once_leave_everything_in_step(tmp_path: Path, open_holdings, embedder: Counting):
    with open_holdings(tmp_path, embedder) as holdings:
        work = [lambda n=n: holdings.add([paper(k) for k in range(n, n + 4)], NOW) for n in (0, 2, 4, 6)]
        threads = [start(one) for one in (*work, holdings.reindex, lambda: holdings.delete(paper(3).id))]
        for thread in threads:
            thread.join()
        assert in_step(holdings)
        assert holdings.catalog.count() in {9, 10}  # the deleted paper may have been sent again afterwards


def test_a_corpus_is_loaded_once_per_change(tmp_path: Path, open_holdings, embedder: Counting):
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add([paper(1)], NOW)
        first = holdings.corpus()
        assert holdings.corpus() is first
        holdings.add([paper(1)], NOW)
        assert holdings.corpus() is first
        holdings.add([paper(2)], NOW)
        assert holdings.corpus() is not first
        assert holdings.corpus().snapshot == holdings.catalog.snapshot()


def test_the_index_leads_to_what_an_exact_scan_finds(tmp_path: Path, open_holdings, embedder: Counting):
    with open_holdings(tmp_path, embedder, exact_below=0) as holdings:
        holdings.add([paper(number) for number in range(30)], NOW)
        corpus = holdings.corpus()
        rows = near(holdings, corpus, 5)
        exact = np.sort(np.argsort(-(corpus.papers.dense @ corpus.papers.dense[0]), kind="stable")[:5])
        assert rows.tolist() == exact.tolist()


def test_an_index_that_fails_at_work_costs_the_index_and_not_the_answer(
    tmp_path: Path, open_holdings, embedder: Counting
):
    with open_holdings(tmp_path, embedder, exact_below=0) as holdings:
        holdings.add([paper(number) for number in range(5)], NOW)
        holdings.index.close()  # as good as any fault: from now on Chroma raises at every call
        assert near(holdings, holdings.corpus(), 2).tolist() == [0, 1, 2, 3, 4]
        assert holdings.whole() is False
        assert holdings.add([paper(5)], NOW) == [Outcome.CREATED]
        assert holdings.delete(paper(1).id) is True
        assert len(holdings.corpus()) == 5
    with open_holdings(tmp_path, embedder, exact_below=0) as holdings:
        assert in_step(holdings)


def test_what_the_index_has_too_much_or_too_little_is_put_right_at_the_next_start(
    tmp_path: Path, open_holdings, embedder: Counting
):
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add([paper(number) for number in range(4)], NOW)
        holdings.index.delete([paper(0).id])
        holdings.catalog.delete(paper(1).id)
        holdings.catalog.put([paper(4)], NOW)
        assert not in_step(holdings)
    with open_holdings(tmp_path, embedder) as holdings:
        assert in_step(holdings)
        assert holdings.catalog.count() == 4


def test_what_a_process_left_undone_when_it_was_killed_does_not_leave_the_others_unready(
    tmp_path: Path, open_holdings, embedder: Counting
):
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add([paper(number) for number in range(4)], NOW)
        holdings.catalog.delete(paper(1).id)  # and not from the index
        assert holdings.whole()
        holdings.catalog.put([paper(4)], NOW)
        stale = holdings.catalog.stale(holdings.model, [paper(4).id])
        holdings.catalog.save_vectors(holdings.model, stale, embedder.embed([stale[0].title]))  # and not indexed
        assert holdings.whole()
        assert in_step(holdings)


def test_progress_ends_at_the_number_of_papers_embedded(tmp_path: Path, open_holdings, embedder: Counting):
    told: list[tuple[int, int]] = []
    with open_holdings(tmp_path, embedder) as holdings:
        holdings.add([paper(0)], NOW)
        holdings.add([paper(number) for number in range(5)], NOW, lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
