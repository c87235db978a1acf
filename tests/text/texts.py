"""Texts to read: those of the sample corpus as they came in, and hostile ones."""

import json

from hypothesis import strategies as st

from service.corpus import sample

ROWS = [json.loads(line) for line in sample.data().splitlines()]
RAW = [row[field] for row in ROWS for field in ("title", "abstract")]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
HOSTILE = [
    ".", "a.", "``", "{\\em ", "\\'", "\\'{", "\\", "''", "~", "https://a", "{", "a.We,", "e.g. ", "\n ", "1times",
    "sim1,", "1--", "\\emph{", "A. ", "((", ".)", "?'", "\u202e", "_{", "\u0301\u0327", "\U000e0041", "\\c ",
]  # fmt: skip


def raw_with(piece: str) -> str:
    return next(text for text in RAW if piece in text)


def a_megabyte(piece: str) -> str:
    """Were a pattern quadratic, reading this would take hours and the run's own time limit would tell."""
    return piece * (1_000_000 // len(piece))
