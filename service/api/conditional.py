"""An answer that a reader who has it already is not sent again (RFC 9110, section 13)."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from fastapi import Request, Response
from starlette.datastructures import Headers

_TAGS = re.compile(r'(?:W/)?"([^"]*)"')
_ALWAYS: Final = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


def conditional(request: Request, body: bytes, media_type: str, changed_at: datetime) -> Response:
    """The body, or 304 to somebody who has it; `changed_at` is when what it says last changed."""
    tag, changed = hashlib.sha256(body).hexdigest()[:32], changed_at.astimezone(UTC).replace(microsecond=0)
    headers = {"ETag": f'"{tag}"', "Last-Modified": format_datetime(changed, usegmt=True), **_ALWAYS}
    if _is_there(request.headers, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _is_there(headers: Headers, tag: str, changed: datetime) -> bool:
    """Whether the reader has the body; a date counts only where no tags are named."""
    if named := headers.getlist("if-none-match"):
        return any(each.strip() == "*" or tag in _TAGS.findall(each) for each in named)
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return changed <= (since if since.tzinfo else since.replace(tzinfo=UTC))
