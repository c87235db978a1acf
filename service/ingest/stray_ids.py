"""arXiv ids where citation managers put them: in the name of the journal, a note, the number of a volume."""

import re
from typing import Final

from service.ingest.field_names import folded

_PLACES: Final = (
    "extra", "note", "notes", "number", "journal", "journaltitle", "container-title", "publication_title", "venue",
    "volume", "howpublished", "publisher", "series", "report_number", "m1", "an", "jo", "jf", "t2", "n1", "c1",
)  # fmt: skip
STRAY_ID_FIELDS: Final = tuple(map(folded, _PLACES))
"""Fields that may name an arXiv id at the beginning of a line, as `field_names.folded` gives them."""
_ARXIV = re.compile(
    r"^\s*(?:CoRR,?\s+)?(?:arxiv(?:\s+e-?prints?|\s+preprint)?(?:\.org)?[\s:,/]*(?:abs/|pdf/|arxiv:\s*)*|abs/)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,3})?)\b",
    re.IGNORECASE | re.MULTILINE,
)


def arxiv_id_in(text: str) -> str | None:
    """The first arXiv id that a line begins with, as in `arXiv preprint arXiv:2106.15928` or `CoRR abs/2106.15928`.

    One inside of a sentence is as likely that of another paper.
    """
    found = _ARXIV.search(text[:2_000])
    return found[1] if found else None
