"""Whether an installation can serve: the checks of its papers, and whether the work on jobs goes on."""

from service import corpus as papers
from service.corpus import Check, Corpus, run_checks
from service.errors import Unavailable
from service.jobs.jobs import Jobs
from service.storage.sql import Database


def check_readiness(corpus: Corpus, database: Database, jobs: Jobs) -> list[Check]:
    """The checks of `corpus.check_readiness`, and whether this process, if it works on jobs, can."""
    found = papers.check_readiness(corpus, database, lambda: jobs.is_embedding)
    return [*found, *run_checks({"jobs": lambda: _work_goes_on(jobs)})]


def _work_goes_on(jobs: Jobs) -> str:
    under_way = len(jobs.records.under_way())
    if jobs.trouble:
        raise Unavailable(f"{under_way} jobs stand still: {jobs.trouble}")
    return f"{under_way} jobs are under way."
