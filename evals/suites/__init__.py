"""The suites that `python -m evals list` names, one file each, and what is asked of them.

They measure the modules that serve requests, and never fit anything.
"""

__all__ = []
