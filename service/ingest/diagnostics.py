"""What was wrong in one file: each record that is lost, the first of all smaller things, and its unknown fields."""

from collections import Counter
from collections.abc import Iterator

from service.ingest.reading import Diagnostic, ParsedPaper

_MAX_FAULTS = 10_000  # lost records of one file that are named
_MAX_NOTES = 1_000  # what is left out in each record of a large file is said of the first ones, and counted
_MAX_FIELDS = 50  # of one file that are named
_MAX_FIELD = 60  # characters


class Diagnostics:
    """Collects in the order of the file; `faults` counts the records that are lost."""

    def __init__(self) -> None:
        self.faults = 0
        self._listed: list[Diagnostic] = []
        self._notes = 0
        self._fields: Counter[str] = Counter()
        self._first_field_line = 0

    def fault(self, diagnostic: Diagnostic) -> None:
        """A record that could not be read."""
        self.faults += 1
        if self.faults <= _MAX_FAULTS:
            self._listed.append(diagnostic)

    def note(self, diagnostic: Diagnostic) -> None:
        """Something smaller, which costs no record."""
        self._notes += 1
        if self._notes <= _MAX_NOTES:
            self._listed.append(diagnostic)

    def of(self, parsed: ParsedPaper) -> None:
        """What a record that was read has lost."""
        for note in parsed.notes:
            self.note(note)
        if parsed.not_kept:
            self._first_field_line = self._first_field_line or parsed.line
            self._fields.update(name[:_MAX_FIELD] for name in parsed.not_kept)

    def taken(self) -> tuple[Diagnostic, ...]:
        """What there is to say since it was last asked."""
        listed, self._listed = tuple(self._listed), []
        return listed

    def all(self) -> tuple[Diagnostic, ...]:
        """The rest of what there is to say, the summaries of faults, notes and fields last."""
        return (*self._listed, *self._uncounted(), *self._unknown())

    def _uncounted(self) -> Iterator[Diagnostic]:
        line = self._listed[-1].line if self._listed else 0
        if (more := self.faults - _MAX_FAULTS) > 0:
            yield Diagnostic(line, "more_faults", f"{more:,} more records could not be read.")
        if (more := self._notes - _MAX_NOTES) > 0:
            yield Diagnostic(line, "more_notes", f"Of {more:,} more such things nothing is said.")

    def _unknown(self) -> list[Diagnostic]:
        if not self._fields:
            return []
        named = ", ".join(f"{name} ({count:,})" for name, count in self._fields.most_common(_MAX_FIELDS))
        more = len(self._fields) - _MAX_FIELDS
        message = f"Fields not kept, with the number of records: {named}{f' and {more:,} more' if more > 0 else ''}."
        return [Diagnostic(self._first_field_line, "fields_not_kept", message)]
