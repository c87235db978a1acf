"""What arXiv's feeds put around a title and before an abstract; https://info.arxiv.org/help/rss_specifications.html."""

import re

_ANNOUNCED = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*\S+\s*(?:Abstract:\s*)?", re.IGNORECASE)
_STAMP = re.compile(r"\s*\(arXiv:[^()]{1,100}\)(?:\s*UPDATED!?)?\s*$")  # what older feeds put behind a title


def announced_title(title: str) -> str:
    """The title without the id and the category in brackets behind it."""
    return _STAMP.sub("", title)


def announced_abstract(description: str) -> str:
    """The abstract without the line that announces it."""
    return _ANNOUNCED.sub("", description)
