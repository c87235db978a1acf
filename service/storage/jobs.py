"""Jobs and their items: what is to be done, what is done, and what came of it. Progress is a count of these rows."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from service.storage.idempotency import KEEP_KEYS
from service.storage.sql import Database, in_chunks, job_items, jobs, upsert, with_utc, workers

JobStatus = Literal["queued", "in_progress", "completed", "failed", "cancelling", "cancelled", "expired"]
JobKind = Literal["summaries", "import", "likes", "embed", "reindex", "map", "fetch", "digests"]

UNDER_WAY: tuple[JobStatus, ...] = ("queued", "in_progress", "cancelling")
_ARRIVING = "arriving"  # its items are being written; to everybody else there is no such job yet
_ARRIVED_WITHIN = timedelta(hours=1)  # or whoever wrote them was killed
_CANCELLED_KEPT = timedelta(days=1)
_DROPPED = 5_000  # items in one transaction


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is kept; `request` says what all its items have in common."""

    id: str
    kind: JobKind
    request: Mapping[str, Any]
    status: JobStatus
    attempt: int
    error: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def under_way(self) -> bool:
        """Whether it may still change."""
        return self.status in UNDER_WAY


@dataclass(frozen=True, slots=True)
class JobTally:
    """How many jobs of a kind there are in a status, and when the oldest was asked for."""

    kind: JobKind
    status: JobStatus
    jobs: int
    oldest: datetime

    @property
    def under_way(self) -> bool:
        """Whether they may still change."""
        return self.status in UNDER_WAY


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Items of a job, and what the finished ones took; `quoted` are among the done, `nano` is in 1e-9 US dollars."""

    total: int = 0
    done: int = 0
    quoted: int = 0
    failed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    nano: int = 0


@dataclass(frozen=True, slots=True)
class JobItem:
    """One piece of a job, about a paper; `body` is JSON: what to do, or what came of it; `nano` is in 1e-9 US dollars.

    `place` counts from 0, in the order asked for. `quoted` is as good as done, but a model that could not be had should
    have written it: a retry asks again.
    """

    place: int
    paper_id: str
    status: Literal["pending", "done", "quoted", "failed"] = "pending"
    body: Any = None
    tokens_in: int = 0
    tokens_out: int = 0
    nano: int = 0


class JobRecords:
    """The jobs of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def create(
        self, job_id: str, kind: JobKind, request: Mapping[str, Any], items: Iterable[JobItem], now: datetime
    ) -> str:
        """Keep a new job, its items as they come, some at a time so that other writers have their turn; its id.

        Nobody sees it before it is whole. The job that has this id already is as good as this one, for a day; from then
        on this one gets the next id, the same for everybody who asks.
        """
        with self._db.write() as connection:
            known = sa.select(jobs.c.created_at).where(jobs.c.status != _ARRIVING)
            while (begun := connection.scalar(known.where(jobs.c.id == job_id))) is not None:
                if with_utc(begun) >= now - KEEP_KEYS:
                    return job_id
                job_id = hashlib.sha256(job_id.encode()).hexdigest()[:32]
            of_job = jobs.c.id == job_id
            connection.execute(sa.delete(jobs).where(of_job))  # what a process that died has left of it
            values = {"kind": kind, "request": dict(request), "status": _ARRIVING, "attempt": 1, "created_at": now}
            connection.execute(sa.insert(jobs).values(id=job_id, **values))
        for chunk in in_chunks(items):
            rows = [_row(job_id, item) for item in chunk]
            with self._db.write() as connection:
                if connection.scalar(sa.select(jobs.c.id).where(of_job)) is None:  # its user was deleted
                    return job_id
                connection.execute(sa.insert(job_items), rows)
        with self._db.write() as connection:
            connection.execute(sa.update(jobs).where(of_job).values(status="queued"))
        return job_id

    def has_items_above(self, count: int) -> bool:
        """Whether the items of all jobs are more than `count`."""
        some = sa.select(sa.literal(1)).select_from(job_items).limit(count + 1).subquery()
        with self._db.read() as connection:
            return (connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0) > count

    def get(self, job_id: str) -> Job | None:
        """The job of this id."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(jobs).where(jobs.c.id == job_id, jobs.c.status != _ARRIVING)).first()
        return _job(row) if row else None

    def under_way(self) -> list[Job]:
        """The jobs that have not ended, the oldest first."""
        query = sa.select(jobs).where(jobs.c.status.in_(UNDER_WAY)).order_by(jobs.c.created_at, jobs.c.id)
        with self._db.read() as connection:
            return [_job(row) for row in connection.execute(query)]

    def latest(self, limit: int) -> list[Job]:
        """The jobs that were asked for last, the newest first."""
        query = sa.select(jobs).where(jobs.c.status != _ARRIVING)
        query = query.order_by(jobs.c.created_at.desc(), jobs.c.id).limit(limit)
        with self._db.read() as connection:
            return [_job(row) for row in connection.execute(query)]

    def tally(self) -> list[JobTally]:
        """All jobs by kind and status."""
        columns = (jobs.c.kind, jobs.c.status, sa.func.count(), sa.func.min(jobs.c.created_at))
        query = sa.select(*columns).where(jobs.c.status != _ARRIVING).group_by(*columns[:2]).order_by(*columns[:2])
        with self._db.read() as connection:
            return [
                JobTally(kind, status, count, with_utc(oldest))
                for kind, status, count, oldest in connection.execute(query)
            ]

    def counts(self, job_id: str) -> JobCounts:
        """How far a job is."""
        sums = [sa.func.sum(job_items.c[name]) for name in ("tokens_in", "tokens_out", "nano")]
        query = sa.select(job_items.c.status, sa.func.count(), *sums).where(job_items.c.job_id == job_id)
        with self._db.read() as connection:
            rows: list[tuple[Any, ...]] = [(*row,) for row in connection.execute(query.group_by(job_items.c.status))]
        by_status: dict[str, int] = {row[0]: row[1] for row in rows}
        tokens_in, tokens_out, nano = (int(sum(row[column] for row in rows)) for column in (2, 3, 4))
        done, quoted, failed = (by_status.get(name, 0) for name in ("done", "quoted", "failed"))
        return JobCounts(sum(by_status.values()), done + quoted, quoted, failed, tokens_in, tokens_out, nano)

    def pending(self, job_id: str, limit: int) -> list[JobItem]:
        """The next items to work on."""
        with self._db.read() as connection:
            return _items(connection, limit, job_items.c.job_id == job_id, job_items.c.status == "pending")

    def results(self, job_id: str, after: int, limit: int) -> list[JobItem]:
        """Finished items after a place, in the order asked for; while the job runs, up to the first unfinished."""
        after_place = (job_items.c.job_id == job_id, job_items.c.place > after)
        finished = (*after_place, job_items.c.status != "pending")
        open_job = sa.select(jobs.c.id).where(jobs.c.id == job_id, jobs.c.status.in_(UNDER_WAY)).exists()
        first = sa.select(sa.func.min(job_items.c.place)).where(*after_place, job_items.c.status == "pending", open_job)
        with self._db.read() as connection:
            unfinished = connection.scalar(first)
            before = () if unfinished is None else (job_items.c.place < unfinished,)
            return _items(connection, limit, *finished, *before)

    def finish_items(self, job_id: str, items: Sequence[JobItem]) -> None:
        """Keep what came of some items, all or none; what is finished already stays as it is."""
        names = ("status", "body", "tokens_in", "tokens_out", "nano")
        at: sa.BindParameter[int] = sa.bindparam("at")
        new: dict[str, sa.BindParameter[Any]] = {name: sa.bindparam(f"new_{name}") for name in names}
        of_item = (job_items.c.job_id == job_id, job_items.c.place == at, job_items.c.status == "pending")
        rows = [_row(job_id, item) for item in items]
        values = [{"at": row["place"]} | {f"new_{name}": row[name] for name in names} for row in rows]
        with self._db.write() as connection:
            connection.execute(sa.update(job_items).where(*of_item).values(new), values)

    def begin(self, job_id: str, now: datetime) -> None:
        """Record that somebody works on a job."""
        queued = (jobs.c.id == job_id, jobs.c.status == "queued")
        with self._db.write() as connection:
            connection.execute(sa.update(jobs).where(*queued).values(status="in_progress", started_at=now))

    def end(self, job_id: str, status: JobStatus, now: datetime, error: str | None = None) -> None:
        """Record how a job ended; the first record stays."""
        open_job = (jobs.c.id == job_id, jobs.c.status.in_(UNDER_WAY))
        with self._db.write() as connection:
            connection.execute(sa.update(jobs).where(*open_job).values(status=status, ended_at=now, error=error))

    def cancel(self, job_id: str, now: datetime) -> bool:
        """Ask for the end of a job, which comes with its next step; False when it has ended."""
        with self._db.write() as connection:
            status = connection.scalar(sa.select(jobs.c.status).where(jobs.c.id == job_id))
            if status == "queued":
                connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(status="cancelled", ended_at=now))
            elif status == "in_progress":
                connection.execute(sa.update(jobs).where(jobs.c.id == job_id).values(status="cancelling"))
            return status in UNDER_WAY

    def retry(self, job_id: str) -> bool:
        """Put what failed, was only quoted, or never begun in the queue again; False when the job has not ended."""
        ended = (jobs.c.id == job_id, jobs.c.status.in_(("completed", "failed", "cancelled")))
        again = {"status": "queued", "attempt": jobs.c.attempt + 1, "error": None, "ended_at": None}
        failed = (job_items.c.job_id == job_id, job_items.c.status.in_(("failed", "quoted")))
        with self._db.write() as connection:
            if connection.execute(sa.update(jobs).where(*ended).values(**again)).rowcount == 0:
                return False
            connection.execute(sa.update(job_items).where(*failed).values(status="pending"))
            return True

    def ids_of_user(self, user: str) -> list[str]:
        """The ids of the jobs that were asked for in the name of a user, the oldest first."""
        query = (
            sa.select(jobs.c.id)
            .where(_is_of_user(user), jobs.c.status != _ARRIVING)
            .order_by(jobs.c.created_at, jobs.c.id)
        )
        with self._db.read() as connection:
            return list(connection.scalars(query))

    def delete_user(self, user: str) -> int:
        """Remove every job that was asked for in the name of a user, with what came of it; how many."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(jobs).where(_is_of_user(user))).rowcount

    def expire(self, keep: timedelta, now: datetime) -> int:
        """Drop the results of jobs that ended longer ago than `keep`, or were cancelled a day ago; of how many.

        One that is retried meanwhile keeps them. What a process that died has left of such jobs goes as well, and
        what a reader has put off of overwriting what was removed is done.
        """
        cancelled = sa.and_(jobs.c.status == "cancelled", jobs.c.ended_at < now - _CANCELLED_KEPT)
        old = sa.or_(sa.and_(jobs.c.ended_at < now - keep, jobs.c.status != "expired"), cancelled)
        given_up = (jobs.c.status == _ARRIVING, jobs.c.created_at < now - _ARRIVED_WITHIN)
        with self._db.write() as connection:
            connection.execute(sa.delete(jobs).where(*given_up))
        left = sa.select(sa.literal(1)).where(job_items.c.job_id == jobs.c.id).exists()
        with self._db.read() as connection:
            ids = list(connection.scalars(sa.select(jobs.c.id).where(old)))
            half_dropped = list(connection.scalars(sa.select(jobs.c.id).where(jobs.c.status == "expired", left)))
        expired = [job_id for job_id in ids if self._expire_one(job_id, old)]
        for job_id in (*half_dropped, *expired):
            self._drop_items(job_id)
        self._db.overwrite_put_off()
        return len(expired)

    def _expire_one(self, job_id: str, old: sa.ColumnElement[bool]) -> bool:
        with self._db.write() as connection:
            expired = sa.update(jobs).where(jobs.c.id == job_id, old).values(status="expired")
            return connection.execute(expired).rowcount > 0

    def _drop_items(self, job_id: str) -> None:
        some = sa.select(job_items.c.place).where(job_items.c.job_id == job_id).limit(_DROPPED)
        left = True
        while left:
            with self._db.write() as connection:
                dropped = sa.delete(job_items).where(job_items.c.job_id == job_id, job_items.c.place.in_(some))
                left = connection.execute(dropped).rowcount > 0

    def heartbeat(self, worker: str, now: datetime) -> None:
        """Record that a worker lives."""
        with self._db.write() as connection:
            upsert(connection, workers, {"id": worker}, {"beat_at": now})

    def dead_workers(self, since: datetime) -> list[str]:
        """The workers without a heartbeat since then."""
        with self._db.read() as connection:
            return list(connection.scalars(sa.select(workers.c.id).where(workers.c.beat_at < since)))

    def delete_worker(self, worker: str) -> None:
        """Remove a worker, whose jobs somebody has taken over."""
        with self._db.write() as connection:
            connection.execute(sa.delete(workers).where(workers.c.id == worker))


