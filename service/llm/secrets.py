"""What a server says, fit for a log: without keys, whatever it makes of them, and on one line."""

import html
import json
import os
import re
from collections.abc import Sequence
from urllib.parse import quote

from service.text import visible

_MOST = 300  # characters
_HIDDEN = "***"
_KEY_NAMES = ("_KEY", "_TOKEN", "_SECRET")
_AFTER_A_WORD = re.compile(
    r"\b((?:authorization|bearer|basic|api[-_ ]?key(?: provided)?|token)\b[\"']?\s*[:=]?\s*[\"']?"
    r"(?:(?:bearer|basic)\s+)?)(?<=[\s:=\"'])\S+",
    re.IGNORECASE,
)
_KEY_LIKE = re.compile(r"\b(?:sk|pk|gsk|xai|hf|key)[-_][\w-]{6,}|\b(?=\w*\d)(?=\w*[A-Za-z])\w{20,}")


def without_secrets(said: str, keys: Sequence[str]) -> str:
    """The first words of what was said, without these keys, those of the environment, and what looks like one."""
    environment = [value for name, value in os.environ.items() if name.endswith(_KEY_NAMES)]
    for key in filter(None, [*keys, *environment]):
        for form in {key, json.dumps(key)[1:-1], html.escape(key), quote(key, safe=""), repr(key)[1:-1]}:
            said = re.sub(re.escape(form), _HIDDEN, said, flags=re.IGNORECASE)
    said = _KEY_LIKE.sub(_HIDDEN, _AFTER_A_WORD.sub(rf"\1{_HIDDEN}", said))
    return visible(said[:_MOST])
