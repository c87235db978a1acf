"""A user's library file taken in: at once, or as a job when it is large."""

from datetime import datetime

from service.corpus import Corpus, LibraryReport, import_likes
from service.ingest import Reading
from service.jobs.jobs import Jobs
from service.storage import Libraries, LibraryImport


def import_or_begin(
    corpus: Corpus,
    libraries: Libraries,
    jobs: Jobs,
    made: LibraryImport,
    reading: Reading,
    now: datetime,
    job_id: str | None = None,
) -> LibraryReport | str:
    """What became of a file, or the id of the job that takes in one of more entries than `jobs.import_above`.

    Raises DiskFull, StoreBusy.
    """
    if len(reading.papers) + len(reading.references) <= jobs.settings.import_above:
        return import_likes(corpus, libraries, made, [reading], now)
    libraries.imports.begin(made)
    return jobs.import_likes(made, reading, job_id)
