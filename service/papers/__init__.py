"""A paper: what we know of one, the forms of its ids, and what makes two records equal.

Pure: nothing here knows whether a paper exists.
"""

from service.papers.identifiers import parse_id
from service.papers.paper import MAX_NAME, MAX_NAMES, MAX_TITLE, Paper, Precision, Source, iso_text, make_paper
from service.papers.status import GONE, Status, named_status, updated_status

__all__ = [
    "GONE",
    "MAX_NAME",
    "MAX_NAMES",
    "MAX_TITLE",
    "Paper",
    "Precision",
    "Source",
    "Status",
    "iso_text",
    "make_paper",
    "named_status",
    "parse_id",
    "updated_status",
]
