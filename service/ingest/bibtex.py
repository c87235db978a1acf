"""BibTeX and BibLaTeX, as Zotero, Mendeley, JabRef, DBLP and people write it: entries in, records out."""

import logging
import re
from collections.abc import Iterator
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from service.ingest.bibtex_entry import read_entry, record_of
from service.ingest.bibtex_parents import Families, Relative
from service.ingest.bibtex_values import Strings
from service.ingest.content import MAX_RECORD, Content
from service.ingest.reading import Diagnostic, Remark, Row
from service.ingest.record_fields import Note
from service.ingest.records import parsed

_BLOCK: Final = re.compile(r"\s*@\w*[ \t]*[{(]")  # at the beginning of a line: where the parser itself begins anew
_ENOUGH = 65_536  # characters that are parsed in one go
_MOST_KEYS = 100_000  # that are remembered, to name duplicates
_NO_PAPERS: Final = frozenset({"ieeetranbstctl", "control", "set"})  # types of entries that tell programs something
_FOR_OTHERS: Final = "xdata"  # the type of those that tell other entries something
_REST_OF_ENTRY = re.compile(r"\s*,?\s*\w+\s*=")

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it warns of is in what it returns


def parse(content: Content) -> Iterator[Row]:
    """One Row per entry, in their order but for those that wait for a parent below them.

    An entry that cannot be read ends where the next one begins.
    """
    families = Families()
    for found in _entries(content):
        if isinstance(found, Relative):
            yield from map(_row, filter(_is_paper, families.take(found)))
        else:
            yield found
    yield from map(_row, filter(_is_paper, families.rest()))


def _entries(content: Content) -> Iterator[Relative | Row]:
    strings = Strings()
    keys: dict[str, int] = {}
    for line, text in _portions(content):
        for block in parse_string(text, parse_stack=[]).blocks:
            yield from _read(block, line + (block.start_line or 0), strings, keys)


def _portions(content: Content) -> Iterator[tuple[int, str]]:
    """The file in parts that begin with a block, each with the line where it begins."""
    begin, kept, size, last = 1, list[str](), 0, 0
    for line in content.text_lines():
        if kept and (size > MAX_RECORD or (size > _ENOUGH and _BLOCK.match(line.text))):
            yield begin, "".join(kept)
            begin, kept, size, last = line.number, [], 0, line.number - 1
        text = "\n" * (line.number - last - 1) + line.text + "\n"
        kept.append(text)
        size, last = size + len(text), line.number
    if kept:
        yield begin, "".join(kept)


def _read(block: Block, line: int, strings: Strings, keys: dict[str, int]) -> Iterator[Relative | Row]:
    match block:
        case String():
            strings.define(block.key, block.value)
        case Entry():
            if block.entry_type.lower() not in _NO_PAPERS:
                yield _entry(block, line, strings, keys)
        case DuplicateFieldKeyBlock() | DuplicateBlockKeyBlock():
            if inner := block.ignore_error_block:
                yield from _read(inner, line, strings, keys)
        case ParsingFailedBlock():
            reason = getattr(block.error, "abort_reason", str(block.error))
            message = f"The entry on line {line} cannot be read: {' '.join(reason.split()).rstrip('.')}."
            yield Diagnostic(line, "not_bibtex", message)
        case ImplicitComment() if _REST_OF_ENTRY.match(block.comment):
            message = f"What begins on line {line} is in no entry: the one before it has a closing brace too many."
            yield Remark(Diagnostic(line, "outside_of_entries", message))
        case _:
            pass


def _entry(entry: Entry, line: int, strings: Strings, keys: dict[str, int]) -> Relative:
    read = read_entry(entry, line, strings)
    before = keys.get(read.name, line)
    if len(keys) < _MOST_KEYS:
        keys.setdefault(read.name, line)
    if before != line and read.name:
        read.notes.append(Note("duplicate_key", "key", f"The key {entry.key[:60]} is also that of line {before}."))
    return read


def _is_paper(entry: Relative) -> bool:
    return entry.type != _FOR_OTHERS


def _row(entry: Relative) -> Row:
    record, notes = record_of(entry)
    return parsed(entry.line, record, "bibtex", notes)
