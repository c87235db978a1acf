"""The suites that `python -m evals list` names, one file each, and what suites are made of.

A suite measures the modules that serve requests; it never fits anything.
"""

__all__ = []
