"""The budget holds with many clients, over a kill -9 and a restart: what was spent is what was recorded."""

import json
import threading
from contextlib import suppress

import httpx2
import pytest

from service.settings import StoreSettings
from service.storage import Ledger
from service.storage.sql import Database
from tests.corpora import NOW
from tests.model_parts import TOKENS_PRICED, asked, played, texts
from tests.processes_served import copied, environment, posted, served

COST = 1_100 * 1_000_000  # nano-dollars of each call of the stub
BUDGET = 50.0  # dollars, of which a call reserves some 6


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(60)


@pytest.fixture
def ids_of(small_folder, tmp_path):
    folder = copied(small_folder, tmp_path)
    database = Database(folder / "paperlark.db", StoreSettings())
    with database.read() as connection:
        found = [row[0] for row in connection.exec_driver_sql("SELECT id FROM papers ORDER BY id")]
    yield folder, found, Ledger(database)
    database.close()


def clients(address, ids, *, reasons, stop=None):
    """32 clients that ask for one paper after the other, until all are through or the server is gone."""

    def one(start):
        with suppress(httpx2.HTTPError), httpx2.Client(base_url=address, timeout=60) as client:
            for turn in range(0, len(ids), 4):
                for item in posted(client, [ids[(start + turn) % len(ids)]], max_words=100 + start):
                    reasons.append((item["fallback"] or {"reason": None})["reason"])
                if stop and len(reasons) > 8:
                    stop.set()

    threads = [threading.Thread(target=one, args=(start,)) for start in range(32)]
    for thread in threads:
        thread.start()
    return threads


@pytest.mark.embedded("starts commands on a data folder")
def test_32_clients_and_a_kill_spend_no_more_than_the_budget(ids_of, upstream):
    folder, ids, ledger = ids_of
    variables = environment(played(upstream, "slow", **TOKENS_PRICED), budget_usd=BUDGET, deadline_s=60)
    upstream.seconds = 0.2
    reasons, some = [], threading.Event()
    with served(folder, variables) as running:
        threads = clients(str(running.client.base_url), ids, reasons=reasons, stop=some)
        assert some.wait(60)
        running.process.kill()
        for thread in threads:
            thread.join()
    before = ledger.spending(NOW)
    assert len(upstream.calls) * COST <= before.total_nano <= BUDGET * 1e9
    with served(folder, variables) as running:
        assert running.client.get("/v1/meta").json()["spending"]["total_usd"] == before.total_nano / 1e9
        reasons.clear()
        for thread in clients(str(running.client.base_url), ids, reasons=reasons):
            thread.join()
        meta = running.client.get("/v1/meta").json()["spending"]
    after = ledger.spending(NOW)
    assert "budget_spent" in reasons
    assert meta["total_usd"] == after.total_nano / 1e9 <= meta["budget_usd"] == BUDGET
    assert before.total_nano <= after.total_nano
    assert len(upstream.calls) * COST <= after.total_nano
    assert after.open_calls <= before.open_calls  # what was under way at the kill stays counted at its most
    assert ledger.audit() == []


def test_a_request_stops_at_its_own_budget_and_the_next_one_goes_on(small, upstream, ids):
    knobs = {"budget_request_usd": 8.0, "deadline_s": 60, "concurrency": 1}
    with asked(small, upstream, "good", **TOKENS_PRICED, **knobs) as client:
        first = texts(client, paper_ids=ids[:5], kinds=["summary"])
        assert {json.dumps(item["fallback"]) for item in first} == {"null", '{"reason": "budget_spent"}'}
        (next_one,) = texts(client, paper_ids=ids[5:6], kinds=["summary"])
    assert next_one["source"] == "llm"


def test_a_user_stops_at_the_budget_of_a_day_and_others_go_on(small, upstream, ids):
    with asked(small, upstream, "good", **TOKENS_PRICED, budget_user_day_usd=8.0, deadline_s=60) as client:
        body = {"kinds": ["summary"]}
        said = [texts(client, paper_ids=[paper], user="ann", **body)[0]["source"] for paper in ids[:3]]
        other = texts(client, paper_ids=ids[3:4], user="bob", **body)[0]["source"]
    assert (said[0], said[-1], other) == ("llm", "extractive", "llm")


def test_a_text_that_is_kept_is_given_when_the_budget_is_spent(small, upstream, ids):
    with asked(small, upstream, "good", **TOKENS_PRICED, budget_usd=7.0, deadline_s=60) as client:
        first = texts(client, paper_ids=ids[:1], kinds=["summary"])
        assert texts(client, paper_ids=ids[1:2], kinds=["summary"])[0]["fallback"] == {"reason": "budget_spent"}
        assert texts(client, paper_ids=ids[:1], kinds=["summary"]) == first
