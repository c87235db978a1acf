"""The ledger's answers: one that was paid for is found again, and what cannot be read is as good as absent."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.storage.catalog import Catalog
from service.storage.ledger import Ledger, StoredAnswer
from service.storage.sql.database import Database, answers
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
def ledger(database: Database) -> Ledger:
    return Ledger(database)


def kept(text: str = "Owls sleep.", *, at: datetime = NOW, **facts: str) -> StoredAnswer:
    told = {"paper_id": PAPER, "kind": "summary", "variant": "en/120", "source_hash": "h1", **facts}
    return StoredAnswer(**told, body={"text": text}, created_at=at)


def damage(database: Database, body: bytes | str | int) -> None:
    """Replace every answer's body by what a fault of the disk or another program could leave there."""
    with database.write() as connection:
        connection.execute(sa.text("UPDATE answers SET body = :body"), {"body": body})


def test_an_answer_comes_back_as_it_was_kept(ledger: Ledger):
    one = StoredAnswer(PAPER, "blurb", "", "h1", {"text": "naïve \u2028 \ud800 \0", "n": [1, {"x": None}]}, NOW)
    other = kept(paper_id=paper(2).id, at=NOW.astimezone(timezone(timedelta(hours=9))))
    ledger.keep("k1", one)
    ledger.keep("k2", other)
    assert ledger.answer("k1") == one
    assert ledger.answers(["k2", "k1", "k0"]) == {"k1": one, "k2": other}
    assert ledger.answers(["k2"]) == {"k2": other}
    assert ledger.answer("k2").created_at.utcoffset() == timedelta(0)
    assert ledger.answer("k0") is None
    assert ledger.answers([]) == {}


def test_the_first_answer_under_a_key_stays(ledger: Ledger):
    assert ledger.keep("k", kept("First.")) == kept("First.")
    assert ledger.keep("k", kept("Second.", at=TOMORROW)) == kept("First.")
    assert ledger.answer("k") == kept("First.")


def test_more_keys_than_one_statement_takes_are_all_found(ledger: Ledger, database: Database):
    row = {"paper_id": PAPER, "kind": "summary", "variant": "", "source_hash": "", "body": b"{}", "created_at": NOW}
    with database.write() as connection:
        connection.execute(sa.insert(answers), [{"key": f"k{number}", **row} for number in range(1_203)])
    assert len(ledger.answers([f"k{number}" for number in range(1_203)])) == 1_203


NO_BYTES = pytest.mark.embedded("only SQLite keeps what is no bytes in a column of bytes")


@pytest.mark.parametrize(
    "body",
    [
        *(b'{"text": "Ow', b"[1]", b"", b'{"a": "\xff\x00"}', b"[" * 100_000),
        *(pytest.param(body, marks=NO_BYTES) for body in ("{'a'", "[" * 100_000, 7)),
    ],
)
def test_a_broken_answer_reads_as_absent_and_can_be_kept_anew(
    ledger: Ledger, database: Database, body: bytes | str | int
):
    ledger.keep("k", kept("First."))
    damage(database, body)
    assert ledger.answer("k") is None
    assert ledger.earlier(PAPER, "summary", "en/120") is None
    ledger.keep("k", kept("Second."))
    assert ledger.answer("k") == kept("Second.")


def test_a_broken_answer_hides_neither_its_neighbours_nor_an_earlier_one(ledger: Ledger, database: Database):
    ledger.keep("new", kept("New.", at=TOMORROW))
    damage(database, b"\xff")
    ledger.keep("old", kept("Old."))
    assert ledger.answers(["new", "old"]) == {"old": kept("Old.")}
    assert ledger.earlier(PAPER, "summary", "en/120") == kept("Old.")


def test_the_newest_answer_is_found_whatever_the_text_was(ledger: Ledger):
    ledger.keep("b", kept("Newest.", at=TOMORROW, source_hash="h2"))
    ledger.keep("a", kept("Oldest."))
    ledger.keep("c", kept("Middle.", at=NOW + timedelta(seconds=1), source_hash="h3"))
    assert ledger.earlier(PAPER, "summary", "en/120") == kept("Newest.", at=TOMORROW, source_hash="h2")


def test_an_earlier_answer_of_another_paper_kind_or_variant_is_not_taken(ledger: Ledger):
    ledger.keep("k", kept())
    assert ledger.earlier(paper(2).id, "summary", "en/120") is None
    assert ledger.earlier(PAPER, "blurb", "en/120") is None
    assert ledger.earlier(PAPER, "summary", "de/120") is None


def test_deleting_a_paper_deletes_its_answers_and_no_others(ledger: Ledger, database: Database):
    ledger.keep("k1", kept())
    ledger.keep("k2", kept(paper_id=paper(2).id))
    Catalog(database).delete(PAPER)
    Catalog(database).put([paper(1, abstract="Another text.")], NOW)
    assert set(ledger.answers(["k1", "k2"])) == {"k2"}
    assert ledger.earlier(PAPER, "summary", "en/120") is None


def test_changing_a_papers_text_keeps_its_answers(ledger: Ledger, database: Database):
    ledger.keep("k", kept())
    Catalog(database).put([paper(1, abstract="Another text.")], NOW)
    assert ledger.earlier(PAPER, "summary", "en/120") == kept()


def test_an_answer_about_a_paper_deleted_meanwhile_is_not_kept(ledger: Ledger, database: Database):
    Catalog(database).delete(PAPER)
    ledger.keep("k", kept())
    assert ledger.answer("k") is None


def test_an_answer_that_json_cannot_hold_is_refused_and_nothing_is_kept(ledger: Ledger):
    with pytest.raises(ValueError, match="not JSON compliant"):
        ledger.keep("k", StoredAnswer(PAPER, "summary", "", "h1", {"score": math.nan}, NOW))
    assert ledger.answer("k") is None
