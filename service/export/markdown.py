"""Markdown: a paper as a line of a list of readings."""

import re
from typing import Final

from service.export.entry import Entry

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")
_NAMED: Final = 3  # authors


def markdown(entry: Entry) -> str:
    """The title, a link where there is a page of the paper, authors and year."""
    paper = entry.paper
    pages = (link for name, link in paper.public["links"].items() if not name.endswith("_search"))
    address = paper.url or next(pages, None)
    title = _SIGNS.sub(r"\\\1", paper.title)
    authors = ", ".join(paper.authors[:_NAMED]) + (" et al." if len(paper.authors) > _NAMED else "")
    facts = [_SIGNS.sub(r"\\\1", authors), (paper.published_text or "")[:4]]
    said = f"[{title}]({address.replace(')', '%29').replace('(', '%28')})" if address else title
    return ". ".join([said, *filter(None, facts)])
