"""Paperlark: what to read next, why, and what each paper says."""

from importlib.metadata import version

__version__ = version("paperlark")
