"""Honest texts, and the faults that code injects into them.

Only texts are made here: what the checker says of them is measured elsewhere.
"""

__all__ = []
