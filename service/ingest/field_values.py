"""Values of fields in the shapes that others give them: text, lists of names, links, ids."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from service.errors import InvalidPaperId
from service.ingest.json_values import is_empty, is_list, is_object
from service.papers import parse_id

_TEXT_KEYS: Final = ("text", "value", "#text", "title", "description")
_CATEGORY_KEYS: Final = ("category", "display_name", "name", "term", "value")
_VENUE_KEYS: Final = ("name", "display_name", "title", "text", "value")
_VENUE_PLACES: Final = ("source", "venue", "journal")
_URL_KEYS: Final = ("url", "URL", "href", "@href", "value")
_ID_TYPES: Final = ("type", "scheme", "idtype", "IdType", "name")
_ID_VALUES: Final = ("value", "id", "identifier", "text", "#text")
_ARXIV_CATEGORY = re.compile(
    r"(?:astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin|nucl-(?:ex|th)|physics|"
    r"q-(?:bio|fin|alg)|quant-ph|stat)(?:\.[A-Za-z-]{2,17})?"
)
_MAX_WORDS = 50_000  # of an abstract that comes as an index
_VERSION = re.compile(r"[vV]?([1-9]\d{0,3})")


def read_text(value: object) -> str | None:
    """Text; of a list its texts one after the other, of an inverted index (OpenAlex) the words in their places."""
    if isinstance(value, str):
        return value
    if is_list(value):
        parts = [read_text(part) for part in value if not is_empty(part)]
        return " ".join(part for part in parts if part) if None not in parts else None
    if is_object(value):
        text = next((found for key in _TEXT_KEYS if isinstance(found := value.get(key), str)), None)
        return text or _from_index(value)
    return None


def _from_index(index: Mapping[str, object]) -> str | None:
    places = {
        place: word
        for word, found in index.items()
        for place in (found if is_list(found) else ())
        if isinstance(place, int) and 0 <= place < _MAX_WORDS
    }
    return " ".join(places[place] for place in sorted(places)) or None


def read_names(value: object) -> tuple[list[str], bool]:
    """Categories from a list, a text or objects with a name, and whether each entry gave one."""
    if isinstance(value, str):
        return _split(value), True
    if not is_list(value):
        return [], False
    names = [_name(entry) for entry in value]
    return [name for name in names if name], all(name is not None for name in names)


def _split(text: str) -> list[str]:
    """Names between commas or semicolons; between spaces only what arXiv calls its categories."""
    words = text.split()
    parts = words if len(words) > 1 and all(map(_ARXIV_CATEGORY.fullmatch, words)) else re.split(r"[,;|]", text)
    return [part.strip() for part in parts if part.strip()]


def _name(entry: object) -> str | None:
    if is_object(entry):
        entry = next((entry[key] for key in _CATEGORY_KEYS if entry.get(key)), None if not is_empty(entry) else "")
        return entry if isinstance(entry, str) else None
    return entry.strip() if isinstance(entry, str) else "" if entry is None else None


def read_venue(value: object) -> str | None:
    """The name of a venue from text, the first of a list, or an object that has a name or a source with one."""
    if isinstance(value, str):
        return value.strip()
    if is_object(value):
        named = next((found for key in _VENUE_KEYS if isinstance(found := value.get(key), str)), None)
        return named or next((read_venue(value[key]) for key in _VENUE_PLACES if is_object(value.get(key))), None)
    return read_venue(value[0]) if is_list(value) and value else None


def read_link(value: object) -> str | None:
    """A web address from text, an object that has one, or the first of a list; not yet checked."""
    if isinstance(value, str):
        return value.strip()
    if is_object(value):
        return next((found for key in _URL_KEYS if isinstance(found := value.get(key), str)), None)
    return read_link(value[0]) if is_list(value) and value else None


def read_id(value: object) -> str | None:
    """One id as text; a whole number is one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(int(value)) if abs(value) < 10**18 and value == int(value) else None
    return value.strip() if isinstance(value, str) else None


def read_ids(value: object) -> tuple[dict[str, str], bool]:
    """Ids by their scheme from an object, a list of pairs or of ids, or one id; and whether all were read."""
    found: dict[str, str] = {}
    whole = True
    for scheme, given in _pairs(value):
        if is_empty(given):
            continue
        text = read_id(given)
        pair = one_id(scheme, text) if text else None
        if pair is None:
            whole = False
        else:
            found.setdefault(*pair)
    return found, whole


def _pairs(value: object) -> Iterator[tuple[str | None, object]]:
    if is_list(value):
        for entry in value:
            if is_object(entry) and (named := _named_id(entry)):
                yield named
            else:
                yield from _pairs(entry)
    elif is_object(value):
        named = _named_id(value) if len(value) == 2 else None
        yield from [named] if named else value.items()
    else:
        yield None, value


def _named_id(entry: Mapping[str, object]) -> tuple[str, object] | None:
    scheme = next((entry[key] for key in _ID_TYPES if isinstance(entry.get(key), str)), None)
    local = next((entry[key] for key in _ID_VALUES if entry.get(key)), None)
    return (scheme, local) if isinstance(scheme, str) and local is not None else None


def one_id(scheme: str | None, text: str) -> tuple[str, str] | None:
    """The scheme, and the id without it when it stands before it or in a link; without a scheme the id must tell."""
    if scheme is not None and ":" not in text:
        return scheme, text
    try:
        known, _, local = parse_id(text if scheme is None else _schemed(scheme, text)).partition(":")
    except InvalidPaperId:
        return None if scheme is None else (scheme, text)
    if scheme is None:
        return None if known == "local" else (known, local)
    return (scheme, local) if known == scheme.lower() else (scheme, text)


def _schemed(scheme: str, text: str) -> str:
    is_said = text.lower().startswith((f"{scheme.lower()}:", "http://", "https://"))
    return text if is_said else f"{scheme}:{text}"


def read_version(value: object) -> int | None:
    """A version as a number or as text such as v2."""
    text = read_id(value)
    found = _VERSION.fullmatch(text) if text else None
    return int(found[1]) if found else None
