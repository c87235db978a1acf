"""The version that a pasted arXiv id names, which its canonical form leaves out."""

import re

_VERSIONED = re.compile(r"\dv[1-9]", re.IGNORECASE | re.ASCII)  # compiled once, other than what names the number


def version_in(given: str, canonical: str) -> int | None:
    """The 2 of `2106.15928v2`, given any form of an id and its canonical one; None where none is named."""
    scheme, _, local = canonical.partition(":")
    if scheme != "arxiv":
        return None
    if not _VERSIONED.search(given):
        return None
    number = re.escape(local.rpartition("/")[2])
    match = re.search(rf"{number}v([1-9]\d{{0,3}})(?!\d)", given, re.IGNORECASE | re.ASCII)
    return int(match[1]) if match else None
