"""A file beside a folder by which the next process knows whether the folder's files can be opened without harm."""

import hashlib
from pathlib import Path

_OPENING, _OPEN = "opening", "open"


class ShutdownMarker:
    """Holds `opening`, `open`, or, when the folder was closed in order, the SHA-256 of what is in it.

    Chroma's core dies with the whole process on some damaged files, so damage has to be found before it opens them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder.with_name(f"{folder.name}.seal")

    def is_unsafe(self) -> bool:
        """Whether the files were changed since they were closed, or the last process died opening them."""
        try:
            content = self._file.read_text(errors="replace")
        except FileNotFoundError:
            return False
        return content != _OPEN and content != self._digest()

    def mark_opening(self) -> None:
        """The files are about to be opened."""
        self._write(_OPENING)

    def mark_open(self) -> None:
        """The files are open, and reading them did no harm."""
        self._write(_OPEN)

    def mark_closed(self) -> None:
        """The files are closed and will not be changed by us."""
        self._write(self._digest())

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(path for path in self._folder.rglob("*") if path.is_file()):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{path.relative_to(self._folder).as_posix()} {content}\n".encode())
        return digest.hexdigest()

    def _write(self, content: str) -> None:
        try:
            self._file.write_text(content)
        except OSError:  # on a full disk no marker is better than half a marker
            self._file.unlink(missing_ok=True)
