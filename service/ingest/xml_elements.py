"""Elements of XML that hold a record each, one after the other: no DOCTYPE, no deep nesting, no endless token."""

from collections.abc import Iterator
from typing import Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from service.errors import IngestError
from service.ingest.content import MAX_RECORD, Content, pieces
from service.ingest.reading import Diagnostic

_DEEPEST: Final = 60
_NOT_IN_XML: Final = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})  # feeds have them nevertheless


def elements(content: Content, names: frozenset[str]) -> Iterator[tuple[int, Element] | Diagnostic]:
    """The elements of these names that are not within each other, without namespaces, each with its line.

    What follows a fault of syntax is not read. Raises IngestError at a DOCTYPE, which no feed needs and bombs are made
    of.
    """
    reader = _Reader(names, content.encoding)
    try:
        for chunk in content:
            reader.feed(chunk.translate(None, _NOT_IN_XML))
            yield from reader.taken()
        reader.close()
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code) or "it is no XML"
        message = f"Line {error.lineno} is not XML ({reason}); from there on the file was not read."
        yield from reader.taken()
        yield Diagnostic(error.lineno, "not_xml", message)
    except (LookupError, ValueError):
        raise IngestError("It says that it is in an encoding that cannot be read; send it in UTF-8.", line=1) from None


def whole_elements(data: bytes, names: frozenset[str]) -> list[Element]:
    """The same of an answer that is here whole. Raises IngestError where it is not XML to its end."""
    found: list[Element] = []
    for each in elements(Content(pieces(data)), names):
        if isinstance(each, Diagnostic):
            raise IngestError(each.message, line=each.line)
        found.append(each[1])
    return found


class _Reader:
    """Builds an element while one of the names is open, and nothing otherwise."""

    def __init__(self, names: frozenset[str], encoding: str | None) -> None:
        self._names = names
        self._found: list[tuple[int, Element] | Diagnostic] = []
        self._builder: TreeBuilder | None = None
        self._open: list[str] = []
        self._outer = self._line = self._start = self._quiet = 0
        parser = self._parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start_element
        parser.EndElementHandler = self._end_element
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._hear

    def feed(self, chunk: bytes) -> None:
        """A part of the file; raises ExpatError, IngestError."""
        self._quiet += len(chunk)
        if self._quiet > 2 * MAX_RECORD:
            raise IngestError("A tag of it has no end.", line=self._parser.CurrentLineNumber)
        self._parser.Parse(chunk, False)

    def close(self) -> None:
        """The end of the file; raises ExpatError when it comes too early."""
        self._parser.Parse(b"", True)

    def taken(self) -> list[tuple[int, Element] | Diagnostic]:
        """What was found since the last time."""
        found, self._found = self._found, []
        return found

    def _hear(self, _comment: str) -> None:
        self._quiet = 0

    def _start_element(self, name: str, attributes: dict[str, str]) -> None:
        self._quiet = 0
        local = name.rpartition(" ")[2]
        self._open.append(local)
        if len(self._open) > _DEEPEST:
            raise IngestError("It is nested too deeply.", line=self._parser.CurrentLineNumber)
        if not self._outer and local in self._names:
            self._builder, self._outer = TreeBuilder(), len(self._open)
            self._line, self._start = self._parser.CurrentLineNumber, self._parser.CurrentByteIndex
        if self._builder:
            self._builder.start(local, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def _end_element(self, _name: str) -> None:
        self._quiet = 0
        local = self._open.pop()
        if self._builder:
            self._builder.end(local)
        if len(self._open) + 1 == self._outer:
            if self._builder:
                self._found.append((self._line, self._builder.close()))
            self._builder, self._outer = None, 0

    def _text(self, text: str) -> None:
        self._quiet = 0
        if self._builder and self._parser.CurrentByteIndex - self._start > MAX_RECORD:
            self._builder = None
            message = f"The record on line {self._line} has more than {MAX_RECORD:,} bytes."
            self._found.append(Diagnostic(self._line, "record_too_long", message))
        if self._builder:
            self._builder.data(text)


def _refuse_doctype(*_declared: object) -> NoReturn:
    raise IngestError("It has a DOCTYPE, which may not be in a list of papers; take it out.", line=1)
