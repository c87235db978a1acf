"""A paper: what we know of one, the forms of its ids, and what makes two records equal.

Pure: nothing here knows whether a paper exists, but for `Merging`, which is told.
"""

from service.papers.identifiers import mint_id, parse_id
from service.papers.known_ids import known_ids
from service.papers.matching import title_key
from service.papers.merging import MOST_TWINS, Kept, KeptPaper, Merge, Merging, Outcome, Received
from service.papers.paper import Paper, Source, make_paper

__all__ = [
    "MOST_TWINS",
    "Kept",
    "KeptPaper",
    "Merge",
    "Merging",
    "Outcome",
    "Paper",
    "Received",
    "Source",
    "known_ids",
    "make_paper",
    "mint_id",
    "parse_id",
    "title_key",
]
