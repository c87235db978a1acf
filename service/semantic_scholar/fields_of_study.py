"""Semantic Scholar's fields of study, and the archives of arXiv that belong to each.

The groups are those of https://arxiv.org/category_taxonomy; Semantic Scholar has no field for statistics, quantitative
finance or systems science, which stand with the nearest one.
"""

from collections.abc import Iterable, Sequence
from typing import Final

_ARCHIVES: Final = {
    "Computer Science": ("cs",),
    "Medicine": (),
    "Chemistry": (),
    "Biology": ("q-bio",),
    "Materials Science": (),
    "Physics": (
        "physics", "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin",
        "nucl-ex", "nucl-th", "quant-ph",
    ),
    "Geology": (),
    "Psychology": (),
    "Art": (),
    "History": (),
    "Geography": (),
    "Sociology": (),
    "Business": (),
    "Political Science": (),
    "Economics": ("econ", "q-fin"),
    "Philosophy": (),
    "Mathematics": ("math", "stat"),
    "Engineering": ("eess",),
    "Environmental Science": (),
    "Agricultural and Food Sciences": (),
    "Education": (),
    "Law": (),
    "Linguistics": (),
}  # fmt: skip
_FIELD_OF: Final = {archive: field for field, archives in _ARCHIVES.items() for archive in archives}

FIELDS_OF_STUDY: Final = tuple(_ARCHIVES)


def fields_of_study(categories: Iterable[str]) -> list[str]:
    """The fields that a paper's categories belong to, each once and in order."""
    fields = (each if each in _ARCHIVES else _FIELD_OF.get(each.partition(".")[0]) for each in categories)
    return [field for field in dict.fromkeys(fields) if field]


def categories_of(field: str) -> Sequence[str]:
    """The categories by which a paper belongs to a field, `cs.*` for those of an archive."""
    return [field, *(name for archive in _ARCHIVES[field] for name in (archive, f"{archive}.*"))]
