"""What Chroma's failures mean in our words."""

from collections.abc import Generator
from contextlib import contextmanager

import httpx

from service.errors import IndexAway, IndexFailed


@contextmanager
def translated_errors() -> Generator[None]:
    """Raise IndexAway where a server was not reached or did not answer in time, IndexFailed for all other failures."""
    try:
        yield
    except Exception as error:  # Chroma raises whatever its Rust core met
        kind = IndexAway if _is_of_transport(error) else IndexFailed
        raise kind(f"Chroma failed ({type(error).__name__}: {error}).") from error


def _is_of_transport(error: BaseException | None) -> bool:
    """Whether an error of the connection is at the bottom of it, whatever Chroma made of that."""
    while error is not None and not isinstance(error, httpx.TransportError):
        error = error.__cause__ or error.__context__
    return error is not None
