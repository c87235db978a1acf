"""The one shape that every error has."""

from collections.abc import Callable
from typing import Any

from httpx2 import Response

FIELDS = {"type", "title", "status", "detail", "instance", "code", "errors", "request_id"}


def problem(response: Response, status: int, code: str | None = None) -> dict[str, Any]:
    """The problem document of a response, after checking that it is one, whole and with this status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body.keys() == FIELDS
    assert body["status"] == status
    assert body["type"] == f"urn:paperlark:problem:{body['code']}"
    assert body["title"]
    assert body["detail"].endswith(".")
    assert body["request_id"] == response.headers["x-request-id"]
    assert code in {None, body["code"]}
    return body


def pointers(body: dict[str, Any]) -> list[str]:
    """The fields that a problem document names."""
    return [error["pointer"] for error in body["errors"]]


def unchanged(client: Any, request: Callable[[], Response]) -> Response:
    """The response to a request that must write nothing and leave the service able to answer the next one."""
    before = client.get("/v1/meta").json()
    response = request()
    assert client.get("/v1/meta").json() == before
    assert client.get("/readyz").json()["status"] == "ok"
    return response
