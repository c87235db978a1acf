"""A note beside a folder by which the next process knows whether the files can be opened without harm."""

import hashlib
from pathlib import Path

_OPENING, _OPEN = "opening", "open"


class CleanShutdown:
    """Says `opening`, `open`, or, when the folder was closed in order, the SHA-256 of what is in it.

    Chroma's core dies with the whole process on some damaged files, so damage has to be found before it opens them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._note = folder.with_name(f"{folder.name}.seal")

    def broken(self) -> bool:
        """Whether the files were changed since they were closed, or the last process died opening them."""
        try:
            note = self._note.read_text(errors="replace")
        except FileNotFoundError:
            return False
        return note != _OPEN and note != self._digest()

    def opening(self) -> None:
        """The files are about to be opened."""
        self._write(_OPENING)

    def opened(self) -> None:
        """The files are open, and reading them did no harm."""
        self._write(_OPEN)

    def close(self) -> None:
        """The files are closed and will not be changed by us."""
        self._write(self._digest())

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(path for path in self._folder.rglob("*") if path.is_file()):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{path.relative_to(self._folder).as_posix()} {content}\n".encode())
        return digest.hexdigest()

    def _write(self, note: str) -> None:
        try:
            self._note.write_text(note)
        except OSError:  # on a full disk no note is better than half a note
            self._note.unlink(missing_ok=True)
