"""What the client asks, what it answers, and the one way in which it fails."""

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from service.client import Client, RequestFailed
from tests.servers import free_port

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
PAPER = {"id": "arXiv:2106.15928", "title": "Neural Surfaces", "abstract": "We study them."}
ODD_IDS = ["..", ".", "../..", "a/../b", "x?y=1", "x#y", "x%2e%2e", "\udcff", "\0", " "]


@pytest.fixture
def ids(small) -> list[str]:
    return small.corpus.catalog.first_ids(5)


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Client:
    return Client("http://localhost", transport=httpx.MockTransport(answer))


def test_papers_are_kept_found_compared_and_deleted(asked: Client):
    assert asked.keep_papers([PAPER])["counts"] == {"created": 1}
    assert asked.paper("https://arxiv.org/abs/2106.15928")["raw_title"] == "Neural Surfaces"
    assert asked.papers(["arXiv:2106.15928", "hf:none"])["not_found"] == ["hf:none"]
    assert len(asked.similar("arXiv:2106.15928", 3)["data"]) == 3
    asked.delete_paper("2106.15928")
    with pytest.raises(RequestFailed) as caught:
        asked.paper("2106.15928")
    assert (caught.value.status, caught.value.code) == (404, "paper_not_found")


def test_feedback_is_given_read_and_taken_back(asked: Client, ids: list[str]):
    assert asked.give_feedback("ann", ids[0], "like", NOON)["feedback"]["at"] == "2026-01-02T12:00:00Z"
    assert asked.give_feedback("ann", ids[1], "dislike")["applied"]
    assert [each["paper_id"] for each in asked.feedback("ann")["data"]] == ids[:2]
    causes = {cause["paper_id"] for item in asked.recommend_for("ann", 3)["data"] for cause in item["because"]}
    assert ids[0] in causes
    asked.take_back("ann", ids[0])
    assert [each["paper_id"] for each in asked.feedback("ann")["data"]] == [ids[1]]


def test_what_is_trending_and_what_is_new_is_told(asked: Client, ids: list[str]):
    for user in ("ann", "bea", "cid"):
        asked.give_feedback(user, ids[0], "like")
    assert [each["paper"]["id"] for each in asked.trending("week", 3)["data"]] == [ids[0]]
    asked.save_search("ann", "surfaces", "surfaces")
    asked.keep_papers([PAPER])
    found = asked.alerts("ann", 3)
    assert [each["paper"]["id"] for alert in found["data"] for each in alert["data"]] == ["arxiv:2106.15928"]
    assert asked.see_alerts("ann", found["until"]) == {"at": found["until"]}
    assert asked.alerts("ann")["data"] == []
    assert asked.see_alerts("ann", NOON.isoformat(), back=True)["at"] == "2026-01-02T12:00:00Z"


def test_options_are_the_fields_of_the_request(asked: Client, ids: list[str]):
    page = asked.recommend(ids[:2], limit=2, explain=False, exclude=[ids[2]])
    assert page["data"][0]["because"] == []
    assert asked.recommend(ids[:2], limit=2, explain=False, exclude=[ids[2]], cursor=page["next"])["data"]
    with pytest.raises(RequestFailed, match="surprise"):
        asked.recommend(ids[:2], surprise=1)


def test_the_server_says_how_it_is(asked: Client):
    assert asked.health() == {"status": "ok"}
    assert asked.ready()["checks"] == [each for each in asked.checks()["data"] if each in asked.ready()["checks"]]
    assert asked.meta()["papers"] == 60


@pytest.mark.parametrize("odd", ODD_IDS)
def test_no_id_or_name_leads_to_another_address(asked: Client, ids: list[str], odd: str):
    asked.give_feedback("ann", ids[0], "like")
    for ask in (
        lambda: asked.take_back("ann", odd),
        lambda: asked.take_back(odd, ids[0]),
        lambda: asked.delete_paper(odd),
        lambda: asked.cancel(odd),
    ):
        with pytest.raises(RequestFailed) as caught:
            ask()
        assert caught.value.code in {"invalid_paper_id", "invalid_input", "feedback_not_found", "job_not_found",
                                     "paper_not_found", "no_such_address"}  # fmt: skip
    assert len(asked.feedback("ann")["data"]) == 1
    assert asked.meta()["papers"] == 60


def test_many_texts_are_a_job_that_is_followed(asked: Client, ids: list[str]):
    seen: list[tuple[int, int]] = []
    found = asked.summaries(ids, mode="extractive")
    many = asked.summaries(query="neural", top=30, kinds=["summary"], progress=lambda *now: seen.append(now))
    assert [text["paper_id"] for text in found["data"]] == [each for each in ids for _ in range(2)]
    assert len({text["paper_id"] for text in many["data"]}) == 30
    assert seen[-1] == (30, 30)