def _is_of_user(user: str) -> sa.ColumnElement[bool]:
    return jobs.c.request["user"].as_string() == user


def _row(job_id: str, item: JobItem) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "place": item.place,
        "paper_id": item.paper_id,
        "status": item.status,
        "body": None if item.body is None else json.dumps(item.body, allow_nan=False).encode("ascii"),
        "tokens_in": item.tokens_in,
        "tokens_out": item.tokens_out,
        "nano": item.nano,
    }


def _items(connection: sa.Connection, limit: int, *conditions: sa.ColumnElement[bool]) -> list[JobItem]:
    columns = [job_items.c[name] for name in JobItem.__slots__]
    query = sa.select(*columns).where(*conditions).order_by(job_items.c.place).limit(limit)
    return [
        JobItem(row.place, row.paper_id, row.status, _read_body(row.body), *row[4:])
        for row in connection.execute(query)
    ]


def _read_body(body: bytes | None) -> Any:  # noqa: ANN401  # whatever JSON holds
    """What a body says; None also of one that was damaged, so that its item fails alone."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


def _job(row: sa.Row[Any]) -> Job:
    times = (with_utc(row.created_at), *(at and with_utc(at) for at in (row.started_at, row.ended_at)))
    return Job(row.id, row.kind, row.request, row.status, row.attempt, row.error, *times)
