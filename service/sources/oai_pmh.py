"""One answer of an OAI-PMH server, read: https://www.openarchives.org/OAI/openarchivesprotocol.html."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from service.errors import IngestError
from service.ingest import whole_elements
from service.sources.http import Answer, Unreadable

_NAMES: Final = frozenset({"responseDate", "error", "header", "resumptionToken"})
_SAID = 200  # characters of an error that are shown


@dataclass(frozen=True, slots=True)
class OaiList:
    """An answer to ListRecords.

    `answered` is the day on which it was made, which may be long ago where something in between keeps answers.
    `datestamps` are the days on which the records were last changed, in their order, also of deleted ones. `token` asks
    for the next answer, and is empty in the last one. `error` is the server's code, None of an answer with records.
    """

    body: bytes
    answered: date | None
    datestamps: tuple[date, ...]
    token: str
    expected: int
    error: str | None
    message: str


def read_list(answer: Answer) -> OaiList:
    """The answer; raises Unreadable for what is no answer of such a server, or only the beginning of one."""
    try:
        found = whole_elements(answer.body, _NAMES)
    except IngestError as error:
        raise Unreadable(f"it is no OAI-PMH, or was cut short ({error.detail.rstrip('.')})") from None
    error = next((each for each in found if each.tag == "error"), None)
    headers = [each for each in found if each.tag == "header"]
    token = next((each for each in found if each.tag == "resumptionToken"), None)
    if error is None and not headers:
        raise Unreadable("it is no OAI-PMH, or has neither records nor an error")
    return OaiList(
        body=answer.body,
        answered=_day(next((each.text for each in found if each.tag == "responseDate"), None)),
        datestamps=tuple(day for each in headers if (day := _day(each.findtext("datestamp")))),
        token=(token.text or "").strip() if token is not None else "",
        expected=_number(token),
        error=None if error is None else error.get("code", "unknown"),
        message="" if error is None else " ".join((error.text or "").split())[:_SAID],
    )


def _day(text: str | None) -> date | None:
    """The day of a moment in UTC as the protocol writes it."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _number(token: Element | None) -> int:
    text = "" if token is None else token.get("completeListSize", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
