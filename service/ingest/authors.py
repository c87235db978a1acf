"""Authors as they are written: lists of names or of objects, or all of them in one text."""

import re
from collections.abc import Iterator
from typing import Final

from service.ingest.json_values import is_empty, is_list, is_object

_GIVEN: Final = ("given", "firstName", "first_name", "first", "given_name", "forename", "ForeName", "givenName")
_MIDDLE: Final = ("middle", "middle_name", "middleName")
_PARTICLES: Final = ("dropping-particle", "non-dropping-particle")
_FAMILY: Final = ("family", "lastName", "last_name", "last", "family_name", "surname", "LastName", "familyName")
_SUFFIX: Final = ("suffix",)
_WHOLE: Final = (
    "name", "literal", "display_name", "full_name", "fullName", "fullname", "raw_author_name", "author_name", "text",
    "CollectiveName", "#text",
)  # fmt: skip
_INNER: Final = ("author", "authors", "person")
_READ: Final = frozenset({*_GIVEN, *_MIDDLE, *_PARTICLES, *_FAMILY, *_SUFFIX, *_WHOLE, *_INNER})
_STRUCTURE: Final = frozenset({
    "sequence", "author_position", "position", "order", "index", "type", "@type", "nameType", "name_type",
    "comma-suffix", "static-ordering", "parse-names",
})  # fmt: skip
"""What says how names are written or in which order, and nothing of a person."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_OTHERS = re.compile(r",?\s+(?:et\s+al\b\.?|and others)\s*$", re.IGNORECASE)
_SIGNS = r"[^\s<>()\[\],;@.]{1,63}"
_ADDRESS = re.compile(
    rf"(?<![^\s<>()\[\],;])[<(\[]?{_SIGNS}(?:\.{_SIGNS}){{0,8}}@{_SIGNS}(?:\.{_SIGNS}){{1,8}}"
    r"(?:[>)\]]|\s{1,3}\([^()]{0,100}\))?"
)
"""An address of e-mail, with the name that stands in brackets behind it in feeds, where it is mostly that of a desk."""
_AND = re.compile(r",?\s+(?:and|&|und|et)\s+", re.IGNORECASE)


def read_authors(value: object) -> tuple[list[str], bool]:
    """The names in order, and whether all that was written is a name. Empty entries are no names, and no loss."""
    if isinstance(value, str):
        named = _OTHERS.sub("", _without_addresses(value))
        return _from_text(named), named == value
    if is_object(value):
        inner = next((value[key] for key in _INNER if value.get(key)), None)
        return read_authors(inner) if is_list(inner) else read_authors([value])
    if not is_list(value):
        return [], False
    names: list[str] = []
    whole = True
    for entry in value:
        name = read_name(entry)
        whole = whole and name is not None
        if name:
            names.append(name)
    return names, whole


def unread_parts(value: object, within: str) -> Iterator[str]:
    """Fields of authors that say more than a name, such as `author[].ORCID` where `within` is `author`."""
    for entry in value if is_list(value) else ():
        if is_object(entry):
            yield from _parts_of(entry, f"{within}[]")


def _parts_of(entry: dict[str, object], within: str) -> Iterator[str]:
    for name, value in entry.items():
        if name in _INNER and is_object(value):
            yield from _parts_of(value, f"{within}.{name}")
        elif name not in _READ and name not in _STRUCTURE and not is_empty(value):
            yield f"{within}.{name}"


def read_name(entry: object) -> str | None:
    """One name; empty when there is nothing in the entry, None when there is something that is no name."""
    if entry is None:
        return ""
    if isinstance(entry, str):
        name = " ".join(_without_addresses(entry).split())
        return name or (None if entry.strip() else "")
    if is_list(entry):  # arXiv's [family, given, suffix]
        parts = [part for part in entry if isinstance(part, str)]
        return " ".join(" ".join([*parts[1:2], *parts[:1], *parts[2:]]).split()) if len(parts) == len(entry) else None
    if not is_object(entry):
        return None
    return _from_object(entry)


def _without_addresses(text: str) -> str:
    """Names without addresses of e-mail, which are no names: no author is better than a wrong one."""
    return _ADDRESS.sub(" ", text).strip(" ,;") if "@" in text else text


def _from_object(entry: dict[str, object]) -> str | None:
    if any(_text(entry, (key,)) for key in _FAMILY):
        parts = (_text(entry, keys) for keys in (_GIVEN, _MIDDLE))
        particles = (_text(entry, (key,)) for key in _PARTICLES)
        return " ".join(filter(None, (*parts, *particles, _text(entry, _FAMILY), _text(entry, _SUFFIX))))
    if whole := _text(entry, (*_WHOLE, *_INNER, *_GIVEN)):
        return whole
    inner = next((entry[key] for key in _INNER if is_object(entry.get(key))), None)
    if inner is not None:
        return read_name(inner)
    return None if any(entry.values()) else ""


def _text(entry: dict[str, object], keys: tuple[str, ...]) -> str:
    return next(
        (" ".join(text.split()) for key in keys if isinstance(text := entry.get(key), str) and text.strip()), ""
    )


def _from_text(text: str) -> list[str]:
    """The names of a text with semicolons, line ends, "and" or commas between them; "Brandt, Felix" is one name."""
    line = " ".join(text.split())
    if not any(sign in line for sign in ",;") and not _AND.search(line):
        return _filled([" ".join(name.split()) for name in text.splitlines()])
    if ";" in line:
        return _filled(line.split(";"))
    by_and = _filled(iter(_AND.split(line)))
    if len(by_and) > 1 and all(name.count(",") == 1 and _is_family_first(name) for name in by_and):
        return by_and  # BibTeX: Lindqvist, Per and Berg, Anne
    if len(by_and) == 1 and line.count(",") == 1 and _is_family_first(line):
        return by_and
    return [name for part in by_and for name in _by_commas(part)]


def _is_family_first(name: str) -> bool:
    """Whether it is "Family, Given" and not two names with a comma between, which both have a space in them."""
    family, _, given = name.partition(",")
    return " " not in family.strip() or " " not in given.strip()


def _by_commas(text: str) -> list[str]:
    """Split at commas, but for one before Jr. or III, and those of "Smith, J., Doe, A."."""
    names = _filled(re.split(r",(?!\s*(?:Jr|Sr|I{1,3}|IV|M\.?D|Ph\.?D)\b\.?)", text))
    if len(names) % 2 == 0 and all(map(_INITIALS.fullmatch, names[1::2])):
        return [f"{family}, {initials}" for family, initials in zip(names[::2], names[1::2], strict=True)]
    return names


def _filled(names: list[str] | Iterator[str]) -> list[str]:
    return [stripped for name in names if (stripped := name.strip())]
