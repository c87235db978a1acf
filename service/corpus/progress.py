"""How those who wait are told how far long work is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # done, total


def no_progress(_done: int, _total: int) -> None:
    """The progress of work that nobody watches."""
