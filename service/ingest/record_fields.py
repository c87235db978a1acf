"""The fields of one record, taken one after the other by what they are to us; and what is said of them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from service.ingest.field_names import CITATION_FIELDS, FOLDED, UNREAD, folded
from service.ingest.json_values import is_empty, is_list, is_object, is_too_deep
from service.papers import MAX_NAME
from service.text import visible

_SHOWN = 60  # characters of a field's name
_PLACES: Final = {key: (field, rank) for field, keys in FOLDED.items() for rank, key in enumerate(keys)}
"""Which of our fields a folded name is for, and how good a name of it it is: 0 is the best."""

Field = tuple[str, object]


class Note(NamedTuple):
    """Something of a record that was left out or changed: a stable code, the field as it is called, a sentence."""

    code: str
    field: str
    message: str


class RecordFields:
    """What a record says, by field of ours; what nobody takes is the rest."""

    def __init__(self, record: Mapping[Any, object]) -> None:
        self.notes: list[Note] = []
        self.not_kept: list[str] = []
        self.names: dict[str, str] = {}  # of our fields, as the record calls them
        self._by_key: dict[str, list[Field]] = {}
        self._keys: dict[str, list[str]] = {}
        for name, value in record.items():
            if (is_list(value) or is_object(value)) and is_too_deep(value):
                self.drop(str(name), "it is nested too deeply")
            elif not is_empty(value):
                self._add(str(name), value)
        self.is_citation = not CITATION_FIELDS.isdisjoint(self._by_key)

    def take(self, field: str) -> Iterable[Field]:
        """The names and values for a field of ours, the best first."""
        keys = self._keys.pop(field, None)
        return self._taken(field, keys) if keys else ()  # of most fields there is nothing

    def look(self, key: str) -> list[Field]:
        """The names and values under a folded name, which stay to be taken."""
        return self._by_key.get(key, [])

    def rest(self) -> Iterator[str]:
        """The names of fields that nobody took and that say something."""
        return (name for key, fields in self._by_key.items() if key not in UNREAD for name, _ in fields)

    def drop(self, name: str, why: str) -> None:
        """Note that a field was left out."""
        shown = visible(name)[:_SHOWN]
        self.notes.append(Note("field_left_out", shown, f"The field {shown} was left out: {why}."))

    def change(self, name: str, how: str) -> None:
        """Note that a field is not kept as it came."""
        self.notes.append(Note("field_changed", name[:_SHOWN], f"The field {name[:_SHOWN]} was changed: {how}."))

    def _taken(self, field: str, keys: list[str]) -> Iterator[Field]:
        for key in sorted(keys, key=lambda key: _PLACES[key][1]):
            for name, value in self._by_key.pop(key):
                self.names.setdefault(field, name)
                yield name, value

    def _add(self, name: str, value: object) -> None:
        key, shown = _read_name(name) if len(name) <= MAX_NAME else (folded(name), visible(name)[:MAX_NAME])
        if key not in self._by_key and (place := _PLACES.get(key)):
            self._keys.setdefault(place[0], []).append(key)
        self._by_key.setdefault(key, []).append((shown, value))


@lru_cache(maxsize=4_096)  # the records of a file have the same names
def _read_name(name: str) -> tuple[str, str]:
    return folded(name), visible(name)
