"""The terms of a corpus and their columns, kept so that new terms move no old one."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`size` terms: the `first` ones, sorted, and then of the `later` ones, by their columns, those below `size`.

    A vocabulary shares its later terms with those that were made of it by adding more.
    """

    first: tuple[str, ...]
    later: dict[str, int]
    size: int

    @classmethod
    def of(cls, terms: tuple[str, ...]) -> "Vocabulary":
        """The vocabulary of sorted terms."""
        return cls(terms, {}, len(terms))

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term, by column."""
        return (*self.first, *self._later_ones())

    def column(self, term: str) -> int | None:
        """The column of a term; None where it is not in the vocabulary."""
        at = bisect_left(self.first, term)
        if self.first[at : at + 1] == (term,):
            return at
        found = self.later.get(term, self.size)
        return found if found < self.size else None

    def with_terms(self, terms: Iterable[str]) -> "Vocabulary":
        """The same with terms that it has not yet behind its own. One thread at a time."""
        later, size = self.later, self.size
        if len(self.first) + len(later) != size:  # somebody else has added others
            later = {term: column for term, column in later.items() if column < size}
        for term in terms:
            later[term] = size
            size += 1
        return Vocabulary(self.first, later, size)

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """The terms that begin so, sorted."""
        begin, end = bisect_left(self.first, start), bisect_left(self.first, start + chr(0x10FFFF))
        later = [term for term in self._later_ones() if term.startswith(start)]
        return tuple(sorted([*self.first[begin:end], *later]) if later else self.first[begin:end])

    def _later_ones(self) -> list[str]:
        return list(self.later)[: self.size - len(self.first)]  # a copy: the others may grow meanwhile
