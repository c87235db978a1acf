"""arXiv ids where citation managers put them: in the name of the journal, a note, a number of a volume."""

import re

_ARXIV = re.compile(
    r"(?:\barxiv(?:\.org)?(?:\s+e-?print|\s+preprint)?\s*[:/ ]\s*(?:abs/|pdf/|arxiv:)*|\babs/)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,3})?)\b",
    re.IGNORECASE,
)


def arxiv_id_in(text: str) -> str | None:
    """The first arXiv id that a text names as one, such as `arXiv preprint arXiv:2106.15928` or `CoRR abs/2106.15928`."""
    found = _ARXIV.search(text[:2_000])
    return found[1] if found else None
