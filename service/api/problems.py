"""One shape for every error: RFC 9457 problem documents that never echo what was sent."""

import re
from http import HTTPStatus
from typing import Any, NamedTuple

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from service.errors import FieldError, ServiceError, StoreBroken
from service.observability import log

MEDIA_TYPE = "application/problem+json"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_BODY_METHODS = frozenset({"post", "put", "patch"})


class _Fault(NamedTuple):
    """What the framework refuses before any route of ours is asked."""

    code: str
    title: str
    detail: str


_FAULTS = {
    400: _Fault(
        "unreadable_body",
        "Unreadable body",
        "The request body cannot be read: it is broken, not UTF-8, nested too deeply, or has a number too long.",
    ),
    404: _Fault("no_such_address", "No such address", "There is nothing here; /openapi.json lists what there is."),
    405: _Fault("method_not_allowed", "Method not allowed", "This address does not answer this method."),
    408: _Fault("request_too_slow", "Request too slow", "The head of the request did not come in time."),
    413: _Fault(
        "body_too_large", "Body too large", "The request body is larger than allowed; see `limits` in /v1/meta."
    ),
    415: _Fault("not_json", "Not JSON", "Send JSON, with the header Content-Type: application/json."),
    431: _Fault("head_too_large", "Head too large", "The request's line and headers are longer than 65,536 bytes."),
}

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "the same again within a day, with the same request, gets the first answer and does nothing",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


class ProblemField(BaseModel):
    """Where the request is wrong (JSON pointer) and what is wrong there."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[ProblemField]
    request_id: str | None


def add_error_handlers(app: FastAPI) -> None:
    """Answer every failure of `app` with a problem document, and say so in its OpenAPI schema."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.openapi = lambda: _schema(app)


def answer(
    path: str,
    *,
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: tuple[FieldError, ...] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """A problem document as a response; `path` is the route that failed."""
    problem = _problem(path, status, code, title, detail, errors)
    return JSONResponse(problem.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def of_error(path: str, error: ServiceError) -> JSONResponse:
    """One of our own errors as a response."""
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        document(path, error).model_dump(), status_code=error.status, media_type=MEDIA_TYPE, headers=headers
    )


def document(path: str, error: ServiceError) -> Problem:
    """The problem document of one of our own errors."""
    return _problem(path, error.status, error.code, error.title, error.detail, error.errors)


def of_status(path: str, status: int, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem document of a request that reaches no route of ours, by its HTTP status."""
    fault = _FAULTS.get(status, _FAULTS[400])
    return answer(path, status=status, code=fault.code, title=fault.title, detail=fault.detail, headers=headers)


def of_crash() -> JSONResponse:
    """The problem document of an error that nobody foresaw; it tells the caller nothing but the request id."""
    return answer(
        "/",
        status=500,
        code="internal_error",
        title="Internal error",
        detail="Something went wrong here; the log line of this request id has the cause.",
    )


def says_json(request: Request) -> bool:
    """Whether the body is announced as JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _problem(path: str, status: int, code: str, title: str, detail: str, errors: tuple[FieldError, ...]) -> Problem:
    return Problem(
        type=f"urn:paperlark:problem:{code}",
        title=title,
        status=status,
        detail=detail,
        instance=path,
        code=code,
        errors=[ProblemField(pointer=error.pointer, detail=error.detail) for error in errors],
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
    )


def _service_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ServiceError)  # noqa: S101  # by registration
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        level = "error" if isinstance(error, StoreBroken) else "warning"  # the others may mend themselves
        getattr(log, level)("request_failed", code=error.code, reason=error.detail)
    return of_error(_path(request), error)


def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # by registration
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return of_status(_path(request), 400)
    if any(fault["type"] == "model_attributes_type" and fault["loc"] == ("body",) for fault in faults):
        if not says_json(request):
            return of_status(_path(request), 415)
        errors = (FieldError("", "Input should be a JSON object"),)
    else:
        errors = tuple(FieldError(_pointer(fault["loc"]), _message(fault)) for fault in faults[:20])
    detail = "; ".join(f"{fault.pointer or 'body'}: {fault.detail}" for fault in errors[:3]) + "."
    return answer(_path(request), status=422, code="invalid_input", title="Invalid input", detail=detail, errors=errors)


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # by registration
    return of_status(_path(request), error.status_code, dict(error.headers or {}))


def _path(request: Request) -> str:
    route = request.scope.get("route")
    return getattr(route, "path", None) or "/"  # the template: an echoed path could carry anything


def _pointer(location: tuple[int | str, ...]) -> str:
    # The first part says body, query or path. An unknown field's name is the caller's own text: only a plain one
    # comes back.
    names = (str(part) for part in location[1:])
    return "".join(f"/{name if _NAME.fullmatch(name) else '?'}" for name in names)


def _message(fault: dict[str, Any]) -> str:
    return str(fault["msg"]).removeprefix("Value error, ")


def _schema(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        parts = schema.setdefault("components", {}).setdefault("schemas", {})
        parts["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts.update(parts["Problem"].pop("$defs"))
        for name in ("HTTPValidationError", "ValidationError"):
            parts.pop(name, None)
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                if method == "post":
                    operation.setdefault("parameters", []).append(_KEY)
                    operation["responses"] |= {"409": {}, "422": {}}
                _describe(operation)
        app.openapi_schema = schema
    return app.openapi_schema


def _describe(operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    common = {"401", "403", "421", "429", "500", "503"}  # the first two and 429 where a key is needed
    if "requestBody" in operation:
        common |= {"400", "413", "422"}
    if "application/json" in operation.get("requestBody", {}).get("content", {}):
        common.add("415")
    for status in sorted({*(status for status in responses if status[0] in "45"), *common}):
        responses[status] = {"description": HTTPStatus(int(status)).phrase, "content": content}
