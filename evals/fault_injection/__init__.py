"""Honest texts, and the faults that code injects into them.

It only makes texts: what the checker says of them is for others to measure.
"""

__all__ = []
