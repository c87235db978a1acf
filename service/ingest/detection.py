"""What a file is in, by how it begins."""

import re
from collections.abc import Sequence

from service.errors import IngestError
from service.ingest import huggingface
from service.ingest.json_list import LISTS

_AROUND_A_LIST = re.compile(rf'"(?:{"|".join(LISTS)}|message|response)"\s*:\s*[\[{{]')
_TITLE = re.compile(r'"title"\s*:', re.IGNORECASE)


def detected_format(head: bytes, formats: Sequence[str]) -> str:
    """The format of a file that begins so; raises IngestError when it is none of ours, or the file is empty."""
    text = head.decode("utf-8", "replace").lstrip()
    if not text:
        raise IngestError("the file is empty.")
    if text.startswith("["):
        return "json"
    if text.startswith("{"):
        return "jsonl" if _is_json_lines(text) else "json"
    if huggingface.PAGE_BANNER in text:
        return "hf-page"
    raise IngestError(f"the file is in no format we know; the formats are {', '.join(formats)}.")


def _is_json_lines(text: str) -> bool:
    """Whether each line is an object, and not one object the whole file, or a list in one."""
    first, _, rest = text.partition("\n")
    around = _AROUND_A_LIST.search(first)
    title = _TITLE.search(first)
    if around and not (title and title.start() < around.start()):
        return False
    return first.rstrip().endswith("}") or rest.lstrip().startswith("{") or not rest
