"""Figures of rankings and of texts, how sure they are, and how much the checker sees.

It asks no language model and shows no table; `python -m evals.metrics.checker_power` prints JSON.
"""

__all__ = []
