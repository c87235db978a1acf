"""Server-sent events: what streams of them have in common."""

from collections.abc import AsyncIterator

from fastapi import Request
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel

STREAM = "text/event-stream"
HEARTBEAT_S = 10.0
DOCUMENTED = {"content": {STREAM: {"schema": {"type": "string"}}}}


def wanted(request: Request) -> bool:
    """Whether the client would rather have a stream."""
    return STREAM in request.headers.get("accept", "")


def event(name: str, data: BaseModel, mark: str | None = None) -> bytes:
    """One event; a client that was cut off comes back with the `mark` of the last one it has seen."""
    return format_sse_event(data_str=data.model_dump_json(), event=name, id=mark)


def streamed(events: AsyncIterator[bytes]) -> StreamingResponse:
    """The events as a response that nobody keeps."""
    return StreamingResponse(events, media_type=STREAM, headers={"Cache-Control": "no-store"})
