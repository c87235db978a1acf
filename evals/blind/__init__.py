"""Reading texts without knowing who wrote them: sheets to fill in, and what filled-in sheets say."""

from evals.blind.marks import read_key, read_marks, summarise
from evals.blind.sheet import papers, write_sheet
from evals.blind.writers import recorded, writers

__all__ = ["papers", "read_key", "read_marks", "recorded", "summarise", "write_sheet", "writers"]
