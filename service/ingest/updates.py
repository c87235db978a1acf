"""What a record says of retractions and corrections: of other papers as their notice, or, on a paper, of itself."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from service.errors import InvalidPaperId
from service.ingest.json_values import is_list, is_object
from service.papers import Status, gravest, named_status, parse_id, updated_status

# https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/
_NAMES: Final = ("DOI", "doi")
_MOST: Final = 1_000  # papers of which one record is read as a notice


def read_updates(value: object) -> tuple[dict[str, Status], bool]:
    """What Crossref's `update-to` makes of which paper, by its canonical id, and whether every entry makes something.

    Our own form is read as well: an object with a status by each id.
    """
    found: dict[str, Status] = {}
    entries = _entries(value)
    whole = True
    for name, status in islice(entries, _MOST):
        paper_id = _parsed(name)
        if paper_id is None or status in {None, Status.ACTIVE}:
            whole = False
        elif worse := gravest((status, found.get(paper_id))):
            found[paper_id] = worse
    return found, whole and next(entries, None) is None


def read_own_status(value: object) -> tuple[Status | None, bool]:
    """What Crossref's `updated-by` says of the paper itself, and whether it lists kinds of update, known or not."""
    kinds = [kind for entry in _listed(value) if is_object(entry) and isinstance(kind := entry.get("type"), str)]
    return gravest(map(updated_status, kinds)), bool(kinds)


def _entries(value: object) -> Iterator[tuple[object, Status | None]]:
    if is_object(value) and "type" not in value:
        yield from ((name, named_status(said) if isinstance(said, str) else None) for name, said in value.items())
        return
    for entry in _listed(value):
        kind = entry.get("type") if is_object(entry) else None
        name = next((entry[key] for key in _NAMES if entry.get(key)), None) if is_object(entry) else None
        yield name, updated_status(kind) if isinstance(kind, str) else None


def _listed(value: object) -> list[object]:
    """The entries; one alone may stand without a list."""
    return value if is_list(value) else [value]


def _parsed(name: object) -> str | None:
    try:
        return parse_id(name) if isinstance(name, str) else None
    except InvalidPaperId:
        return None
