"""Answers of models: one that was paid for is found again, and what cannot be read is as good as absent."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.storage.answers import AnswerRecords, StoredAnswer
from service.storage.catalog import Catalog
from service.storage.sql import Database, answers
from tests.corpora import NOW, paper
from tests.stores import InFolders

PAPER = paper(1).id
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path) as database:
        Catalog(database).put([paper(1), paper(2)], NOW)
        yield database


@pytest.fixture
def records(database: Database) -> AnswerRecords:
    return AnswerRecords(database)


def answer(text: str = "Owls sleep.", *, at: datetime = NOW, **facts: str) -> StoredAnswer:
    columns = {"paper_id": PAPER, "kind": "summary", "variant": "en/120", "source_hash": "h1", **facts}
    return StoredAnswer(**columns, body={"text": text}, created_at=at)


def damage(database: Database, body: bytes | str | int) -> None:
    """Replace every answer's body by what a fault of the disk or another program could leave there."""
    with database.write() as connection:
        connection.execute(sa.text("UPDATE answers SET body = :body"), {"body": body})


def test_an_answer_comes_back_as_it_was_kept(records: AnswerRecords):
    one = StoredAnswer(PAPER, "blurb", "", "h1", {"text": "naïve \u2028 \ud800 \0", "n": [1, {"x": None}]}, NOW)
    other = answer(paper_id=paper(2).id, at=NOW.astimezone(timezone(timedelta(hours=9))))
    records.save("k1", one)
    records.save("k2", other)
    assert records.get("k1") == one
    assert records.get_many(["k2", "k1", "k0"]) == {"k1": one, "k2": other}
    assert records.get_many(["k2"]) == {"k2": other}
    assert records.get("k2").created_at.utcoffset() == timedelta(0)
    assert records.get("k0") is None
    assert records.get_many([]) == {}


def test_the_first_answer_under_a_key_stays(records: AnswerRecords):
    assert records.save("k", answer("First.")) == answer("First.")
    assert records.save("k", answer("Second.", at=TOMORROW)) == answer("First.")
    assert records.get("k") == answer("First.")


def test_more_keys_than_one_statement_takes_are_all_found(records: AnswerRecords, database: Database):
    row = {"paper_id": PAPER, "kind": "summary", "variant": "", "source_hash": "", "body": b"{}", "created_at": NOW}
    with database.write() as connection:
        connection.execute(sa.insert(answers), [{"key": f"k{number}", **row} for number in range(1_203)])
    assert len(records.get_many([f"k{number}" for number in range(1_203)])) == 1_203


NO_BYTES = pytest.mark.embedded("only SQLite keeps what is no bytes in a column of bytes")


@pytest.mark.parametrize(
    "body",
    [
        *(b'{"text": "Ow', b"[1]", b"", b'{"a": "\xff\x00"}', b"[" * 100_000),
        *(pytest.param(body, marks=NO_BYTES) for body in ("{'a'", "[" * 100_000, 7)),
    ],
)
def test_a_broken_answer_reads_as_absent_and_can_be_kept_anew(
    records: AnswerRecords, database: Database, body: bytes | str | int
):
    records.save("k", answer("First."))
    damage(database, body)
    assert records.get("k") is None
    assert records.newest(PAPER, "summary", "en/120") is None
    records.save("k", answer("Second."))
    assert records.get("k") == answer("Second.")


def test_a_broken_answer_hides_neither_its_neighbours_nor_an_earlier_one(records: AnswerRecords, database: Database):
    records.save("new", answer("New.", at=TOMORROW))
    damage(database, b"\xff")
    records.save("old", answer("Old."))
    assert records.get_many(["new", "old"]) == {"old": answer("Old.")}
    assert records.newest(PAPER, "summary", "en/120") == answer("Old.")


def test_the_newest_answer_is_found_whatever_the_text_was(records: AnswerRecords):
    records.save("b", answer("Newest.", at=TOMORROW, source_hash="h2"))
    records.save("a", answer("Oldest."))
    records.save("c", answer("Middle.", at=NOW + timedelta(seconds=1), source_hash="h3"))
    assert records.newest(PAPER, "summary", "en/120") == answer("Newest.", at=TOMORROW, source_hash="h2")


def test_an_earlier_answer_of_another_paper_kind_or_variant_is_not_taken(records: AnswerRecords):
    records.save("k", answer())
    assert records.newest(paper(2).id, "summary", "en/120") is None
    assert records.newest(PAPER, "blurb", "en/120") is None
    assert records.newest(PAPER, "summary", "de/120") is None


def test_deleting_a_paper_deletes_its_answers_and_no_others(records: AnswerRecords, database: Database):
    records.save("k1", answer())
    records.save("k2", answer(paper_id=paper(2).id))
    Catalog(database).delete(PAPER)
    Catalog(database).put([paper(1, abstract="Another text.")], NOW)
    assert set(records.get_many(["k1", "k2"])) == {"k2"}
    assert records.newest(PAPER, "summary", "en/120") is None


def test_changing_a_papers_text_keeps_its_answers(records: AnswerRecords, database: Database):
    records.save("k", answer())
    Catalog(database).put([paper(1, abstract="Another text.")], NOW)
    assert records.newest(PAPER, "summary", "en/120") == answer()


def test_an_answer_about_a_paper_deleted_meanwhile_is_not_kept(records: AnswerRecords, database: Database):
    Catalog(database).delete(PAPER)
    records.save("k", answer())
    assert records.get("k") is None


def test_an_answer_that_json_cannot_hold_is_refused_and_nothing_is_kept(records: AnswerRecords):
    with pytest.raises(ValueError, match="not JSON compliant"):
        records.save("k", StoredAnswer(PAPER, "summary", "", "h1", {"score": math.nan}, NOW))
    assert records.get("k") is None
