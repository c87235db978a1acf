"""`paperlark migrate-store`: what cannot be moved is refused and named, and what was damaged on the way is noticed."""

import sqlite3
from datetime import datetime

import psycopg
import pytest
import sqlalchemy as sa

from service.errors import BadInput, StoreBroken
from service.storage import Budget, Ledger
from service.storage.sql import answers, copy_store, job_items, jobs, metadata, papers, replies
from service.storage.sql.store_copy import compare_tables, copy_tables
from tests.corpora import NOW
from tests.scale.store_copy.moves import MOVE, ask, nobody, rate, refusal, rows, run

# What is moved is a data folder, and where it goes are servers, which are started here.
pytestmark = pytest.mark.embedded("moves a data folder to servers of its own, whatever the pair")


VALUES = {datetime: NOW, bool: False}


@pytest.mark.parametrize("table", ["papers", "state"])
def test_a_target_with_rows_of_its_own_is_refused_and_the_table_named(folder, target, store_url, chroma, table):
    row = {"state": {"name": "version", "value": "7"}}.get(table) or {
        column.name: VALUES.get(column.type.python_type, "x") for column in papers.c if not column.nullable
    }
    with target.write() as connection:
        connection.execute(sa.insert(metadata.tables[table]).values(**row))
    done = run(*MOVE, "--to-store", store_url, "--to-index", chroma.url, "--data-dir", folder)
    assert f"is not empty: its table {table} has rows" in refusal(done, 2)
    assert rows(target) == {table: 1}


TAMPERED = {
    "papers": sa.update(papers).values(title=papers.c.title + " "),
    "answers": sa.update(answers).values(body=b"{}"),
    "job_items": sa.delete(job_items).where(job_items.c.place == 8),
    "jobs": sa.update(jobs).values(created_at=jobs.c.created_at + sa.text("interval '1 microsecond'")),
    "replies": sa.update(replies).values(body=b"\x00\xfe{}").where(replies.c.key == "answered"),
    "vectors": sa.text("UPDATE vectors SET vector = set_byte(vector, 9, get_byte(vector, 9) # 1) WHERE paper_id = :id"),
    "feedback": sa.text("UPDATE feedback SET weight = 1.0000000000000002 WHERE kind = 'dislike'"),
    "imported_papers": sa.text("UPDATE imported_papers SET before_kind = NULL WHERE before_kind IS NOT NULL"),
    "collected_papers": sa.text("UPDATE collected_papers SET note = note || ' '"),
    "spending_totals": sa.text("UPDATE spending_totals SET nano = nano + 1 WHERE day = ''"),
}


@pytest.mark.slow
def test_one_byte_that_differs_in_any_table_is_noticed_and_the_table_named(source, target, open_services):
    with open_services(source.path.parent) as services:
        rate(services)
        ask(services)
        first, *_ = services.corpus.catalog.first_ids(1)
        Ledger(services.database).reserve("stub", 1, user=None, now=NOW, budget=Budget())
        with services.database.write() as connection:
            kept = {"paper_id": first, "kind": "k", "variant": "v", "source_hash": "h", "body": b"{} ", "key": "k"}
            connection.execute(sa.insert(answers).values(**kept, created_at=NOW))
    assert copy_tables(source, target, nobody) is None
    for table, change in TAMPERED.items():
        assert compare_tables(source, target, nobody)[1] == []
        with target.write() as connection:
            assert connection.execute(change, {"id": first} if ":id" in str(change) else {}).rowcount > 0
        assert compare_tables(source, target, nobody)[1] == [table]
        with pytest.raises(BadInput, match=r"is not what a move of .*paperlark\.db left there"):
            copy_store(source, target, nobody)
        with target.write() as connection:
            connection.execute(sa.text(f"TRUNCATE {', '.join(metadata.tables)}"))
        assert copy_tables(source, target, nobody) is None


def test_rows_that_are_changed_between_copy_and_comparison_fail_the_move(source, target, store_url):
    left = 60

    def watch(done, _total):
        nonlocal left
        if done >= 3 * 60 and left:  # the copy is committed, and the target not yet read back
            left = 0
            with psycopg.connect(store_url.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("UPDATE papers SET abstract = abstract || '.'")

    with pytest.raises(StoreBroken, match=r"is not what was copied: papers differ"):
        copy_store(source, target, watch)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE papers SET title = 'a' || char(0) || 'b'", r"PostgreSQL cannot keep a row of papers: .*NUL"),
        ("UPDATE papers SET authors = '[broken'", "A row of papers is damaged"),
        ("UPDATE papers SET created_at = 'yesterday'", "A row of papers is damaged"),
        ("UPDATE vectors SET vector = 'text'", "A row of vectors is damaged"),
        ("UPDATE papers SET title = x'ff00'", "A row of papers is damaged"),
        ("UPDATE feedback SET weight = 'much'", "A row of feedback is damaged"),
        ("UPDATE papers SET title = CAST(x'ff' AS TEXT)", "A row of papers is damaged"),
        ("UPDATE papers SET authors = CAST(x'5b22ff225d' AS TEXT)", "A row of papers is damaged"),
        ("UPDATE alembic_version SET version_num = '0005'", r"another version .*schema 0005.*paperlark doctor"),
    ],
)
def test_a_row_that_cannot_be_moved_is_refused_with_its_table_and_nothing_is_moved(source, target, change, named):
    with sqlite3.connect(source.path) as connection:
        connection.execute("INSERT INTO feedback VALUES ('ann', 'my:x', 'like', '2026-03-01 12:00:00', 1, 1)")
        connection.execute(change)
    connection.close()
    with pytest.raises(StoreBroken, match=named):
        copy_store(source, target, nobody)
    assert rows(target) == {}


@pytest.mark.slow
def test_what_is_missing_is_named_before_anything_is_written(folder, target, store_url, chroma, open_services):
    to = "--to-store", store_url, "--to-index", chroma.url
    assert "PAPERLARK_STORE__URL" in refusal(run(*MOVE, "--data-dir", folder), 2)
    assert "PAPERLARK_INDEX__URL" in refusal(run(*MOVE, *to[:2], "--data-dir", folder), 2)
    assert "no installation in" in refusal(run(*MOVE, *to, "--data-dir", folder / "typo"), 2)
    assert not (folder / "typo").exists()
    dead = "--to-store", store_url, "--to-index", "http://127.0.0.1:1"
    briefly = {"PAPERLARK_STORE__START_S": "0.1"}
    assert "no Chroma server answers" in refusal(run(*MOVE, *dead, "--data-dir", folder, **briefly), 1)
    secret = "--to-store", "postgresql+psycopg://ann:s3cret@127.0.0.1:1/papers", *to[2:]
    done = run(*MOVE, *secret, "--data-dir", folder, **briefly)
    assert "127.0.0.1:1 cannot be reached" in refusal(done, 1)
    assert "s3cret" not in done.stderr + done.stdout
    with open_services(folder):
        assert "is in use by" in refusal(run(*MOVE, *to, "--data-dir", folder), 1)
    assert rows(target) == {}
