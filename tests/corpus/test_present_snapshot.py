"""What was learned stays while papers come and go, and is all that a start needs to answer alike."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from service.corpus import SnapshotFiles
from service.corpus.epoch import Epoch
from service.corpus.present_snapshot import PresentSnapshot
from service.corpus.snapshot import Snapshot
from service.storage import Catalog
from service.storage.sql import Database, epochs, set_embedding_model, vectors
from tests.corpora import NOW, paper
from tests.corpus.catalogs import MODEL, embed, step, steps_of
from tests.stores import InFolders

FEW = 4  # papers up to which no epoch is kept
following = partial(PresentSnapshot, model=MODEL, learned_at_once=FEW)


@pytest.fixture(scope="module")
def database(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with stores.opened(tmp_path_factory.mktemp("learned")) as database:
        set_embedding_model(database, MODEL)
        yield database


@pytest.fixture
def catalog(database: Database) -> Catalog:
    """A catalog that other tests have used."""
    return Catalog(database)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> SnapshotFiles:
    """Files that other examples have left."""
    return SnapshotFiles(tmp_path_factory.mktemp("snapshots"))


def holding(catalog: Catalog, count: int) -> None:
    """Let the catalog hold these papers alone, embedded."""
    for paper_id in catalog.first_ids(1_000):
        catalog.delete(paper_id)
    catalog.put([paper(number) for number in range(count)], NOW)
    embed(catalog)


def content(snapshot: Snapshot) -> dict[str, object]:
    """All that a snapshot says of the papers that are there, in its order, whatever rows it has besides."""
    rows = np.flatnonzero(snapshot.present)
    papers, place = snapshot.papers, {row: at for at, row in enumerate(rows.tolist())}
    found: dict[str, object] = {
        "id": snapshot.id,
        "ids": snapshot.ids_at(rows),
        "rows": {each: snapshot.ids[row] for each, row in snapshot.rows.items()},
    }
    arrays = {name: getattr(papers, name)[rows] for name in ("dense", "centred", "sample_keys", "distinct")}
    lexical = papers.lexical[rows]
    arrays |= {f"lexical {part}": getattr(lexical, part) for part in ("data", "indices", "indptr")}
    read = snapshot.read
    for name, counts in (("texts", read.counts), ("titles", read.titles), ("authors", read.authors)):
        taken = counts.taken(rows)
        arrays |= {f"{name} {part}": getattr(taken.counts, part) for part in ("data", "indices", "indptr")}
        arrays |= {f"lengths of {name}": counts.lengths[rows], f"frequencies of {name}": taken.document_frequencies}
        found[name] = {term: counts.document_frequency(term) for term in taken.terms}
        assert found[name] == dict(zip(taken.terms, taken.document_frequencies.tolist(), strict=True))
    if len(rows):
        neighbours = snapshot.neighbours.of(rows.tolist())[:, rows].toarray()
        words = snapshot.keyword_index.matches(["owls", "glaciers", "study", "season"])
        found["words"] = [(each.word, [place[row] for row in each.rows.tolist()]) for each in words]
        ranking = snapshot.ranker.rank([int(rows[0])], [int(rows[-1])])
        found["ranked"] = [place[row] for row in ranking.rows.tolist()], ranking.scores.round(9).tolist()
        found["known words"] = snapshot.keyword_index.texts.beginning_with("g")
        arrays |= {"neighbours": neighbours, "shares": np.array([each.shares.sum() for each in words])}
    return found | {name: (array.shape, array.tobytes()) for name, array in arrays.items()}


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None)
@given(steps_of("look", "ask", "learn", "start"))
def test_whoever_followed_every_change_knows_what_a_start_knows(
    catalog: Catalog, files: SnapshotFiles, steps: list[tuple]
):
    live = following(catalog, files=files)
    for kind, what in steps:
        step(catalog, kind, what)
        match kind:
            case "look":
                live.get()
            case "ask":
                content(live.get())
            case "learn":
                live.learn()
            case "start":
                live = following(catalog, files=files)
    assert content(live.get()) == content(following(catalog).get())


def test_a_few_papers_teach_at_every_change_and_their_id_names_them_alone(catalog: Catalog, database: Database):
    holding(catalog, FEW)
    with database.write() as connection:
        connection.execute(sa.delete(epochs))
    snapshot = following(catalog)
    snapshot.learn()
    assert snapshot.get().epoch is None
    assert snapshot.get().id == catalog.snapshot_id()
    assert snapshot.get().present.all()


def test_one_paper_more_moves_no_score_of_another(catalog: Catalog):
    holding(catalog, 12)
    snapshot = following(catalog)
    snapshot.learn()
    before = snapshot.get()
    catalog.put([paper(20)], NOW)
    embed(catalog)
    after = snapshot.get()
    assert after.epoch is before.epoch
    assert after.id != before.id
    assert after.papers.centred[: len(before)].tobytes() == before.papers.centred.tobytes()
    assert np.shares_memory(after.papers.dense, before.papers.dense)
    scores = [each.ranker.rank([0], also=range(len(before))).scores[: len(before)].tolist() for each in (before, after)]
    assert scores[0] == scores[1]
    assert after.ids[after.rows[paper(20).id]] == paper(20).id
    assert paper(20).id not in before.rows


def test_learning_is_due_once_a_tenth_has_changed_and_not_before(catalog: Catalog):
    holding(catalog, 30)
    snapshot = following(catalog)
    snapshot.learn()
    first = snapshot.get().epoch
    assert first is not None
    for number in (40, 41, 42):
        catalog.put([paper(number)], NOW)
        embed(catalog)
        snapshot.learn()
        assert snapshot.get().epoch is first
    catalog.delete(paper(1).id)
    snapshot.learn()
    second = snapshot.get().epoch
    assert second is not first
    assert second.papers == 32
    assert snapshot.get().present.all()
    assert snapshot.get().id == catalog.snapshot_id()


def test_of_two_that_learn_one_takes_over_what_the_other_has_kept(catalog: Catalog):
    holding(catalog, 12)
    one, other = following(catalog), following(catalog)
    one.learn()
    catalog.put([paper(13)], NOW)
    embed(catalog)
    other.learn()
    one.learn()
    assert one.get().epoch.hash == other.get().epoch.hash
    assert content(one.get()) == content(other.get())


def test_an_epoch_comes_back_as_it_was_kept(catalog: Catalog):
    holding(catalog, 12)
    snapshot = following(catalog)
    snapshot.learn()
    epoch = snapshot.get().epoch
    again = Epoch.of(catalog.epochs.get(MODEL))
    assert again.hash == epoch.hash
    assert (again.weights.terms, again.weights.idf.tobytes()) == (epoch.weights.terms, epoch.weights.idf.tobytes())
    assert (again.centre.tobytes(), again.repeated.tobytes()) == (epoch.centre.tobytes(), epoch.repeated.tobytes())
    assert again.background.form.tobytes() == epoch.background.form.tobytes()
    assert replace(again.background, common=0, form=0, mean=0) == replace(epoch.background, common=0, form=0, mean=0)


def test_a_damaged_epoch_is_never_used_and_learned_again(catalog: Catalog, database: Database):
    holding(catalog, 12)
    snapshot = following(catalog)
    snapshot.learn()
    kept = catalog.epochs.get(MODEL)
    with database.write() as connection:
        connection.execute(sa.update(epochs).values(body=kept.body[:-1]))
    start = following(catalog)
    assert start.get().epoch is None
    start.learn()
    assert start.get().epoch.hash == catalog.epochs.get(MODEL).hash
    assert content(start.get()) == content(following(catalog).get())


def test_papers_that_come_while_others_are_learned_from_are_there_afterwards(catalog: Catalog):
    holding(catalog, 12)
    snapshot = following(catalog)
    before = snapshot.get()
    catalog.put([paper(13)], NOW)
    embed(catalog)
    by = Snapshot.by
    assert paper(13).id not in by(before, Epoch.learned(before.read, 0)).rows
    snapshot.learn()
    catalog.put([paper(14)], NOW)
    embed(catalog)
    assert {paper(13).id, paper(14).id} <= snapshot.get().rows.keys()


def test_what_repeats_another_paper_is_remembered_though_that_one_goes(catalog: Catalog):
    holding(catalog, 12)
    catalog.put([paper(20), paper(30)], NOW)  # of owls and glaciers, as 0 and 10
    embed(catalog)
    snapshot = following(catalog)
    snapshot.learn()
    assert snapshot.get().papers.distinct.sum() < 14
    catalog.delete(paper(0).id)
    for found in (snapshot.get(), following(catalog).get()):
        assert {found.ids[row] for row in np.flatnonzero(~found.papers.distinct & found.present)} == {
            snapshot.get().ids[row] for row in np.flatnonzero(~snapshot.get().papers.distinct & snapshot.get().present)
        }
        assert not found.papers.distinct[found.present].all()


def test_a_vector_that_was_cut_short_since_the_epoch_costs_its_paper_alone(catalog: Catalog, database: Database):
    holding(catalog, 30)
    before = following(catalog)
    before.learn()
    catalog.put([paper(31)], NOW)
    embed(catalog)
    with database.write() as connection:
        cut = sa.select(vectors.c.vector).where(vectors.c.paper_id == paper(31).id)
        half = (connection.scalar(cut) or b"")[:-4]
        connection.execute(sa.update(vectors).where(vectors.c.paper_id == paper(31).id).values(vector=half))
    assert before.get().size == following(catalog).get().size == 30
    before.close()
