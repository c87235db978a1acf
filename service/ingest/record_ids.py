"""The ids that one record gives its paper."""

from collections.abc import Iterator
from typing import Final

from service.errors import InvalidPaperId
from service.ingest.field_names import ID_FIELDS
from service.ingest.field_values import one_id, read_id, read_ids, read_text
from service.ingest.record_fields import RecordFields
from service.ingest.stray_ids import STRAY_ID_FIELDS, arxiv_id_in
from service.papers import MAX_NAME, parse_id

_NAMING: Final = frozenset({"arxiv", "doi", "corpusid"})  # schemes in external_ids that the id of a paper is taken from
_OPENALEX: Final = "https://openalex.org/"


def take_ids(fields: RecordFields, url: str | None) -> tuple[str | None, dict[str, str]]:
    """The id that the record gives, as it gives it, and its ids by their schemes.

    Where there is none, what the address says is one of the latter.
    """
    ids = _external_ids(fields)
    has_name = not _NAMING.isdisjoint(scheme.lower() for scheme in ids)
    chosen: tuple[str, str] | None = None
    for name, value in fields.take("id"):
        given, found = _readable_id(fields, name, value, ids)
        if found and has_name and fields.is_citation and found.startswith("local:"):
            ids.setdefault("citation-key", found.removeprefix("local:"))  # two people may use one key
        elif found and chosen is None:
            chosen = given, found
        elif found and chosen and found != chosen[1]:
            fields.not_kept.append(name)
    if chosen is None and not has_name and url and (linked := _parsed(url)):
        scheme, _, local = linked.partition(":")
        ids.setdefault(scheme, local)
    return chosen and chosen[0], ids


def _external_ids(fields: RecordFields) -> dict[str, str]:
    found: dict[str, tuple[str, str]] = {}  # by the scheme without case

    def keep(name: str, scheme: str, local: str) -> None:
        if len(scheme) > MAX_NAME or len(local) > MAX_NAME:
            fields.drop(name, f"an id has at most {MAX_NAME} characters")
        elif found.setdefault(scheme.lower(), (scheme, local))[1].lower() != local.lower():
            fields.not_kept.append(name)

    for name, scheme, local in (*_listed(fields), *_by_name(fields)):
        keep(name, scheme, local)
    if "arxiv" not in found and (stray := next(_stray_arxiv_ids(fields), None)):
        keep("arxiv", "arxiv", stray)
    return dict(found.values())


def _listed(fields: RecordFields) -> Iterator[tuple[str, str, str]]:
    """The name of the field, the scheme, and the id, of fields that hold several."""
    for name, value in fields.take("external_ids"):
        pairs, whole = read_ids(value)
        if not whole:
            fields.drop(name, "in part, for not every id could be read" if pairs else "it holds no id")
        yield from ((name, *pair) for pair in pairs.items())


def _by_name(fields: RecordFields) -> Iterator[tuple[str, str, str]]:
    """The same of fields that are called by a scheme."""
    for scheme in ID_FIELDS:
        for name, value in fields.take(scheme):
            text = read_id(value)
            if text and (pair := one_id(scheme, text)):
                yield name, *pair
            else:
                fields.drop(name, "it is no id")


def _stray_arxiv_ids(fields: RecordFields) -> Iterator[str]:
    """ArXiv ids that stand in fields for something else, which are left where they are."""
    for key in STRAY_ID_FIELDS:
        for _, value in fields.look(key):
            if found := arxiv_id_in(read_text(value) or ""):
                yield found


def _readable_id(fields: RecordFields, name: str, value: object, ids: dict[str, str]) -> tuple[str, str | None]:
    """The id as it is given, and its canonical form when it has one."""
    text = read_id(value) or ""
    if found := _parsed(text):
        return text, found
    if text.startswith(_OPENALEX):
        ids.setdefault("openalex", text.removeprefix(_OPENALEX)[:MAX_NAME])
    elif text.isascii() and text.isdigit() and len(text) <= 200:
        fields.change(name, "a bare number is kept as local: and the number")
        return f"local:{text}", f"local:{text}"
    else:
        fields.drop(name, "it is in no form of a paper id that we know" if text else "it is no id")
    return text, None


def _parsed(text: str) -> str | None:
    try:
        return parse_id(text)
    except InvalidPaperId:
        return None