def test_an_index_is_built_anew_as_a_job(asked: Client):
    job = asked.reindex()
    assert (job["kind"], job["status"]) == ("reindex", "completed")
    assert asked.job(job["id"]) == job


def job(status: str, **fields: object) -> dict[str, object]:
    ended = None if status == "in_progress" else "2026-01-02T12:00:00Z"
    counts = {"total": 2, "done": 0, "quoted": 0, "failed": 2}
    return {"id": "j", "status": status, "counts": counts, "error": None, "ended_at": ended} | fields


@pytest.mark.parametrize(("status", "error"), [("failed", "Every item failed."), ("cancelled", None)])
def test_a_job_that_comes_to_nothing_is_an_error(status: str, error: str | None):
    client = answering(lambda _: httpx.Response(202, json=job(status, error=error)))
    with client, pytest.raises(RequestFailed, match=error or "The job j is cancelled"):
        client.reindex()


def test_whoever_stops_waiting_for_a_job_stops_it():
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.method} {request.url.path}")
        return httpx.Response(202, json=job("in_progress"))

    def interrupted(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with answering(answer) as client, pytest.raises(KeyboardInterrupt):
        client.summaries(["hf:a"], interrupted)
    assert asked == ["POST /v1/summaries", "GET /v1/jobs/j", "POST /v1/jobs/j/cancel"]


def test_a_text_of_a_job_that_failed_is_told_as_in_an_answer():
    error = {"status": 503, "code": "text_failed", "title": "Text failed", "detail": "No model."}
    missing = {"status": 404, "code": "paper_not_found", "title": "Paper not found", "detail": "Nobody has it."}
    rows = [("hf:a", [error | {"kind": "blurb"}]), ("hf:none", [missing | {"kind": None}])]
    results = [{"paper_id": name, "texts": [], "errors": errors} for name, errors in rows]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/results"):
            return httpx.Response(200, json={"data": results, "next": None})
        return httpx.Response(202, json=job("failed"))

    with answering(answer) as client:
        found = client.summaries(["hf:a", "hf:none"])
    ((failed,), not_found) = found["errors"], found["not_found"]
    assert (failed["paper_id"], failed["kind"], failed["problem"]["detail"]) == ("hf:a", "blurb", "No model.")
    assert not_found == ["hf:none"]


def test_a_problem_comes_back_whole(asked: Client):
    with pytest.raises(RequestFailed) as caught:
        asked.recommend(["hf:a"], ["hf:a"], limit=0)
    error = caught.value
    assert (error.status, error.code, error.title) == (422, "invalid_input", "Invalid input")
    assert [each.pointer for each in error.errors] == ["/limit"]
    assert str(error) == error.detail


def test_when_to_try_again_is_told():
    problem = {"detail": "Wait.", "code": "store_busy", "title": "Store busy", "errors": []}
    headers = {"Content-Type": "application/problem+json", "Retry-After": "5"}
    client = answering(lambda _: httpx.Response(503, content=json.dumps(problem), headers=headers))
    with client, pytest.raises(RequestFailed) as caught:
        client.meta()
    assert (caught.value.status, caught.value.retry_after) == (503, 5)


def test_where_nobody_listens_the_address_is_named():
    url = f"http://127.0.0.1:{free_port()}"
    with Client(url) as client, pytest.raises(RequestFailed, match=f"{url} cannot be reached") as caught:
        client.meta()
    assert (caught.value.status, caught.value.code) == (503, "unreachable")


def test_who_listens_and_says_nothing_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with Client(url, timeout_s=0.1) as client, pytest.raises(RequestFailed, match="does not answer in time"):
            client.meta()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, content="<html>"),
        httpx.Response(404, json={"detail": "Not Found"}),
        httpx.Response(502, content="<html>"),
        httpx.Response(302, headers={"Location": "http://elsewhere/"}),
        httpx.Response(500, content="[", headers={"Content-Type": "application/problem+json"}),
        httpx.Response(500, content="{}", headers={"Content-Type": "application/problem+json"}),
    ],
)
def test_an_answer_of_somebody_else_is_told_for_what_it_is(answer: httpx.Response):
    with answering(lambda _: answer) as client, pytest.raises(RequestFailed, match="not as Paperlark does") as caught:
        client.meta()
    assert caught.value.code == "not_paperlark"


@pytest.mark.parametrize("url", ["", "localhost:8000", "http://", "ftp://h", "http://h:port", "http://[", "\0"])
def test_what_is_no_address_is_refused(url: str):
    with pytest.raises(RequestFailed), Client(url) as client:
        client.meta()


def test_a_password_in_an_address_is_not_shown():
    url = f"http://ann:s3cret@127.0.0.1:{free_port()}"
    with Client(url) as client, pytest.raises(RequestFailed, match="cannot be reached") as caught:
        client.meta()
    assert "s3cret" not in caught.value.detail
