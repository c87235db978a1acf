"""Files spoilt at random, and `python -m tests.ingest.mutations 10000`: each parser against so many of them.

Beside them each family of BibTeX entries, half of its files spoilt as well.

It says for each kind of file how long the slowest took and how much memory all took, and exits with 1 when one raised
anything but IngestError, took more than a second of CPU time, or when they took more than 200 MB.
"""

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from service import ingest
from service.errors import IngestError
from tests.ingest.bibtex_families import FAMILIES
from tests.ingest.samples import FILES

_TOKENS = [
    b"{", b"}", b'"', b"@", b"#", b"=", b",", b"\\", b"$", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf",
    b"<", b">", b"&",
    b"<!DOCTYPE x>", b"<![CDATA[", b"&#0;", b"&lt;", b"TY  - JOUR\n", b"ER  - \n", b"@article{", b"@string{a = a # a}",
    b"[", b"]", b"[[[[[[[[", b"{{{{{{{{", b"\\frac", b"\\begin{a}", b"1e999", b"-", b"9" * 400, b"\xe2\x80\xae",
    b"\xf0\x9f\x99\x82", b";", b"\t", b"null", b"\xed\xa0\x80", b"\x1f\x8b", b" and ", b"x" * 5_000,
]  # fmt: skip
_SECONDS, _MEGABYTES = 1.0, 200


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The file with one to eight faults: bytes changed, parts lost, doubled, moved or cut off, signs put in."""
    for _ in range(rng.randint(1, 8)):
        start, length = rng.randrange(len(data) + 1), rng.choice((1, 1, 3, 20, 200))
        part = data[start : start + length]
        match rng.randrange(7):
            case 0:
                data = data[:start] + rng.randbytes(min(length, 20)) + data[start + length :]
            case 1:
                data = data[:start] + data[start + length :]
            case 2:
                data = data[:start] + part * rng.randint(2, 50) + data[start + length :]
            case 3:
                data = data[:start] if rng.random() < 0.2 else data
            case 4:
                place = rng.randrange(len(data) + 1)
                data = data[:place] + part + data[place:]
            case _:
                data = data[:start] + rng.choice(_TOKENS) * rng.choice((1, 1, 1, 2, 60)) + data[start:]
    return data


def _spoilt(data: bytes) -> Callable[[random.Random], bytes]:
    return lambda rng: mutated(data, rng)


def _half_spoilt(family: Callable[[random.Random], bytes]) -> Callable[[random.Random], bytes]:
    return lambda rng: mutated(family(rng), rng) if rng.random() < 0.5 else family(rng)


KINDS: Final = {kind: (format_name, _spoilt(data)) for kind, (format_name, data) in FILES.items()} | {
    f"BibTeX, {name}": ("bibtex", _half_spoilt(family)) for name, family in FAMILIES.items()
}
"""How a file of each kind is made, and its format."""


def read_or_refuse(data: bytes, name: str | None) -> None:
    """Read a file in a format, or in the one that it seems to be in; anything but IngestError goes through."""
    try:
        ingest.read(data, name)
    except IngestError as error:
        assert error.detail.startswith("upload: ")


def main(count: int) -> int:
    """Read so many spoilt files of each kind; the exit code."""
    failed = 0
    for kind, (format_name, make) in KINDS.items():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        slowest = 0.0
        for number in range(count):
            spoilt = make(random.Random(f"{kind} {number}"))
            begun = time.process_time()
            try:
                read_or_refuse(spoilt, format_name if number % 2 else None)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is to be told
                failed += 1
                place = Path(gettempdir(), f"mutated-{format_name}-{number}")
                place.write_bytes(spoilt)
                print(f"{kind}: {error!r}; the file is {place}")  # noqa: T201
            slowest = max(slowest, time.process_time() - begun)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        failed += (slowest > _SECONDS) + (grown > _MEGABYTES)
        said = f"{kind}: {count:,} files, the slowest {1000 * slowest:.0f} ms, {grown:.0f} MB more than before"
        print(said, flush=True)  # noqa: T201
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
