"""What becomes of figures: runs kept in files, tables and pages for people, gates and comparisons.

It measures nothing itself.
"""

__all__ = []
