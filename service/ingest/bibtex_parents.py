"""What an entry of BibTeX takes over from others: `crossref` to the volume that it is in, `xdata` as biblatex has it.

A parent may stand below its children: they wait for it, and the other entries of the file do not.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from service.ingest.record_fields import Note

_MOST_KEPT: Final = 16_000_000  # characters of what later entries may ask for
_MOST_WAITING: Final = 48_000_000  # characters of entries that wait for a parent, the oldest of which go first
_XDATA: Final = "xdata"
_VOLUMES: Final = frozenset({
    "proceedings", "mvproceedings", "book", "mvbook", "collection", "mvcollection", "reference", "mvreference",
    "periodical",
})  # fmt: skip
_CHAPTERS: Final = frozenset({"inbook", "bookinbook", "suppbook"})  # by the authors of the book
_VENUES: Final = ("booktitle", "journaltitle", "journal")
_DATES: Final = ("date", "year", "month", "day")
_PASSED_ON: Final = frozenset({*_VENUES, *_DATES, "title", "subtitle", "author"})


@dataclass(slots=True, eq=False)
class Relative:
    """An entry: where it begins, its type in small letters, its key, its fields as text, notes on what was lost."""

    line: int
    type: str
    key: str
    fields: dict[str, str]
    notes: list[Note]
    _parents: deque[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        named = {name: self.fields.pop(name, "") for name in (_XDATA, "crossref")}
        given = [(name, key.strip().lower()) for name, keys in named.items() for key in keys.split(",")]
        self._parents = deque((name, key) for name, key in given if key)

    @property
    def name(self) -> str:
        """The key without case, as others call it."""
        return self.key.strip().lower()

    @property
    def awaited(self) -> str | None:
        """The key of the next parent to take over from; None when there is none, or no more."""
        return self._parents[0][1] if self._parents else None

    @property
    def size(self) -> int:
        """How many characters it has."""
        return sum(map(len, self.fields.values()))

    def inherit(self, parent: "Relative") -> None:
        """Take over from the parent that was awaited what is not said here."""
        name, _ = self._parents.popleft()
        if name == _XDATA:
            self.fields = parent.fields | self.fields
            return
        if self.fields.keys().isdisjoint(_VENUES) and (venue := parent.volume):
            self.fields["journal" if self.type == "article" else "booktitle"] = venue
        if self.fields.keys().isdisjoint(_DATES):
            self.fields |= {each: parent.fields[each] for each in _DATES if each in parent.fields}
        if self.type in _CHAPTERS and "author" in parent.fields:
            self.fields.setdefault("author", parent.fields["author"])

    def give_up(self, why: str) -> None:
        """Do without the parent that was awaited."""
        name, key = self._parents.popleft()
        self.notes.append(Note("no_parent", name, f"The field {name} names {key[:60]}, {why}; nothing was taken over."))

    @property
    def passed_on(self) -> "Relative":
        """The same with no more than children may ask for."""
        if self.type == _XDATA:
            return self
        fields = {name: text for name, text in self.fields.items() if name in _PASSED_ON}
        return Relative(self.line, self.type, self.key, fields, [])

    @property
    def volume(self) -> str | None:
        """What a child names as the venue: the title of a volume, or else the volume that the parent is in itself."""
        if self.type in _VOLUMES and (title := self.fields.get("title")):
            return ": ".join(filter(None, (title, self.fields.get("subtitle"))))
        return next((self.fields[name] for name in _VENUES if name in self.fields), None)


class Families:
    """Gives entries back once they have what their parents say: at once mostly, and at the end in any case."""

    def __init__(self) -> None:
        self._known: dict[str, Relative] = {}
        self._waiting: dict[str, list[Relative]] = {}  # by the key of the parent
        self._known_size = self._waiting_size = 0

    def take(self, entry: Relative) -> Iterator[Relative]:
        """The entry, unless it has to wait, and those that have waited for it."""
        yield from self._settled(entry)
        if self._waiting_size > _MOST_WAITING:
            for key in list(self._waiting):
                yield from self._without_parent(key, "which does not stand near enough")

    def rest(self) -> Iterator[Relative]:
        """At the end of the file, those that have waited in vain.

        Each is followed to its parents until one waits for what is not there, or for one on the way, and does without.
        """
        waiting = [entry for entries in self._waiting.values() for entry in entries]
        by_name = {entry.name: entry for entry in waiting}
        way, on_way = deque[Relative](), set[Relative]()
        for entry in waiting:
            way.append(entry)
            while way:
                one = way[-1]
                on_way.add(one)
                key = one.awaited
                if key is None:
                    on_way.remove(way.pop())
                elif (parent := by_name.get(key)) is None or parent.awaited is None:
                    yield from self._without_parent(key, "which is no entry here")
                elif parent in on_way:
                    yield from self._out_of_circle(one, key)
                else:
                    way.append(parent)

    def _out_of_circle(self, entry: Relative, key: str) -> Iterator[Relative]:
        self._waiting[key].remove(entry)
        self._waiting_size -= entry.size
        entry.give_up("which is named round in a circle")
        yield from self._settled(entry)

    def _without_parent(self, key: str, why: str) -> Iterator[Relative]:
        for child in self._waiting.pop(key, ()):
            self._waiting_size -= child.size
            child.give_up(why)
            yield from self._settled(child)

    def _settled(self, entry: Relative) -> Iterator[Relative]:
        ready = deque([entry])
        while ready:
            one = ready.popleft()
            while one.awaited in self._known:
                one.inherit(self._known[one.awaited or ""])
            if key := one.awaited:
                self._waiting.setdefault(key, []).append(one)
                self._waiting_size += one.size
                continue
            passed_on = one.passed_on
            self._keep(passed_on)
            yield one
            for child in self._waiting.pop(one.name, ()):
                self._waiting_size -= child.size
                child.inherit(passed_on)
                ready.append(child)

    def _keep(self, parent: Relative) -> None:
        self._known_size += parent.size
        if parent.name and self._known_size <= _MOST_KEPT:
            self._known.setdefault(parent.name, parent)
