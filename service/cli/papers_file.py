"""A file of papers of any size, as commands read it, or send it to a server."""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING

from service.cli.arguments import chunks_of, size_of
from service.errors import BadInput

if TYPE_CHECKING:
    from service.client import Client
    from service.ingest import Mapped, Reading

_MB = 2**20


@contextmanager
def readable_again(path: Path) -> Generator[Path]:
    """The file or, of a pipe, which gives what it has once, a copy; raises BadInput when it cannot be read."""
    if path.is_file():
        yield path
        return
    with NamedTemporaryFile() as copy:
        for chunk in chunks_of(path):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


class PapersFile:
    """A file that is read while its papers are kept; its first page is read at once, so that no bad file comes late."""

    def __init__(
        self,
        path: Path,
        format: str | None,  # noqa: A002 - as in the API
        name: str,
        records: int | None = None,
        mapped: "Mapped" = map,
    ) -> None:
        """`name` is for messages; `records` is how many make a page, unless it is the usual number; see `read_pages`.

        Raises BadInput, IngestError.
        """
        from service.ingest import read_pages

        self.format = format
        self._path, self._name = path, name
        self._size, self._read = size_of(path), 0
        size = {} if records is None else {"records": records}
        pages = read_pages(self._chunks(), format, name, mapped=mapped, **size)
        first = next(pages)
        self.detected_format = first.format
        self.readings: Iterator[Reading] = chain([first], pages)

    def share_read(self) -> str:
        """How much of the file was read, for people."""
        if not self._size:  # of a pipe nobody knows how much will come
            return f"{self._name}, {self._read // _MB} MB read"
        return f"{self._name}, {100 * self._read // self._size} % read"

    def digest(self) -> str:
        """The SHA-256 of all its bytes, in hex, for which it is read once more."""
        found = hashlib.sha256()
        for chunk in chunks_of(self._path):
            found.update(chunk)
        return found.hexdigest()

    @contextmanager
    def sent_to(self, client: "Client") -> Generator[IO[bytes]]:
        """The file from its beginning, to be sent; raises BadInput when it is larger than the server takes."""
        most = client.meta()["limits"]["import_mb"]
        if self._size > most * _MB:
            raise BadInput(
                f"{self._name}: a running server takes files of {most} MB at most; cut it, raise "
                "PAPERLARK_LIMITS__IMPORT_MB for the server, or stop the server and run this again."
            )
        with self._path.open("rb") as stream:
            yield stream

    def _chunks(self) -> Iterator[bytes]:
        for chunk in chunks_of(self._path):
            self._read += len(chunk)
            yield chunk
