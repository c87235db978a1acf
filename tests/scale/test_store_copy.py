"""`paperlark migrate-store`: all of it arrives, unchanged and counted; what cannot be moved is refused and named."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from service import llm
from service.app import working
from service.errors import BadInput, StoreBroken
from service.prompts.reading import Kind
from service.settings import StoreSettings
from service.storage import Budget, Event, IdempotencyKeys, Item, JobRecords, Ledger, StoredResponse
from service.storage.sql import (
    NAME,
    Database,
    answers,
    compare,
    copy,
    copy_store,
    job_items,
    jobs,
    metadata,
    papers,
    replies,
    state,
    vectors,
    workers,
)
from tests.corpora import NOW
from tests.corpora import answers as said
from tests.faults.processes import PAPERLARK, ROOT
from tests.model_parts import ROUTE, asked
from tests.upstream import Upstream

# What is moved is a data folder, and where it goes are servers, which are started here.
pytestmark = pytest.mark.embedded("moves a data folder to servers of its own, whatever the pair")

MOVE = "-c", PAPERLARK, "migrate-store"
KILLED = """
import os, signal, sys
from pathlib import Path
from service.settings import StoreSettings
from service.storage.sql import Database
from service.storage.sql import copy
source = Database(Path(sys.argv[1]), StoreSettings())
target = Database(Path(sys.argv[1]), StoreSettings(url=sys.argv[2]))
rows = 0
def watch(more):
    global rows
    rows += more
    if rows > 100:
        os.kill(os.getpid(), signal.SIGKILL)
