"""The sources of the settings by their names, and what is asked where."""

import threading
from collections.abc import Sequence

from pydantic import HttpUrl

from service.errors import SourceNotFound
from service.settings import FetchSettings, SourceSpec
from service.sources.arxiv_author import BUSY_STATUSES, ArxivAuthor
from service.sources.arxiv_category import PAUSE_S, ArxivCategory
from service.sources.http import BUSY, SourceServer
from service.sources.source import Source


class Sources:
    """The sources of one installation; those on one server take turns there. Safe to share between threads."""

    def __init__(
        self, settings: FetchSettings, specs: Sequence[SourceSpec] = (), ended: threading.Event | None = None
    ) -> None:
        """`specs` are fetched by schedule, each name once; what waits does so for `ended`."""
        self.settings = settings
        self.specs = {spec.name: spec for spec in specs}
        self._ended = ended or threading.Event()
        self._servers: dict[str, SourceServer] = {}
        self._lock = threading.Lock()

    def end(self) -> None:
        """Break off what is asked or waited for, so that a process can end: FetchStopped."""
        self._ended.set()

    def spec(self, name: str) -> SourceSpec:
        """What the settings say of a source; raises SourceNotFound."""
        if name not in self.specs:
            raise SourceNotFound("No source of this name is set; see PAPERLARK_SOURCES, or send what it is.")
        return self.specs[name]

    def of(self, spec: SourceSpec) -> Source:
        """The source that is meant."""
        if spec.category is not None:
            address = self.settings.arxiv_oai
            return ArxivCategory(spec.category, str(address), self._server(address, PAUSE_S))
        address = self.settings.arxiv_api
        return ArxivAuthor(spec.author or "", str(address), self._server(address, PAUSE_S, BUSY_STATUSES))

    def _server(self, address: HttpUrl, pause_s: float, busy: frozenset[int] = BUSY) -> SourceServer:
        host = f"{address.host}:{address.port}"
        with self._lock:
            if host not in self._servers:
                self._servers[host] = SourceServer(self.settings, pause_s, busy, self._ended)
            return self._servers[host]
