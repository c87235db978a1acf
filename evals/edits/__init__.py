"""One-edit lies and honest rewordings of cited sentences, made by code from any abstract."""

from evals.edits.edit import Edit, EditKind, is_unread

__all__ = ["Edit", "EditKind", "is_unread"]
