"""The papers that somebody names, by ids or in a file: those that are here, and what is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.corpus.corpus import Corpus
from service.corpus.likes_import import diagnostics_of, entries_of, matched_entries
from service.ingest import Diagnostic, Reading


@dataclass(frozen=True, slots=True)
class NamedPapers:
    """The ids of papers that are here, each once and in order; the ids of others; and what could not be read."""

    paper_ids: tuple[str, ...]
    unknown: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def named_papers(corpus: Corpus, paper_ids: Sequence[str], reading: Reading | None, now: datetime) -> NamedPapers:
    """The papers that canonical ids name, and then those of a file, for which a title that is certain is enough.

    Nothing is kept: what is not here stays so.
    """
    known = corpus.catalog.resolve(paper_ids)
    here = [known[each] for each in paper_ids if each in known]
    others = [each for each in paper_ids if each not in known]
    if reading is not None:
        entries = entries_of(reading)
        found = corpus.catalog.preview_sure([each.record for each in entries if each.record], now)
        for outcome, own_id in matched_entries(corpus, entries, found):
            if outcome.status == "liked" and outcome.paper_id is not None:
                here.append(outcome.paper_id)
            else:
                others.append(own_id)
    diagnostics = diagnostics_of(reading) if reading else ()
    return NamedPapers(tuple(dict.fromkeys(here)), tuple(dict.fromkeys(others)), tuple(diagnostics))
