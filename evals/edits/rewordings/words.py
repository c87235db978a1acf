"""Lists of words, as they are written by hand."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


def either(text: str) -> str:
    """A pattern that matches any of the words of a text."""
    return "|".join(text.split())
