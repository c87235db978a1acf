"""One request and its answer: what is sent, what comes back, and the one way in which it fails."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn, cast
from urllib.parse import quote

import httpx

from service.errors import FieldError, RequestFailed

_CONNECT_S = 5.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PROBLEM = "application/problem+json"


class Connection:
    """Requests to one server."""

    def __init__(self, url: str, timeout_s: float, transport: httpx.BaseTransport | None, key: str | None) -> None:
        """Raises RequestFailed for what is no address of a server."""
        try:
            parsed = httpx.URL(url)
            self._http = httpx.Client(
                base_url=parsed,
                timeout=httpx.Timeout(timeout_s, connect=_CONNECT_S),
                transport=transport,
                headers={"Authorization": f"Bearer {key}"} if key else None,
                trust_env=parsed.host not in _LOOPBACK,  # what is on this machine is reached through no proxy
            )
        except (httpx.InvalidURL, ValueError):
            raise _failed(400, "no_address", "That is no address of a server; one reads http://host:8000.") from None
        self._url = str(parsed.copy_with(userinfo=b"")).rstrip("/")  # as it may be shown

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        content: bytes | Iterable[bytes] | None = None,
    ) -> Any:  # noqa: ANN401  # JSON
        """The answer's JSON, None where there is none.

        `body` is sent as JSON, `content` as it is: of an open file its size is told, and then its parts.
        Raises RequestFailed with the server's words, or when there is no server or another one.
        """
        headers = {"Content-Type": "application/octet-stream"} if content is not None else {}
        if body is not None:
            content, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        answer = self._answered(method, path, params=_sendable(params), content=content, headers=headers)
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError:
            raise self._stranger(answer) from None

    def text(self, path: str, params: dict[str, Any]) -> str:
        """The text of a file that is not JSON; fails as `ask` does."""
        return self._answered("GET", path, params=_sendable(params)).text

    def _answered(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401
        try:
            answer = self._http.request(method, path, **request)
        except httpx.TimeoutException:
            raise _failed(503, "no_answer", f"{self._url} does not answer in time; is it busy, or away?") from None
        except httpx.RequestError as error:
            raise _failed(503, "unreachable", f"{self._url} cannot be reached ({error}); does it run there?") from None
        if not answer.is_success:
            self._refuse(answer)
        return answer

    def _refuse(self, answer: httpx.Response) -> NoReturn:
        """Raise what a problem document says."""
        if not answer.headers.get("content-type", "").startswith(_PROBLEM):
            raise self._stranger(answer)
        after = answer.headers.get("retry-after", "")
        try:
            problem = answer.json()
            raise RequestFailed(
                problem["detail"],
                status=answer.status_code,
                code=problem["code"],
                title=problem["title"],
                errors=tuple(FieldError(**each) for each in problem["errors"]),
                retry_after=int(after) if after.isdecimal() else None,
            )
        except (ValueError, LookupError, TypeError):
            raise self._stranger(answer) from None

    def _stranger(self, answer: httpx.Response) -> RequestFailed:
        said = f"{answer.status_code} {answer.reason_phrase}".strip()
        return _failed(502, "not_paperlark", f"{self._url} answers {said}, and not as Paperlark does.")


def path_of(*parts: str) -> str:
    """A path of which each part is one text, whatever is in it: not even dots lead elsewhere."""
    return "".join(f"/{quote(part, safe=':', errors='replace').replace('.', '%2E')}" for part in parts)


def _sendable(value: Any) -> Any:  # noqa: ANN401  # what a query takes
    """With a question mark for half a character, which no address can say."""
    if isinstance(value, dict):
        return {name: _sendable(each) for name, each in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_sendable(each) for each in cast(list[Any], value)]
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _failed(status: int, code: str, detail: str) -> RequestFailed:
    return RequestFailed(detail, status=status, code=code, title=code.replace("_", " ").capitalize())
