"""A paper: what we know of one, the forms of its ids, and what makes two records equal.

Pure: nothing here knows whether a paper exists.
"""

from service.papers.identifiers import parse_id
from service.papers.paper import Paper, Source, make_paper

__all__ = ["Paper", "Source", "make_paper", "parse_id"]