copy(source, target, watch)
"""


def nobody(*_):
    """Watches nothing."""


@pytest.fixture(scope="module")
def _litellm():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, at import
        llm.load_litellm()


@pytest.fixture
def folder(small_folder, tmp_path):
    """A data folder with 60 papers."""
    return Path(shutil.copytree(small_folder, tmp_path / "data"))


@pytest.fixture
def source(folder):
    database = Database(folder / "paperlark.db", StoreSettings())
    yield database
    database.close()


@pytest.fixture
def target(folder, store_url):
    database = Database(folder / "paperlark.db", StoreSettings(url=store_url, start_s=0.2))
    database.migrate()
    yield database
    database.close()


def rate(services):
    """Likes and dislikes of two users."""
    ids = services.corpus.catalog.first_ids(9)
    for user in ("ann", "Žofie ✓ 'quoted'"):
        services.corpus.users.record(user, [Event(name, Kind.LIKE) for name in ids[:4]], NOW)
        services.corpus.users.record(user, [Event(ids[5], Kind.DISLIKE)], NOW)
    services.corpus.users.forget("ann", ids[0])


def ask(services):
    """A job that waits, and replies that are kept."""
    ids = services.corpus.catalog.first_ids(9)
    kept = IdempotencyKeys(services.database)
    for key in ("answered", "under way"):
        kept.begin(key, "print", services.now())
    kept.finish("answered", StoredResponse(201, {"Location": "/v1/ü"}, b"\x00\xff{}"))
    items = [Item(place, name) for place, name in enumerate(ids)]
    JobRecords(services.database).create(
        "waiting", "summaries", {"kinds": ["summary"], "liked": []}, items, services.now()
    )


def run(*arguments, cwd=ROOT, **variables):
    """The command as a shell runs it, with these variables and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=kept | {"COLUMNS": "200"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def files(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(database):
    """How many rows there are in each table that has any."""
    with database.read() as connection:
        counts = {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def refusal(done, code):
    """The one line that a refused command says."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("paperlark: ")]
    return line


@pytest.mark.usefixtures("_litellm")
def test_everything_arrives_and_answers_through_the_target_are_the_same_bytes(
    folder, source, target, store_url, chroma, open_services, open_shared
):
    with Upstream() as upstream, open_services(folder) as services:
        rate(services)
        ids = services.corpus.catalog.first_ids(9)
        wish = {"paper_ids": ids[:3], "liked": ids[3:5], "user": "ann"}
        with asked(services, upstream, "good", usd_per_million_in=1, usd_per_million_out=1) as client:
            assert {item["source"] for item in client.post(ROUTE, json=wish).json()["data"]} == {"llm"}
            kept, recommended, calls = client.post(ROUTE, json=wish).content, said(services), len(upstream.calls)
        ask(services)  # a client of the folder would begin the job
        liked, spent = services.corpus.users.feedback("ann"), Ledger(services.database).spent(NOW)
    before = files(folder)
    done = run(*MOVE, "--to-store", store_url, "--to-index", chroma.url, "--data-dir", folder, "--json")
    assert done.returncode == 0, done.stderr
    assert files(folder) == before
    digests = {item["table"]: item["rows"] for item in json.loads(done.stdout)["data"]}
    assert digests == {table.name: rows(source).get(table.name, 0) for table in metadata.sorted_tables}
    assert [name for name, count in digests.items() if not count] == [workers.name]
    assert compare(source, target, nobody)[1] == []
    with target.read() as connection:  # as empty as it was, and not the JSON word null
        assert list(connection.scalars(sa.select(replies.c.key).where(replies.c.headers.is_(sa.null())))) == [
            "under way"
        ]
    with Upstream() as upstream, open_shared() as services:
        assert services.corpus.index.ids() == set(services.corpus.snapshot().ids)
        assert services.corpus.whole()
        with asked(services, upstream, "good", usd_per_million_in=1, usd_per_million_out=1) as client:
            assert client.post(ROUTE, json=wish).content == kept
        assert upstream.calls == []
        assert said(services) == recommended
        assert services.corpus.users.feedback("ann") == liked
        ledger = Ledger(services.database)
        assert ledger.spent(NOW) == spent
        assert ledger.audit() == []
        assert ledger.reserve("stub", 1, user=None, now=NOW, budget=Budget()) == calls + 1


def test_a_job_that_waited_in_the_folder_is_done_by_a_worker_of_the_target(source, target, open_services, open_shared):
    with open_services(source.path.parent) as services:
        ask(services)
    copy_store(source, target, nobody)
    with open_shared() as services, working(services):
        for _ in range(300):
            if (job := services.jobs.get("waiting")).under_way:
                services.jobs.waiting.wait(0.1)
        assert job.status == "completed"
        assert services.jobs.records.counts("waiting").done == 9


def test_the_command_of_the_page_on_scaling_takes_the_addresses_from_the_environment_and_shows_a_table(
    folder, target, store_url, chroma
):
    page = (ROOT / "docs" / "scaling.md").read_text()
    (command,) = [line for line in page.splitlines() if line.startswith("paperlark migrate-store")]
    variables = {"PAPERLARK_STORE__URL": store_url, "PAPERLARK_INDEX__URL": chroma.url}
    done = run("-c", PAPERLARK, *command.split()[1:], cwd=folder.parent, **variables)
    assert done.returncode == 0, done.stderr
    digests, _ = compare(target, target, nobody)
    for name, table_digest in digests.items():
        (line,) = [line for line in done.stdout.splitlines() if f" {name} " in line]
        assert f" {table_digest.rows} " in line
        assert table_digest.sha256 in line


def test_a_move_that_was_cut_off_before_its_index_was_filled_goes_on_and_one_that_is_done_changes_nothing(
    source, target, store_url, chroma, open_shared
):
    folder = source.path.parent
    copy_store(source, target, nobody)
    with target.read() as connection:
        assert not any(connection.scalars(sa.select(vectors.c.indexed)))
    said = [run(*MOVE, "--to-store", store_url, "--to-index", chroma.url, "--data-dir", folder) for _ in "12"]
    assert [done.returncode for done in said] == [0, 0], said[1].stderr
    assert said[0].stdout == said[1].stdout
    with target.read() as connection:
        assert all(connection.scalars(sa.select(vectors.c.indexed)))
    with open_shared() as services:
        assert services.corpus.whole()


@pytest.mark.parametrize("table", ["papers", "state"])
def test_a_target_with_rows_of_its_own_is_refused_and_the_table_named(folder, target, store_url, chroma, table):
    row = {"state": {"name": "version", "value": "7"}}.get(table) or {
        column.name: NOW if "_at" in column.name else "x" for column in papers.c if not column.nullable
    }
    with target.write() as connection:
        connection.execute(sa.insert(metadata.tables[table]).values(**row))
    done = run(*MOVE, "--to-store", store_url, "--to-index", chroma.url, "--data-dir", folder)
    assert f"is not empty: its table {table} has rows" in refusal(done, 2)
    assert rows(target) == {table: 1}


def test_the_name_that_a_target_has_already_stays_its_own(source, target):
    with target.write() as connection:
        connection.execute(sa.insert(state).values(name=NAME, value="mine"))
    copy_store(source, target, nobody)
    with target.read() as connection:
        assert connection.scalar(sa.select(state.c.value).where(state.c.name == NAME)) == "mine"


def test_a_copy_that_is_killed_half_way_leaves_an_empty_target_and_can_be_made_again(source, target, store_url):
    done = run("-c", KILLED, source.path, store_url)
    assert done.returncode == -9, done.stderr
    assert rows(target) == {}
    assert copy_store(source, target, nobody)["papers"].rows == 60


TAMPERED = {
    "papers": sa.update(papers).values(title=papers.c.title + " "),
    "answers": sa.update(answers).values(body=b"{}"),
    "job_items": sa.delete(job_items).where(job_items.c.place == 8),
    "jobs": sa.update(jobs).values(created_at=jobs.c.created_at + sa.text("interval '1 microsecond'")),
    "replies": sa.update(replies).values(body=b"\x00\xfe{}").where(replies.c.key == "answered"),
    "vectors": sa.text("UPDATE vectors SET vector = set_byte(vector, 9, get_byte(vector, 9) # 1) WHERE paper_id = :id"),
    "feedback": sa.text("UPDATE feedback SET weight = 1.0000000000000002 WHERE kind = 'dislike'"),
    "spending_totals": sa.text("UPDATE spending_totals SET nano = nano + 1 WHERE day = ''"),
}


def test_one_byte_that_differs_in_any_table_is_noticed_and_the_table_named(source, target, open_services):
    with open_services(source.path.parent) as services:
        rate(services)
        ask(services)
        first, *_ = services.corpus.catalog.first_ids(1)
        Ledger(services.database).reserve("stub", 1, user=None, now=NOW, budget=Budget())
        with services.database.write() as connection:
            kept = {"paper_id": first, "kind": "k", "variant": "v", "source_hash": "h", "body": b"{} ", "key": "k"}
            connection.execute(sa.insert(answers).values(**kept, created_at=NOW))
    assert copy(source, target, nobody) is None
    for table, change in TAMPERED.items():
        assert compare(source, target, nobody)[1] == []
        with target.write() as connection:
            assert connection.execute(change, {"id": first} if ":id" in str(change) else {}).rowcount > 0
        assert compare(source, target, nobody)[1] == [table]
        with pytest.raises(BadInput, match=r"is not what a move of .*paperlark\.db left there"):
            copy_store(source, target, nobody)
        with target.write() as connection:
            connection.execute(sa.text(f"TRUNCATE {', '.join(metadata.tables)}"))
        assert copy(source, target, nobody) is None


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
        ("UPDATE papers SET title = CAST(x'ff' AS TEXT)", "is damaged"),
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


def test_what_is_missing_is_named_before_anything_is_written(folder, target, store_url, chroma, open_services):
    to = "--to-store", store_url, "--to-index", chroma.url
    assert "PAPERLARK_STORE__URL" in refusal(run(*MOVE, "--data-dir", folder), 2)
    assert "PAPERLARK_INDEX__URL" in refusal(run(*MOVE, *to[:2], "--data-dir", folder), 2)
    assert "no installation in" in refusal(run(*MOVE, *to, "--data-dir", folder / "typo"), 2)
    assert not (folder / "typo").exists()
    dead = "--to-store", store_url, "--to-index", "http://127.0.0.1:1"
    patience = {"PAPERLARK_STORE__START_S": "0.1"}
    assert "no Chroma server answers" in refusal(run(*MOVE, *dead, "--data-dir", folder, **patience), 1)
    secret = "--to-store", "postgresql+psycopg://ann:s3cret@127.0.0.1:1/papers", *to[2:]
    done = run(*MOVE, *secret, "--data-dir", folder, **patience)
    assert "127.0.0.1:1 cannot be reached" in refusal(done, 1)
    assert "s3cret" not in done.stderr + done.stdout
    with open_services(folder):
        assert "is in use by" in refusal(run(*MOVE, *to, "--data-dir", folder), 1)
    assert rows(target) == {}
