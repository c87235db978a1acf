"""Chroma within this process, over files in a folder."""

import shutil
from pathlib import Path
from typing import cast

import chromadb
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings

from service.errors import IndexFailed
from service.observability import log
from service.storage.chroma.errors import translated_errors
from service.storage.local import ShutdownMarker


class EmbeddedChroma:
    """Chroma's files in a folder of our own; damaged ones are deleted, for they can be rebuilt."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; raises IndexFailed when a file has its name."""
        if folder.exists() and not folder.is_dir():
            raise IndexFailed(
                f"{folder} is a file where the index needs a folder; move it away, the index is built anew by itself."
            )
        self._folder = folder
        self._marker = ShutdownMarker(folder)
        if self._marker.is_unsafe():
            log.warning("index_damaged", folder=str(folder))
            shutil.rmtree(folder, ignore_errors=True)
        self._marker.mark_opening()
        try:
            self.open()
        except IndexFailed as error:
            self.recover_from(error)

    def open(self) -> None:
        """Open the files; raises IndexFailed when they cannot be read."""
        settings = ChromaSettings(anonymized_telemetry=False)
        with translated_errors():
            self.client = cast("Client", chromadb.PersistentClient(path=str(self._folder), settings=settings))

    def recover_from(self, error: IndexFailed) -> None:
        """Delete the files and begin with new ones."""
        log.warning("index_unreadable", folder=str(self._folder), reason=error.detail)
        if hasattr(self, "client"):
            self.client.close()
        SharedSystemClient.clear_system_cache()
        shutil.rmtree(self._folder, ignore_errors=True)
        self.open()

    def mark_readable(self) -> None:
        """Record that the files were read through without harm."""
        self._marker.mark_open()

    def close(self) -> None:
        """Let go of the files."""
        self.client.close()
        self._marker.mark_closed()
