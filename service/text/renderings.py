"""What scientific prose says in several ways: words and phrases that may stand for one another, whatever the matter."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

Classes = Mapping[str, Mapping[tuple[str, ...], frozenset[int]]]
"""The numbers of the classes that a phrase belongs to, by its first key and all its keys."""


@cache
def rendering_classes(key: Callable[[str], str]) -> Classes:
    """The classes of `renderings.txt`, a line each, in which phrases say the same; `key` is what words are compared by.

    The file is read once.
    """
    found: dict[str, dict[tuple[str, ...], frozenset[int]]] = {}
    for number, line in enumerate(files("service.text").joinpath("renderings.txt").read_text("utf-8").splitlines()):
        for phrase in [] if line.startswith("#") else line.split(", "):
            keys = tuple(map(key, phrase.split()))
            same = found.setdefault(keys[0], {})
            same[keys] = same.get(keys, frozenset()) | {number}
    return found
