"""Papers kept at once, and embedded in the background."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from service.corpus import Corpus, ImportReport, Progress, keep_papers, no_progress
from service.ingest import Reading
from service.jobs.jobs import Jobs


def keep_and_embed_later(
    corpus: Corpus,
    jobs: Jobs,
    readings: Iterable[Reading],
    now: Callable[[], datetime],
    progress: Progress = no_progress,
) -> ImportReport:
    """Keep what was read from one file, each reading as it comes, and leave its vectors to a job.

    The job is there before the papers are, so that no start embeds them all when this one is killed. Raises DiskFull,
    StoreBusy, and IngestError when there is no paper in it.
    """
    report = keep_papers(corpus, _announced(jobs, readings), now, progress, embed=False)
    jobs.embed()  # another process may have come to the end of the first one meanwhile
    return report


def _announced(jobs: Jobs, readings: Iterable[Reading]) -> Iterator[Reading]:
    for reading in readings:
        jobs.embed()
        yield reading
