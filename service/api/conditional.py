"""An answer that a reader who has it already is not sent again (RFC 9110, section 13).

It is known by its tag alone: of what goes as well as comes, no date says when it last changed.
"""

import hashlib
import re
from typing import Final

from fastapi import Request, Response

_TAGS = re.compile(r'(?:W/)?"([^"]*)"')
_ALWAYS: Final = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


def conditional(request: Request, body: bytes, media_type: str) -> Response:
    """The body, or 304 to somebody who has it."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', **_ALWAYS}
    named = request.headers.getlist("if-none-match")
    if any(each.strip() == "*" or tag in _TAGS.findall(each) for each in named):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
