"""Ways to rank a benchmark's papers for a user: what is served, with and without its parts, and the baselines.

None of them ever sees the likes that are hidden.
"""

__all__ = []
