"""`paperlark migrate-store`: all of it arrives, unchanged and counted, however often it is begun."""

import json

import pytest
import sqlalchemy as sa

from service.app import working
from service.storage import Budget, Ledger
from service.storage.sql import access_keys, copy_store, erasures, metadata, replies, state, vectors, workers
from service.storage.sql.installation import NAME_KEY
from service.storage.sql.store_copy import compare_tables
from tests.corpora import NOW, answers
from tests.faults.processes import PAPERLARK, ROOT
from tests.model_parts import ROUTE, asked
from tests.scale.store_copy.moves import MOVE, ask, files, nobody, rate, rows, run
from tests.upstream import Upstream

# What is moved is a data folder, and where it goes are servers, which are started here.
pytestmark = pytest.mark.embedded("moves a data folder to servers of its own, whatever the pair")

KILLED = """
import os, signal, sys
from pathlib import Path
from service.settings import StoreSettings
from service.storage.sql import Database
from service.storage.sql.store_copy import copy_tables
source = Database(Path(sys.argv[1]), StoreSettings())
target = Database(Path(sys.argv[1]), StoreSettings(url=sys.argv[2]))
rows = 0
def watch(more):
    global rows
    rows += more
    if rows > 100:
        os.kill(os.getpid(), signal.SIGKILL)
copy_tables(source, target, watch)
"""


@pytest.mark.usefixtures("litellm")
def test_everything_arrives_and_answers_through_the_target_are_the_same_bytes(
    folder, source, target, store_url, chroma, open_services, open_shared
):
    with Upstream() as upstream, open_services(folder) as services:
        rate(services)
        ids = services.corpus.catalog.first_ids(9)
        wish = {"paper_ids": ids[:3], "liked": ids[3:5], "user": "ann"}
        with asked(services, upstream, "good", usd_per_million_in=1, usd_per_million_out=1) as client:
            assert {item["source"] for item in client.post(ROUTE, json=wish).json()["data"]} == {"llm"}
            kept, recommended, calls = client.post(ROUTE, json=wish).content, answers(services), len(upstream.calls)
        ask(services)  # a client of the folder would begin the job
        liked, spent = services.corpus.feedback.of_user("ann"), Ledger(services.database).spending(NOW)
    before = files(folder)
    done = run(*MOVE, "--to-store", store_url, "--to-index", chroma.url, "--data-dir", folder, "--json")
    assert done.returncode == 0, done.stderr
    assert files(folder) == before
    digests = {item["table"]: item["rows"] for item in json.loads(done.stdout)["data"]}
    assert digests == {table.name: rows(source).get(table.name, 0) for table in metadata.sorted_tables}
    assert [name for name, count in digests.items() if not count] == [access_keys.name, erasures.name, workers.name]
    assert compare_tables(source, target, nobody)[1] == []
    with target.read() as connection:  # as empty as it was, and not the JSON word null
        assert list(connection.scalars(sa.select(replies.c.key).where(replies.c.headers.is_(sa.null())))) == [
            "under way"
        ]
    with Upstream() as upstream, open_shared() as services:
        assert services.corpus.index.ids() == set(services.corpus.snapshot().ids)
        assert services.corpus.is_complete()
        with asked(services, upstream, "good", usd_per_million_in=1, usd_per_million_out=1) as client:
            assert client.post(ROUTE, json=wish).content == kept
        assert upstream.calls == []
        assert answers(services) == recommended
        assert services.corpus.feedback.of_user("ann") == liked
        ledger = Ledger(services.database)
        assert ledger.spending(NOW) == spent
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
    digests, _ = compare_tables(target, target, nobody)
    for name, digest in digests.items():
        (line,) = [line for line in done.stdout.splitlines() if f" {name} " in line]
        assert f" {digest.rows} " in line
        assert digest.sha256 in line


def test_a_move_that_was_cut_off_before_its_index_was_filled_goes_on_and_one_that_is_done_changes_nothing(
    source, target, store_url, chroma, open_shared
):
    folder = source.path.parent
    copy_store(source, target, nobody)
    with target.read() as connection:
        assert not any(connection.scalars(sa.select(vectors.c.indexed)))
    moves = [run(*MOVE, "--to-store", store_url, "--to-index", chroma.url, "--data-dir", folder) for _ in "12"]
    assert [done.returncode for done in moves] == [0, 0], moves[1].stderr
    assert moves[0].stdout == moves[1].stdout
    with target.read() as connection:
        assert all(connection.scalars(sa.select(vectors.c.indexed)))
    with open_shared() as services:
        assert services.corpus.is_complete()


def test_the_name_that_a_target_has_already_stays_its_own(source, target):
    with target.write() as connection:
        connection.execute(sa.insert(state).values(name=NAME_KEY, value="mine"))
    copy_store(source, target, nobody)
    with target.read() as connection:
        assert connection.scalar(sa.select(state.c.value).where(state.c.name == NAME_KEY)) == "mine"


def test_a_copy_that_is_killed_half_way_leaves_an_empty_target_and_can_be_made_again(source, target, store_url):
    done = run("-c", KILLED, source.path, store_url)
    assert done.returncode == -9, done.stderr
    assert rows(target) == {}
    assert copy_store(source, target, nobody)["papers"].rows == 60
