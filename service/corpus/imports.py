"""Papers that were read from a file, kept; and the sample corpus for a folder that has none."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.corpus import sample
from service.corpus.corpus import Corpus
from service.corpus.progress import Progress, no_progress
from service.errors import IngestError
from service.ingest import Diagnostic, Reading, read
from service.papers import Kept, Merge, Paper


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held and what became of it; `counts` has how many papers were created, updated or unchanged.

    `merged` has the ids that were found to name one paper, `diagnostics` also those that two papers claim.
    """

    format: str
    rows: int
    papers: int
    counts: dict[str, int]
    merged: tuple[Merge, ...]
    diagnostics: tuple[Diagnostic, ...]
    snapshot: str


def keep_papers(
    corpus: Corpus,
    readings: Iterable[Reading],
    now: Callable[[], datetime],
    progress: Progress = no_progress,
    *,
    embed: bool = True,
) -> ImportReport:
    """Keep what was read from one file, each reading as it comes; progress counts papers of the readings so far.

    A paper came when its reading was kept: reading a file may take hours, and whoever has looked meanwhile for what is
    new would never see one that is dated back.
    Unless it is to `embed`, vectors have to follow. Raises DiskFull, StoreBusy, and IngestError when there is no paper
    in it.
    """
    if embed:
        return _report(corpus, readings, lambda papers, watch: corpus.add(papers, now(), watch), progress)
    return _report(corpus, readings, lambda papers, _: corpus.keep(papers, now()), progress)


def preview_papers(
    corpus: Corpus, readings: Iterable[Reading], now: datetime, progress: Progress = no_progress
) -> ImportReport:
    """What `keep_papers` would make of each reading if it were the only one; nothing is written. Raises IngestError."""
    return _report(corpus, readings, lambda papers, _: corpus.catalog.preview(papers, now), progress)


def _report(
    corpus: Corpus,
    readings: Iterable[Reading],
    keep: Callable[[Sequence[Paper], Progress], list[Kept]],
    progress: Progress,
) -> ImportReport:
    rows = papers = 0
    counts: Counter[str] = Counter()
    merged: list[Merge] = []
    diagnostics: list[Diagnostic] = []
    reading: Reading | None = None
    for reading in readings:
        kept = keep(reading.papers, lambda done, total, before=papers: progress(before + done, before + total))
        rows, papers = rows + reading.rows, papers + len(kept)
        counts.update(each.outcome for each in kept)
        merged += (merge for each in kept for merge in each.merged)
        diagnostics += (*reading.diagnostics, *_conflicts(reading, kept))
        progress(papers, papers)
    if reading is None or not papers:
        raise _no_paper(reading, diagnostics)
    return ImportReport(
        reading.format, rows, papers, dict(counts), tuple(merged), tuple(diagnostics), corpus.catalog.snapshot_id()
    )


def _conflicts(reading: Reading, kept: Sequence[Kept]) -> list[Diagnostic]:
    return [
        Diagnostic(line, "id_of_another_paper", f"Line {line}: {message}")
        for line, each in zip(reading.lines, kept, strict=True)
        for message in each.messages
    ]


def _no_paper(reading: Reading | None, diagnostics: Sequence[Diagnostic]) -> IngestError:
    name, first = (reading.name if reading else "upload"), diagnostics[0] if diagnostics else None
    said = f" {first.message}" if first else ""
    return IngestError(f"{name}: no paper could be read.{said}", line=first.line if first else None)


def load_sample(corpus: Corpus, now: datetime, progress: Progress = no_progress) -> None:
    """Keep the sample papers, unless there are papers already."""
    if corpus.catalog.count() == 0:
        keep_papers(corpus, [read(sample.data(), "jsonl")], lambda: now, progress)
