"""What a file is in, by how it begins."""

import re
from collections.abc import Sequence
from typing import Final

from service.errors import IngestError
from service.ingest import csv_table, huggingface, id_list
from service.ingest.json_list import LISTS

_AROUND_A_LIST = re.compile(rf'"(?:{"|".join(LISTS)}|message|response)"\s*:\s*[\[{{]')
_TITLE = re.compile(r'"title"\s*:', re.IGNORECASE)
_CSL = re.compile(
    r'"type"\s*:\s*"(?:article-journal|article-magazine|paper-conference|article|book|chapter|thesis|report|webpage|'
    r'manuscript|post-weblog|dataset|document|entry-encyclopedia|software)"'
)
_CSL_FIELDS = re.compile(
    r'"(?:issued|container-title|citation-key|accessed|title-short)"\s*:|"author"\s*:\s*\[\s*\{\s*"(?:family|given|literal)"'
)
_BIBTEX = re.compile(r"^\s*@\w+[ \t]*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\s*TY  ?-", re.MULTILINE)
_HTML = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
_OTHERS: Final = (
    (b"PK\x03\x04", "it is a zip archive: unpack it first"),
    (b"%PDF", "it is a PDF: send what its library says of it, as BibTeX or RIS"),
    (b"SQLite format 3", "it is a database: export the library as BibTeX, RIS or CSL-JSON"),
)


def detected_format(head: bytes, formats: Sequence[str]) -> str:
    """The format of a file that begins so; raises IngestError when it is none of ours, or the file is empty."""
    for mark, what in _OTHERS:
        if head.startswith(mark):
            raise IngestError(f"the file is in no format we know: {what}.")
    text = head.decode("utf-8", "replace").lstrip()
    if not text:
        raise IngestError("the file is empty.")
    if text[0] in "[{":
        return _json_format(text)
    if _HTML.match(text):
        raise IngestError("the file is in no format we know: it is a web page; export the list instead.")
    if found := _format_of_text(text):
        return found
    raise IngestError(f"the file is in no format we know; the formats are {', '.join(formats)}.")


def _json_format(text: str) -> str:
    if text.startswith("{") and _is_json_lines(text):
        return "jsonl"
    return "csl-json" if _CSL.search(text) and _CSL_FIELDS.search(text) else "json"


def _format_of_text(text: str) -> str | None:
    if text.startswith("<"):
        return "xml"
    if huggingface.PAGE_BANNER in text[:4_096]:
        return "hf-page"
    if csv_table.has_header(text):
        return "csv"
    bibtex, ris = _BIBTEX.search(text), _RIS.search(text)
    if bibtex and not (ris and ris.start() < bibtex.start()):
        return "bibtex"
    if ris:
        return "ris"
    return "ids" if id_list.is_one(text) else None


def _is_json_lines(text: str) -> bool:
    """Whether each line is an object, and not one object the whole file, or a list in one."""
    first, _, rest = text.partition("\n")
    around = _AROUND_A_LIST.search(first)
    title = _TITLE.search(first)
    if around and not (title and title.start() < around.start()):
        return False
    return first.rstrip().endswith("}") or rest.lstrip().startswith("{") or not rest
