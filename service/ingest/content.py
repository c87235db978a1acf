"""The bytes of a file as they come: unpacked, in UTF-8, with plain line ends, and how they begin; never all at once."""

import codecs
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple, TypeAlias

from service.errors import IngestError

MAX_RECORD: Final = 2_000_000  # bytes of one line or record, parsed in one go; the longest list 3,000 authors
_HEAD = 65_536  # bytes that tell the format
PIECE: Final = 262_144  # bytes that are unpacked, or cut off a whole, in one go
_BLOCK = 100  # lines
_GZIP = b"\x1f\x8b"
_HONEST_RATIO = 100  # to one is more than records of papers ever shrink; a bomb reaches 1,000
_HARMLESS = 64_000_000  # unpacked bytes that need not be asked about
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, "utf-8"),
)  # fmt: skip
_LEGACY = "cp1252"  # what programs wrote before UTF-8; Latin-1 is a part of it


def pieces(data: bytes) -> Iterator[bytes]:
    """What is here whole, cut up: parsers bound what comes in one go."""
    return (data[start : start + PIECE] for start in range(0, len(data), PIECE))


class Line(NamedTuple):
    """A line of a file, counted from 1, without its end; `data` is a beginning only where it is too long."""

    number: int
    data: bytes
    size: int

    @property
    def is_too_long(self) -> bool:
        """Whether the line is longer than any record may be."""
        return self.size > MAX_RECORD


class TextLine(NamedTuple):
    """A line as text; of one that is too long nothing is left."""

    number: int
    text: str
    size: int

    @property
    def is_too_long(self) -> bool:
        """Whether the line is longer than any record may be."""
        return self.size > MAX_RECORD


Mapped: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Does what `map` does, perhaps elsewhere and some values ahead."""


class Content:
    """What a file holds, to be iterated once: chunks of bytes in UTF-8 (or of 8 bits a sign) whose lines end in LF.

    `head` is how it begins; `encoding` is UTF-8 if a mark said that it can be made that. When the iteration is over,
    `cut_short` says why if the file ends before its content does, and `legacy_line` has the first line of text that was
    not in UTF-8 and was read as Windows-1252. A gzip file is unpacked on the way. Raises IngestError when it unpacks to
    more than is honest, or than `most_bytes`. Where blocks of it are read each by itself, `mapped` does that, as `map`.
    """

    def __init__(self, chunks: Iterable[bytes], most_bytes: int | None = None, mapped: Mapped = map) -> None:
        self.mapped = mapped
        self.cut_short: str | None = None
        self.legacy_line: int | None = None
        self.encoding: str | None = None
        self._most_bytes = most_bytes
        self._chunks = _plain_line_ends(self._recoded(self._unpacked(iter(chunks))))
        head: list[bytes] = []
        while sum(map(len, head)) < _HEAD and (chunk := next(self._chunks, None)) is not None:
            head.append(chunk)
        self.head = b"".join(head)[:_HEAD]
        self._chunks = chain(head, self._chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def blocks(self) -> Iterator[list[Line]]:
        """The same lines as `lines`, some together."""
        block: list[Line] = []
        try:
            for line in self.lines():
                block.append(line)
                if len(block) == _BLOCK or line.size > PIECE:
                    yield block
                    block = []
        except IngestError:
            if block:
                yield block
            raise
        if block:
            yield block

    def lines(self) -> Iterator[Line]:
        """The lines that are not blank; of one that is too long only the beginning is kept."""
        number, kept, size = 1, b"", 0
        for chunk in chain(self._chunks, (b"\n",)):
            *ended, rest = chunk.split(b"\n")
            for piece in ended:
                line = kept + piece
                if size + len(piece) and not line.isspace():
                    yield Line(number, line[:MAX_RECORD], size + len(piece))
                number, kept, size = number + 1, b"", 0
            size += len(rest)
            kept = (kept + rest)[: MAX_RECORD + 1]

    def text_lines(self) -> Iterator[TextLine]:
        """The same as text."""
        for number, data, size in self.lines():
            try:
                text = "" if size > MAX_RECORD else data.decode()
            except UnicodeDecodeError:
                text = data.decode(_LEGACY, "replace")
                self.legacy_line = self.legacy_line or number
            yield TextLine(number, text, size)

    def _unpacked(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        first = b""
        for chunk in chunks:
            first += chunk
            if len(first) >= len(_GZIP):
                break
        packed = chain((first,), chunks)
        return self._inflated(packed) if first.startswith(_GZIP) else filter(None, packed)

    def _inflated(self, packed: Iterable[bytes]) -> Iterator[bytes]:
        """The members of a gzip file, one after the other (RFC 1952); zeros behind the last are padding."""
        came = went = 0
        stream = zlib.decompressobj(wbits=31)
        for chunk in packed:
            came += len(chunk)
            waiting = chunk.lstrip(b"\0") if stream.eof else chunk
            while waiting:
                if stream.eof:
                    stream = zlib.decompressobj(wbits=31)
                try:
                    piece = stream.decompress(waiting, PIECE)
                except zlib.error:
                    self.cut_short = "what is packed in it is damaged"
                    return
                went += len(piece)
                self._check_size(came, went)
                yield piece
                waiting = stream.unused_data.lstrip(b"\0") if stream.eof else stream.unconsumed_tail
        if not stream.eof:
            self.cut_short = "the gzip file ends before its content does"

    def _check_size(self, came: int, went: int) -> None:
        if self._most_bytes is not None and went > self._most_bytes:
            raise IngestError(f"It unpacks to more than {self._most_bytes:,} bytes, the most that are read.")
        if went > _HARMLESS and went > _HONEST_RATIO * came:
            raise IngestError(f"It unpacks to more than {_HONEST_RATIO} times its size, as no list of papers does.")

    def _recoded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same in UTF-8 without a mark, where a mark at the beginning says what it is in."""
        first = b""
        for chunk in chunks:
            first += chunk
            if len(first) >= len(codecs.BOM_UTF32_LE):
                break
        mark, encoding = next(((mark, name) for mark, name in _MARKS if first.startswith(mark)), (b"", "utf-8"))
        self.encoding = "utf-8" if mark else None
        rest = chain((first[len(mark) :],), chunks)
        if encoding == "utf-8":
            yield from filter(None, rest)
            return
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        for chunk in rest:
            yield decoder.decode(chunk).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _plain_line_ends(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """CR LF and CR alone as LF."""
    held = b""
    for chunk in chunks:
        whole = held + chunk
        held = b"\r" if whole.endswith(b"\r") else b""  # LF may follow
        plain = whole[: len(whole) - len(held)]
        yield plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in plain else plain
    if held:
        yield b"\n"
