"""Durable jobs: batches of texts, large imports, reindexing; asked for, worked on step by step, looked at.

The only door to DBOS. A step is a use case of another package; nothing is decided here about papers or texts.
"""

from service.jobs.handlers import Jobs
from service.jobs.worker import Worker

__all__ = ["Jobs", "Worker"]
