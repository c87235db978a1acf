"""The version that a pasted arXiv id names, which its canonical form leaves out."""

import re

_VERSION = re.compile(r"v([1-9]\d{0,3})(?!\d)", re.IGNORECASE | re.ASCII)


def version_in(given: str, canonical: str) -> int | None:
    """The 2 of `2106.15928v2`, given any form of an id and its canonical one; None where none is named."""
    scheme, _, local = canonical.partition(":")
    if scheme != "arxiv":
        return None
    number = local.rpartition("/")[2]
    place = given.find(number)
    while place >= 0:
        if found := _VERSION.match(given, place + len(number)):
            return int(found[1])
        place = given.find(number, place + 1)
    return None
