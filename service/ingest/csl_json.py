"""CSL-JSON, as Zotero, Mendeley and Crossref write it; its ids are keys of somebody's own and name no paper."""

from collections.abc import Iterator

from service.ingest.content import Content
from service.ingest.json_list import elements
from service.ingest.json_values import is_object
from service.ingest.reading import Diagnostic, Row
from service.ingest.records import parsed
from service.papers import REMAINDER


def parse(content: Content) -> Iterator[Row]:
    """One Row per item of the list."""
    for found in elements(content):
        yield found if isinstance(found, Diagnostic) else parsed(found[0], _record(found[1]), "csl-json")


def _record(item: object) -> object:
    """The item with its key beside its ids: two people may use one key."""
    if not is_object(item):
        return item
    record = {name: value for name, value in item.items() if name not in {"id", "citation-key"}}
    if is_object(custom := item.get("custom")) and REMAINDER in custom:
        return record | {REMAINDER: custom[REMAINDER], "custom": None}
    key = item.get("citation-key") or item.get("id")
    return record | {"external_ids": {"citation-key": key}} if key else record
