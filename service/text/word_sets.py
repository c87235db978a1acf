"""Word lists, written in the code as running text."""


def word_set(words: str) -> frozenset[str]:
    """The distinct words of `words`, separated by white space."""
    return frozenset(words.split())
