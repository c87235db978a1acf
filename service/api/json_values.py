"""How much a JSON text holds, measured before it is parsed: a parser keeps the interpreter until it is done."""

from typing import Final, NamedTuple

_CHUNK: Final = 2**14  # bytes; between two of them other threads have their turn


class JSONSize(NamedTuple):
    """The number of names and values, and how many bytes the longest text has, give or take two chunks."""

    values: int
    longest: int


def measure_json(data: bytes) -> JSONSize:
    """What a JSON text holds, with at most one value too many for each empty list or object.

    Of what is not JSON the numbers say nothing.
    """
    count, quoted, rest, run, longest = 1, False, b"", 0, 0
    for start in range(0, len(data), _CHUNK):
        chunk = (rest + data[start : start + _CHUNK]).replace(b"\\\\", b"").replace(b'\\"', b"")
        rest = b"\\" if chunk.endswith(b"\\") else b""  # it belongs to the first character of the next chunk
        parts = chunk.split(b'"')
        outside = b"".join(parts[quoted::2])
        quoted ^= len(parts) % 2 == 0
        run = run + _CHUNK if quoted and len(parts) == 1 else 0  # chunks with nothing but a text
        longest = max(longest, run)
        count += sum(map(outside.count, (b",", b":", b"[", b"{")))
    return JSONSize(count, longest)
