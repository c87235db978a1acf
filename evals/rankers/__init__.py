"""Ways to rank papers for a user: what is served, its parts taken away, and what a user would pick instead.

It ranks a benchmark's papers and never looks at the likes that are hidden.
"""

__all__ = []
