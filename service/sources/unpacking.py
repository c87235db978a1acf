"""The body of an answer as it comes in: unpacked, and never more of it than its bound."""

import zlib
from typing import Final

PACKINGS: Final = "gzip, identity"
"""What a server is asked for: anything else, or one packing inside another, is refused."""

_PLAIN: Final = frozenset({"", "identity"})
_GZIP: Final = frozenset({"gzip", "x-gzip"})
_GZIP_BITS: Final = 31


class TooLarge(Exception):
    """There is more of a body, packed or unpacked, than its bound."""


class NotUnpacked(Exception):
    """A body is packed in another way than it says, or breaks off."""


class Body:
    """Takes a body in pieces, packed as `Content-Encoding` says."""

    def __init__(self, encoding: str, most: int) -> None:
        """`most` is in bytes. Raises NotUnpacked for another packing than those that were asked for."""
        packing = encoding.strip().lower()
        if packing not in _PLAIN | _GZIP:
            raise NotUnpacked
        self._is_packed = packing in _GZIP
        self._most, self._received = most, 0
        self._unpacked = bytearray()
        self._member = zlib.decompressobj(_GZIP_BITS)
        self._is_whole = True

    def add(self, piece: bytes) -> None:
        """Take the next piece; raises TooLarge, NotUnpacked."""
        self._received += len(piece)
        if self._received > self._most:
            raise TooLarge
        while piece and self._is_packed:
            piece = self._unpack(piece)
        self._unpacked += piece
        if len(self._unpacked) > self._most:
            raise TooLarge

    def whole(self) -> bytes:
        """All of it; raises NotUnpacked where it has no end."""
        if not self._is_whole:
            raise NotUnpacked
        return bytes(self._unpacked)

    def _unpack(self, piece: bytes) -> bytes:
        """Unpack a piece, one byte beyond the bound at most; what of it belongs to the next member."""
        if self._member.eof:
            self._member = zlib.decompressobj(_GZIP_BITS)
        try:
            self._unpacked += self._member.decompress(piece, self._most + 1 - len(self._unpacked))
        except zlib.error:
            raise NotUnpacked from None
        if len(self._unpacked) > self._most:
            raise TooLarge
        self._is_whole = self._member.eof
        return self._member.unused_data
