"""Which fields of a paper somebody asks for: `title,authors.name`."""

import re
from collections.abc import Mapping
from typing import Final

from service.errors import BadInput
from service.semantic_scholar.schemas import AuthorOut, Camel, PaperOut

Fields = Mapping[str, frozenset[str]]
"""The names of fields, each with the names of what is wanted within it."""

_DEFAULT: Final = {"authors": {"name"}}  # what is shown within a field that is named without more
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_MOST_NAMED = 20


def _names(model: type[Camel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


_PAPER: Final = _names(PaperOut)
_WITHIN: Final = {
    "authors": _names(AuthorOut),
    "citations": _PAPER,
    "references": _PAPER,
    "embedding": frozenset({"specter_v1", "specter_v2"}),
    "citationStyles": frozenset({"bibtex"}),
}


def parse_fields(text: str | None) -> Fields:
    """The fields in a list with commas between; spaces around a name do not matter. The id is always among them.

    Raises BadInput that names each one that Semantic Scholar does not have.
    """
    asked = [name for part in (text or "").split(",") if (name := part.strip())] or ["title"]
    found: dict[str, set[str]] = {"paperId": set()}
    unknown = list[str]()
    for name in dict.fromkeys(asked):
        top, dot, within = name.partition(".")
        if top not in _PAPER or (dot and within not in _WITHIN.get(top, ())):
            unknown.append(name if _NAME.fullmatch(name) else "?")  # another one's text does not come back
        else:
            found.setdefault(top, set()).update({within} if dot else _DEFAULT.get(top, ()))
    if unknown:
        raise BadInput(f"Unrecognized or unsupported fields: [{', '.join(unknown[:_MOST_NAMED])}]")
    return {top: frozenset(within) for top, within in found.items()}
