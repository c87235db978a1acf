"""What Prometheus is told: counts that go up by what happened, labels of which there are few, and no user's name."""

import socket

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from service.app import create_app, working
from service.observability import metrics
from tests.api.problem import problem
from tests.api.test_jobs import begun, ended

NAMED = "someone-secret"


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every value by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(client: TestClient, name: str, **labels: str) -> float:
    return samples(client.get("/metrics").text).get((name, frozenset(labels.items())), 0.0)


def test_a_request_counts_under_the_template_of_its_route_and_its_status(client):
    route = {"method": "GET", "route": "/v1/papers/{paper_id:path}"}
    templates = {name[1] for name in samples(client.get("/metrics").text)}
    before = value(client, "paperlark_requests_total", **route, status="404")
    problem(client.get(f"/v1/papers/hf:{NAMED}"), 404)
    assert value(client, "paperlark_requests_total", **route, status="404") == before + 1
    assert value(client, "paperlark_request_seconds_count", **route) >= 1
    assert templates


def test_no_user_paper_query_method_or_path_is_a_label(client, small):
    paper = small.corpus.catalog.first_ids(1)[0]
    client.put(f"/v1/users/{NAMED}/feedback/{paper}", json={"kind": "like"})
    client.get(f"/v1/users/{NAMED}/recommendations")
    client.get("/v1/search", params={"q": NAMED})
    client.get(f"/{NAMED}")
    client.request(NAMED.upper().replace("-", ""), "/v1/meta")
    text = client.get("/metrics").text
    assert NAMED not in text.lower()
    assert "SOMEONESECRET" not in text
    assert paper not in text
    assert value(client, "paperlark_requests_total", method="other", route="none", status="405") <= 1


def test_the_store_says_how_many_papers_jobs_and_dollars_there_are(client, small):
    assert value(client, "paperlark_papers") == 60
    assert value(client, "paperlark_unembedded_papers") == 0
    assert value(client, "paperlark_store_up") == value(client, "paperlark_index_up") == 1
    assert value(client, "paperlark_free_disk_bytes") > 0 or small.settings.shared
    ended(client, begun(client, small.corpus.catalog.first_ids(2)))
    assert value(client, "paperlark_jobs", kind="summaries", status="completed") == 1
    assert value(client, "paperlark_oldest_job_seconds", status="queued") == 0
    small.jobs.records.create("waiting", "map", {}, [], small.now())
    assert value(client, "paperlark_jobs", kind="map", status="queued") <= 1
    assert value(client, "paperlark_spent_usd_total") == 0


def test_a_store_that_is_away_is_told_and_is_no_error(client, small):
    with small.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE papers RENAME TO elsewhere")
    found = client.get("/metrics")
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert value(client, "paperlark_store_up") == 0
    assert ("paperlark_papers", frozenset()) not in samples(found.text)


def test_calls_fallbacks_and_refused_sentences_count_by_their_reason(client):
    told = {"paperlark_fallbacks_total": "timeout", "paperlark_refused_sentences_total": "overclaim"}
    before = {name: value(client, name, reason=reason) for name, reason in told.items()}
    metrics.count_fallback("timeout")
    metrics.count_refused_sentence("overclaim")
    metrics.count_model_call("openai/small", "ok", 0.2)
    assert {name: value(client, name, reason=reason) for name, reason in told.items()} == {
        name: count + 1 for name, count in before.items()
    }
    assert value(client, "paperlark_model_call_seconds_count", model="openai/small") >= 1


def test_a_worker_answers_at_a_port_of_its_own_on_loopback(open_services):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with open_services(jobs={"metrics_port": port}) as services:
        with working(services):
            text = httpx2.get(f"http://127.0.0.1:{port}/metrics").text
        assert ("paperlark_papers", frozenset()) in samples(text)
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"http://127.0.0.1:{port}/metrics")


def test_metrics_are_no_operation_of_the_documented_api(reader, sampled):
    assert "/metrics" not in reader.get("/openapi.json").json()["paths"]
    assert create_app(sampled).url_path_for("metrics") == "/metrics"
