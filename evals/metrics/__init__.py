"""Figures of rankings and of texts, with how sure they are, and how much the checker sees.

It reads no benchmark and prints no table, but for `python -m evals.metrics.checker_power`.
"""

__all__ = []
