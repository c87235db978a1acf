"""Where fetches of tests keep what they bring: the real catalog, without vectors, which take seconds to begin with."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from service.corpus import Corpus, Progress
from service.papers import Kept, Paper
from service.sources import SourceStores
from service.storage import Catalog, SourceRecords, VoteRecords
from service.storage.sql import Database


class Keeping:
    """A corpus that keeps papers and embeds none."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def add(self, papers: Sequence[Paper], now: datetime, progress: Progress) -> list[Kept]:
        kept = self.catalog.put(papers, now)
        progress(len(kept), len(kept))
        return kept


def stores_in(database: Database) -> SourceStores:
    return SourceStores(cast(Corpus, Keeping(Catalog(database))), SourceRecords(database), VoteRecords(database))
