"""Where new papers come from: arXiv, Hugging Face, OpenAlex, Zotero, feeds and others; the door to their servers.

Never decides what becomes of a paper: what it fetches goes through `ingest` and `corpus` as a file would.
"""

from service.sources.fetch import FetchReport, SourceStores, fetch, preview_fetch
from service.sources.http import FetchStopped
from service.sources.since import read_since
from service.sources.source import FetchedPage, Wanted
from service.sources.sources import Sources

__all__ = [
    "FetchReport",
    "FetchStopped",
    "FetchedPage",
    "SourceStores",
    "Sources",
    "Wanted",
    "fetch",
    "preview_fetch",
    "read_since",
]
