"""The sources of the settings by their names, and what is asked where."""

import threading
from collections.abc import Sequence
from typing import Final

from pydantic import HttpUrl

from service.errors import SourceNotFound
from service.settings import (
    ArxivSource,
    CrossrefSource,
    FetchSettings,
    HuggingFaceSource,
    OpenAlexSource,
    PreprintsSource,
    SourceSpec,
    UrlSource,
    ZoteroSource,
)
from service.sources.arxiv_author import BUSY_STATUSES, ArxivAuthor
from service.sources.arxiv_category import PAUSE_S, ArxivCategory
from service.sources.biorxiv import Preprints
from service.sources.crossref import CrossrefWorks
from service.sources.hf_daily import HuggingFaceDaily
from service.sources.http import BUSY, SourceServer
from service.sources.openalex import OpenAlexWorks
from service.sources.source import Source
from service.sources.web_file import WebFile
from service.sources.zotero import ZoteroLibrary

_PAUSE_S: Final = 1.0  # where a server has no rule
_MB: Final = 2**20


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

    def of(self, spec: SourceSpec) -> Source:  # noqa: PLR0911 - one for each kind
        """The source that is meant."""
        match spec:
            case ArxivSource():
                return self._arxiv(spec)
            case HuggingFaceSource():
                return HuggingFaceDaily(spec.name, *self._place(self.settings.hf_daily))
            case PreprintsSource():
                return Preprints(spec.name, spec.source, spec.category, *self._place(self.settings.biorxiv))
            case OpenAlexSource():
                return self._openalex(spec)
            case CrossrefSource():
                place = self._place(self.settings.crossref)
                return CrossrefWorks(spec.name, spec.issn, spec.query, *place, self.settings.contact)
            case ZoteroSource():
                place, key = self._place(self.settings.zotero), self.settings.zotero_keys.get(spec.library)
                return ZoteroLibrary(spec.name, spec.library, spec.collection, *place, key)
            case UrlSource():
                server = self._server(spec.url, _PAUSE_S, one_host=True)
                return WebFile(spec.name, str(spec.url), server, self.settings.answer_mb * _MB)

    def _arxiv(self, spec: ArxivSource) -> Source:
        if spec.category is not None:
            address = self.settings.arxiv_oai
            return ArxivCategory(spec.category, str(address), self._server(address, PAUSE_S))
        address = self.settings.arxiv_api
        return ArxivAuthor(spec.author or "", str(address), self._server(address, PAUSE_S, BUSY_STATUSES))

    def _openalex(self, spec: OpenAlexSource) -> Source:
        place = self._place(self.settings.openalex)
        asked = (spec.topic, spec.search, spec.by)
        return OpenAlexWorks(spec.name, *asked, *place, self.settings.contact, self.settings.openalex_key)

    def _place(self, address: HttpUrl) -> tuple[str, SourceServer]:
        return str(address).rstrip("/"), self._server(address, _PAUSE_S)

    def _server(
        self, address: HttpUrl, pause_s: float, busy: frozenset[int] = BUSY, *, one_host: bool = False
    ) -> SourceServer:
        host = f"{address.host}:{address.port}{' alone' if one_host else ''}"
        with self._lock:
            if host not in self._servers:
                self._servers[host] = SourceServer(self.settings, pause_s, busy, self._ended, one_host=one_host)
            return self._servers[host]
