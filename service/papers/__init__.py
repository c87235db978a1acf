"""A paper: what we know of one, the forms of its ids, and what makes two records equal.

Pure: nothing here knows whether a paper exists, but for `Merging`, which is told.
"""

from service.papers.identifiers import is_public, mint_id, parse_id
from service.papers.known_ids import known_ids
from service.papers.matching import title_key, wrote
from service.papers.merging import MOST_TWINS, Kept, KeptPaper, Merge, Merging, Offer, Outcome, Received, possible_ids
from service.papers.paper import MAX_NAME, MAX_NAMES, MAX_TITLE, Paper, Precision, Source, iso_text, make_paper
from service.papers.remainder import REMAINDER, pack, unpack
from service.papers.status import GONE, Status, gravest, named_status, updated_status
from service.papers.venues import is_proceedings, venue_key

__all__ = [
    "GONE",
    "MAX_NAME",
    "MAX_NAMES",
    "MAX_TITLE",
    "MOST_TWINS",
    "REMAINDER",
    "Kept",
    "KeptPaper",
    "Merge",
    "Merging",
    "Offer",
    "Outcome",
    "Paper",
    "Precision",
    "Received",
    "Source",
    "Status",
    "gravest",
    "is_proceedings",
    "is_public",
    "iso_text",
    "known_ids",
    "make_paper",
    "mint_id",
    "named_status",
    "pack",
    "parse_id",
    "possible_ids",
    "title_key",
    "unpack",
    "updated_status",
    "venue_key",
    "wrote",
]
