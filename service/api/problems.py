"""One shape for every error: RFC 9457 problem documents that never echo what was sent."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from service.errors import FieldError, ServiceError
from service.text import clean

_LONGEST_NAME = 80
MEDIA_TYPE = "application/problem+json"


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


def install(app: FastAPI) -> None:
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
    problem = Problem(
        type=f"urn:paperlark:problem:{code}",
        title=title,
        status=status,
        detail=detail,
        instance=path,
        code=code,
        errors=[ProblemField(pointer=error.pointer, detail=error.detail) for error in errors],
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
    )
    return JSONResponse(problem.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def of_error(path: str, error: ServiceError) -> JSONResponse:
    """The problem document of one of our own errors."""
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return answer(
        path,
        status=error.status,
        code=error.code,
        title=error.title,
        detail=error.detail,
        errors=error.errors,
        headers=headers,
    )


def of_crash() -> JSONResponse:
    """The problem document of an error that nobody foresaw; it tells the caller nothing but the request id."""
    return answer(
        "/",
        status=500,
        code="internal_error",
        title="Internal error",
        detail="Something went wrong here; the log line of this request id has the cause.",
    )


def _service_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ServiceError)  # noqa: S101  # by registration
    return of_error(_path(request), error)


def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # by registration
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return answer(
            _path(request), status=400, code="not_json", title="Not JSON", detail="The request body is not valid JSON."
        )
    errors = tuple(FieldError(_pointer(fault["loc"]), _message(fault)) for fault in faults[:20])
    detail = "; ".join(f"{fault.pointer or 'body'}: {fault.detail}" for fault in errors[:3])
    return answer(_path(request), status=422, code="invalid_input", title="Invalid input", detail=detail, errors=errors)


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # by registration
    status = HTTPStatus(error.status_code)
    return answer(
        _path(request),
        status=status,
        code=status.phrase.lower().replace(" ", "_"),
        title=status.phrase,
        detail=status.description or status.phrase,
        headers=dict(error.headers or {}),
    )


def _path(request: Request) -> str:
    route = request.scope.get("route")
    return getattr(route, "path", None) or "/"  # the template: an echoed path could carry anything


def _pointer(location: tuple[int | str, ...]) -> str:
    # An unknown field's name is the caller's own text: what is hidden or endless in it does not come back.
    names = (clean(str(part))[:_LONGEST_NAME] for part in location if part != "body")
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in names)


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
            for operation in operations.values():
                _describe(operation["responses"])
        app.openapi_schema = schema
    return app.openapi_schema


def _describe(responses: dict[str, Any]) -> None:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in {*(s for s in responses if s[0] in "45"), "400", "413", "422", "503"}:
        responses[status] = {"description": HTTPStatus(int(status)).phrase, "content": content}
