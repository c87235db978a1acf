"""Durable jobs: batches of texts, large imports, fetches, reindexing; asked for, worked on step by step, looked at.

The only door to DBOS. A step is a use case of another package; nothing is decided here about papers or texts.
`user_data` takes away or removes all that is kept about a user, `status` says how all of an installation does: jobs are
the last of either.
"""

from service.jobs.digest_schedule import begin_due_digests
from service.jobs.handlers import JobHandlers
from service.jobs.health import Readiness, check_readiness
from service.jobs.imports import keep_and_embed_later
from service.jobs.jobs import JobProgress, Jobs
from service.jobs.likes_imports import import_or_begin
from service.jobs.metrics import InstallationMetrics
from service.jobs.source_fetches import SourceFetches, begin_fetch
from service.jobs.source_schedule import SourceStatus, begin_due_fetches, source_statuses
from service.jobs.status import DayOfTexts, installation_status
from service.jobs.subscribing import send_now, subscribe_and_confirm
from service.jobs.user_data import UserData, UserRecords
from service.jobs.worker import Sweep, Worker

__all__ = [
    "DayOfTexts",
    "InstallationMetrics",
    "JobHandlers",
    "JobProgress",
    "Jobs",
    "Readiness",
    "SourceFetches",
    "SourceStatus",
    "Sweep",
    "UserData",
    "UserRecords",
    "Worker",
    "begin_due_digests",
    "begin_due_fetches",
    "begin_fetch",
    "check_readiness",
    "import_or_begin",
    "installation_status",
    "keep_and_embed_later",
    "send_now",
    "source_statuses",
    "subscribe_and_confirm",
]
