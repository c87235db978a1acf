"""Durable jobs: the only door to DBOS, which sees that every job is worked on to its end, by one worker at a time.

A job's workflow is its steps one after the other (`JobHandlers.step`), so a kill costs the step under way. While more
jobs wait than are worked on, a workflow ends after a turn of some seconds, and the job waits behind the others for its
next one: a small job is not kept waiting by large ones. Once a minute a schedule of DBOS, each minute of which one
process takes, runs the sweeps that begin the jobs that are due; minutes that were missed are not made up for.

DBOS is imported and launched when there is a job, or a sweep that may find one; an installation without either never
pays for it. It reports to nobody: no telemetry, no conductor. A process that owns its data folder has one executor id
for ever and finds its own jobs again at the next start; where several share a database each has its own, says that it
lives, and takes over the jobs of the silent ones.
"""

import asyncio
import gc
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from service.errors import ServiceError
from service.jobs.handlers import JobHandlers
from service.jobs.jobs import Jobs
from service.observability import log
from service.storage import Job

_VERSION = "jobs-1"  # of the workflow: counted up only when its steps change, or else a new release strands old jobs
_OWNER = "owner"
_BEAT_S = 1.0
_RECOVERIES = 1_000_000  # a job outlives any number of kills
_RETRY_S, _RETRIES = 2.0, 1_800  # an hour, for a full disk or a database that is down
_EXPIRY_S = 600.0
_SWEPT_KEPT = timedelta(hours=1)  # longer than two processes may differ about which minute it is
_SWEPT_AT_ONCE = 1_000
_EVERY_MINUTE = "* * * * *"
_JOBS, _FETCHES = "jobs", "fetches"  # in a queue of their own, servers that are away hold no other job up
_FETCHES_AT_ONCE = 2
_one = threading.Lock()  # DBOS is one per process


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is done once a minute, told the minute (UTC), in one process; done again, it changes nothing more.

    `is_wanted` says whether there may ever be something to do: without that, DBOS is not launched for it.
    """

    name: str
    run: Callable[[datetime], object]
    is_wanted: Callable[[], bool]


class Worker:
    """Works on jobs in threads of its own, from `start` to `stop`."""

    def __init__(
        self, jobs: Jobs, handlers: JobHandlers, database_url: str, *, shared: bool, sweeps: Sequence[Sweep] = ()
    ) -> None:
        """`shared` says that other processes work on the jobs of this database, too."""
        self._sweeps = sweeps
        self._jobs, self._handlers, self._url, self._shared = jobs, handlers, database_url, shared
        self._id = uuid.uuid4().hex if shared else _OWNER
        self._dbos: Any = None
        self._workflow: Callable[[str], Any] | None = None
        self._turns: dict[str, int] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._expire_in = 0.0
        self._way_out = (
            "Look at the PostgreSQL server."
            if shared
            else "Stop the service, move jobs.db out of the data folder and start again: it is made anew."
        )

    def start(self) -> None:
        """Begin to look for jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Leave the jobs as they are; the next worker goes on with them."""
        self._ended.set()
        self._handlers.end()
        self._jobs.waiting.set()
        self._thread.join(30)

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                self._guarded()
                self._jobs.waiting.wait(_BEAT_S)
                self._jobs.waiting.clear()
        finally:
            if self._dbos is not None:
                self._stop_queues()
                self._dbos.destroy(destroy_registry=True)
                _one.release()

    def _stop_queues(self) -> None:
        """DBOS 3.4 closes its event loop while a queue may still hand a workflow to it; so the queues end first."""
        for event in self._dbos.background_thread_stop_events:
            event.set()
        for thread in threading.enumerate():
            if thread.name.startswith("queue-worker-"):
                thread.join(10)

    def _guarded(self) -> None:
        try:
            self._look()
            self._jobs.trouble = None
        except ServiceError as error:  # which the check of the database tells
            log.warning("jobs_wait", reason=error.detail)
        except Exception as error:  # noqa: BLE001  # of a database that is down or damaged, in the words of DBOS
            log.error("jobs_wait", reason=type(error).__name__)
            self._jobs.trouble = f"their engine's database fails ({type(error).__name__}). {self._way_out}"

    def _look(self) -> None:
        """One round: say that we live, take over from the dead, begin what waits, drop what is old."""
        records, now = self._jobs.records, self._jobs.now()
        if self._shared:
            records.heartbeat(self._id, now)
        waiting = records.under_way()
        if (waiting or self._sweeps_are_wanted()) and (self._dbos is not None or self._launched()):
            if self._shared:
                self._take_over()
            for job in waiting:
                self._begin(job)
        self._expire_in -= _BEAT_S
        if self._expire_in <= 0:
            self._expire_in = _EXPIRY_S
            self._jobs.expire()
            if self._dbos is not None:
                self._forget_sweeps(now)

    def _forget_sweeps(self, now: datetime) -> None:
        """Drop what DBOS keeps of sweeps that have ended: one a minute, for ever."""
        ended = {"name": "sweep", "status": ["SUCCESS", "ERROR"], "completed_before": (now - _SWEPT_KEPT).isoformat()}
        if old := self._dbos.list_workflows(**ended, limit=_SWEPT_AT_ONCE, load_input=False, load_output=False):
            self._dbos.delete_workflows([each.workflow_id for each in old])

    def _sweeps_are_wanted(self) -> bool:
        return self._dbos is None and any(sweep.is_wanted() for sweep in self._sweeps)

    def _launched(self) -> bool:
        if not _one.acquire(blocking=False):
            return False
        try:
            self._launch()
        except BaseException:
            import_module("dbos").DBOS.destroy(destroy_registry=True)
            _one.release()
            raise
        _keep_imported()
        return True

    def _launch(self) -> None:
        logging.getLogger("dbos").addHandler(logging.NullHandler())  # or else it adds one of its own
        dbos = import_module("dbos").DBOS(
            config={
                "name": "paperlark",
                "system_database_url": self._url,
                "application_version": _VERSION,
                "executor_id": self._id,
                "enable_otlp": False,
                "log_level": "WARNING",
            }
        )
        logging.getLogger("dbos").propagate = True

        async def work(job_id: str) -> None:
            await self._worked(dbos, job_id)

        async def sweep(minute: datetime, _: None) -> None:
            await asyncio.to_thread(self._swept, minute)

        self._workflow = dbos.workflow(name="job", max_recovery_attempts=_RECOVERIES)(work)
        sweeping = dbos.workflow(name="sweep", max_recovery_attempts=_RECOVERIES)(sweep)
        dbos.launch()
        settings = self._jobs.settings
        for queue, at_once in ((_JOBS, settings.concurrency), (_FETCHES, _FETCHES_AT_ONCE)):
            dbos.register_queue(
                queue,
                worker_concurrency=at_once,
                limiter={"limit": settings.starts_per_minute, "period": 60.0},
                polling_interval_sec=_BEAT_S / 2,
                on_conflict="always_update",
            )
        if self._sweeps:
            dbos.apply_schedules(
                [
                    {
                        "schedule_name": "sweep",
                        "workflow_fn": sweeping,
                        "schedule": _EVERY_MINUTE,
                        "automatic_backfill": False,
                    }
                ]
            )
        self._dbos = dbos

    def _swept(self, minute: datetime) -> None:
        """Run every sweep, whatever becomes of the others; one taken up after a kill is told the present minute."""
        minute = max(minute, self._jobs.now().replace(second=0, microsecond=0))
        for sweep in self._sweeps:
            try:
                sweep.run(minute)
            except ServiceError as error:
                log.warning("sweep_waits", sweep=sweep.name, reason=error.detail)
            except Exception as error:  # noqa: BLE001  # it is logged, and the next minute comes
                log.exception("sweep_broke_off", sweep=sweep.name, exc_info=error)

    async def _worked(self, dbos: Any, job_id: str) -> None:  # noqa: ANN401
        """The workflow: step after step until there is nothing left to do, or the turn is over."""
        began = time.monotonic()

        async def step() -> bool:
            more = await self._handlers.step(job_id)
            turn_is_over = time.monotonic() - began > self._jobs.settings.turn_s
            return more and not (turn_is_over and await asyncio.to_thread(self._others_wait, job_id))

        options: dict[str, object] = {
            "name": "step",
            "retries_allowed": True,
            "interval_seconds": _RETRY_S,
            "backoff_rate": 1.0,
            "max_attempts": _RETRIES,
            "should_retry": _is_retryable,
        }
        while await dbos.run_step_async(options, step):
            pass

    def _others_wait(self, job_id: str) -> bool:
        """Whether more jobs are in the queue of a job than are worked on at once."""
        queues = {job.id: _queue_of(job) for job in self._jobs.records.under_way()}
        queue = queues.get(job_id, _JOBS)
        at_once = _FETCHES_AT_ONCE if queue == _FETCHES else self._jobs.settings.concurrency
        return [*queues.values()].count(queue) > at_once

    def _begin(self, job: Job) -> None:
        """Hand a job to DBOS, once for each turn: a workflow of an id that it knows is not begun again."""
        name = f"{job.id}.{job.attempt}"
        turn = self._turns.get(name, 0)
        while True:
            this = f"{name}.{turn}" if turn else name
            if self._turns.get(name) != turn:
                with import_module("dbos").SetWorkflowID(this):
                    self._dbos.enqueue_workflow(_queue_of(job), self._workflow, job.id)
                self._turns[name] = turn
            status = self._dbos.get_workflow_status(this).status
            if status != "SUCCESS":
                break
            turn += 1  # the job has not ended, so its turn has, here or in another process
        if status not in {"ENQUEUED", "PENDING", "DELAYED"}:
            log.error("job_failed", job=job.id, workflow=status)
            self._jobs.records.end(job.id, "failed", self._jobs.now(), "The work broke off; retry the job.")

    def _take_over(self) -> None:
        """Put the jobs of workers that have been silent for too long back in the queue."""
        records, now = self._jobs.records, self._jobs.now()
        for worker in records.dead_workers(now - timedelta(seconds=self._jobs.settings.dead_after_s)):
            log.warning("worker_silent", worker=worker)
            # DBOS 3.4 has no public way: its `resume_workflows` would begin a job again that yet another worker has
            # taken over meanwhile; this one leaves that alone.
            self._dbos._recover_pending_workflows([worker])  # noqa: SLF001
            records.delete_worker(worker)


def _queue_of(job: Job) -> str:
    return _FETCHES if job.kind == "fetch" else _JOBS


def _is_retryable(error: BaseException) -> bool:
    return isinstance(error, ServiceError)


@cache
def _keep_imported() -> None:
    """Look no more for garbage in what DBOS imports, once in a process: that makes requests wait again and again.

    Nor now: to look through it all once would make them wait, too.
    """
    gc.freeze()
