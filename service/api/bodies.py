"""JSON bodies: bounded before they are parsed, and large ones read beside the event loop."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from service.api.json_values import measure_json
from service.api.problems import says_json
from service.api.services import Services
from service.errors import BadInput, FieldError

_SMALL = 2**14  # bytes, read sooner than a thread is asked to
_LONGEST = 2**20  # bytes of one text: to decode one keeps the interpreter, and no field takes so much
_MOST_FIELDS = 100  # of one object, known ones and others
# One thread: who parses holds the interpreter, and of several that wait for it the event loop would be one.
_READER = ThreadPoolExecutor(1, "bodies")


class JSONRoute(APIRoute):
    """A route whose large bodies are parsed and validated in a thread, and hold no more than `limits.values`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Hand a body that is read to the framework, which goes on from there."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if self.body_field and says_json(request) and len(body := await request.body()) > _SMALL:
                services = cast(Services, request.app.state.services)
                value = await asyncio.get_running_loop().run_in_executor(
                    _READER, self._read, body, services.settings.limits.values
                )
                request = _ReadRequest(request, body, value)
            return await answer(request)

        return handle

    def _read(self, body: bytes, most: int) -> object:
        assert self.body_field  # noqa: S101  # or it is not read
        size = measure_json(body)
        if size.longest > _LONGEST:
            raise _refused(f"a text in it has more than the limit of {_LONGEST:,} bytes.")
        if size.values > most:
            raise _refused(f"more than the limit of {most:,} names and values; see `limits.values` in /v1/meta.")
        value, faults = self.body_field.validate(_parsed(body), loc=("body",))
        if faults:
            raise RequestValidationError(faults)
        return value


class _ReadRequest(Request):
    """A request whose body has been read, and is the model that the route asks for."""

    def __init__(self, request: Request, body: bytes, value: object) -> None:
        super().__init__(request.scope, request.receive)
        self._content, self._value = body, value

    async def body(self) -> bytes:
        return self._content

    async def json(self) -> object:
        return self._value


def _parsed(body: bytes) -> object:
    try:
        text = body.decode("utf-8-sig")  # as it was measured; json would guess UTF-16 and UTF-32
        return json.loads(text, object_hook=_object, parse_int=_integer, parse_float=_float)
    except (ValueError, RecursionError):
        raise HTTPException(400) from None


def _object(fields: dict[str, object]) -> dict[str, object]:
    if len(fields) > _MOST_FIELDS:  # each one that we do not know would be a fault of its own
        raise _refused(f"an object in it has more than the limit of {_MOST_FIELDS} fields.")
    return fields


def _refused(detail: str) -> BadInput:
    return BadInput(f"body: {detail}", errors=(FieldError("", detail),))


# A long number takes its time: before each that Python converts, another thread may have its turn.
def _integer(digits: str) -> int:
    return int(digits)


def _float(digits: str) -> float:
    return float(digits)
