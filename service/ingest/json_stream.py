"""JSON read piece by piece, so that memory is bounded by the largest record and not by the file."""

import codecs
import json
import re
from collections.abc import Iterable
from typing import Final

from service.ingest.content import MAX_RECORD

_DECODER = json.JSONDecoder()
_SIGN = re.compile(r"[^ \t\n]")
_LINE_END: Final = "\n"
_WINDOW: Final = 65_536  # characters: most records fit


class JsonStream:
    """The values of a JSON text one after the other; `line`, counted from 1, is where the next one begins."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.line = 1
        self._chunks = iter(chunks)
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text, self._place, self._ended = "", 0, False
        self._skipped = ""  # space before the next sign

    def next_sign(self) -> str:
        """The sign that stands next, which is not taken; empty at the end."""
        while True:
            found = _SIGN.search(self._text, self._place)
            end = found.start() if found else len(self._text)
            self._skipped += self._text[self._place : end]
            self._move_to(end)
            if end < len(self._text):
                return self._text[end]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Whether this sign stands next; it is taken."""
        if self.next_sign() != sign:
            return False
        self._skipped = ""
        self._move_to(self._place + 1)
        return True

    def value(self) -> object:
        """The next value; raises ValueError or RecursionError where there is none, or it is over MAX_RECORD signs."""
        self.next_sign()
        window = _WINDOW
        while True:
            while len(self._text) - self._place < window and self._more():
                pass
            try:
                found, end = _DECODER.raw_decode(self._text, self._place)
            except ValueError:
                if self._ended or len(self._text) - self._place > MAX_RECORD:
                    raise
            else:
                if end < len(self._text) or self._ended:  # a number may go on
                    self._skipped = ""
                    self._move_to(end)
                    return found
            window *= 4

    def skip_to_next_object(self) -> bool:
        """Go on after a value that cannot be read, at an object that begins a line as it did, if there is one."""
        begins_line = re.compile(rf"\n{self._skipped.rpartition(_LINE_END)[2]}(?=\{{)")
        while (found := begins_line.search(self._text, self._place)) is None:
            self._move_to(max(self._place, len(self._text) - len(begins_line.pattern)))
            if not self._more():
                return False
        self._move_to(found.end())
        return True

    def _more(self) -> bool:
        if self._ended:
            return False
        chunk = next(self._chunks, None)
        self._ended = chunk is None
        self._text = self._text[self._place :] + self._decoder.decode(chunk or b"", final=self._ended)
        self._place = 0
        return True

    def _move_to(self, place: int) -> None:
        self.line += self._text.count("\n", self._place, place)
        self._place = place
