"""The ledger: answers that were paid for, and what was spent on them, to the nano-dollar (1e-9 USD)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal, cast

import sqlalchemy as sa

from service.storage.sql import Database, answers, papers, spending, spending_totals, upsert

Scope = Literal["total", "user_day"]

_ALL = ""  # stands for all users, or all days, in the totals
_CHUNK = 500  # keys in one IN (...)
_MOST = 10**13  # ten thousand dollars in one call: who says more lies, and 900,000 such lies still fit 64 bits


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer about a paper; `variant` names the options it was asked with, `body` is a JSON object."""

    paper_id: str
    kind: str
    variant: str
    source_hash: str
    body: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent, in nano-dollars: ever, and by one user on one UTC day; None is no bound."""

    total_nano: int | None = None
    user_day_nano: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What counts against the budget, in nano-dollars: costs, and the ceilings of calls that are still open.

    `open_nano` and `open_calls` are the part that is not settled: calls under way, or whose process died.
    """

    total_nano: int
    today_nano: int
    open_nano: int
    open_calls: int
    calls: int
    tokens_in: int
    tokens_out: int


class BudgetSpent(Exception):
    """A call could pass the budget, so it must not be made; `scope` says which budget."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"The call could pass the budget ({scope}).")
        self.scope: Scope = scope


@dataclass(frozen=True, slots=True)
class _Sums:
    """A total, or what is added to it; the names are columns of `spending_totals`."""

    nano: int = 0
    open_nano: int = 0
    open_calls: int = 0
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class Ledger:
    """What the models of one installation answered, and what that cost."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def answer(self, key: str) -> StoredAnswer | None:
        """The answer kept under this key; None when there is none that can be read."""
        return self.answers([key]).get(key)

    def answers(self, keys: Sequence[str]) -> dict[str, StoredAnswer]:
        """The answers kept under these keys; one that cannot be read is as good as absent."""
        with self._db.read() as connection:
            rows = [
                row
                for start in range(0, len(keys), _CHUNK)
                for row in connection.execute(_kept_rows().where(answers.c.key.in_(keys[start : start + _CHUNK])))
            ]
        return {row.key: kept for row in rows if (kept := _kept(row)) is not None}

    def earlier(self, paper_id: str, kind: str, variant: str) -> StoredAnswer | None:
        """The newest answer of this kind about the paper, whatever its text was then."""
        of_paper = (answers.c.paper_id == paper_id, answers.c.kind == kind, answers.c.variant == variant)
        query = _kept_rows().where(*of_paper).order_by(answers.c.created_at.desc(), answers.c.key)
        with self._db.read() as connection:
            return next((kept for row in connection.execute(query) if (kept := _kept(row)) is not None), None)

    def keep(self, key: str, kept: StoredAnswer) -> StoredAnswer:
        """Keep an answer, and say which one holds: the first under a key; none stays of a paper deleted meanwhile."""
        values = {
            **{name: getattr(kept, name) for name in ("paper_id", "kind", "variant", "source_hash")},
            "body": json.dumps(dict(kept.body), allow_nan=False).encode("ascii"),
            "created_at": kept.created_at.astimezone(UTC),
        }
        with self._db.write() as connection:
            first = connection.execute(_kept_rows().where(answers.c.key == key)).first()
            exists = connection.scalar(sa.select(papers.c.id).where(papers.c.id == kept.paper_id)) is not None
            before = None if first is None else _kept(first)
            if exists and before is None:  # one that cannot be read would be paid for forever
                upsert(connection, answers, {"key": key}, values)
        return before or kept

    def reserve(self, model: str, ceiling_nano: int, *, user: str | None, now: datetime, budget: Budget) -> int:
        """Set the most that a call can cost aside before it is made; the number to settle it by.

        Raises BudgetSpent, and records nothing, when that could pass the budget; a call that is free never does.
        """
        ceiling, day = max(ceiling_nano, 0), _day(now)
        with self._db.write() as connection:
            bounds: list[tuple[Scope, str, str, int | None]] = [("total", _ALL, _ALL, budget.total_nano)]
            if user:
                bounds.append(("user_day", user, day, budget.user_day_nano))
            for scope, whose, when, bound in bounds:
                if ceiling and bound is not None and _nano(connection, whose, when) + ceiling > bound:
                    raise BudgetSpent(scope)
            return _open(connection, model, user, day, now, _bounded(ceiling))

    def settle(self, number: int, cost_nano: int, tokens_in: int, tokens_out: int, now: datetime) -> None:
        """Replace a reservation by what the call cost, once; 0 for a call that never reached the model.

        When this fails (a full disk), the reservation stays and counts at its ceiling.
        """
        cost, read, written = _bounded(cost_nano), _bounded(tokens_in), _bounded(tokens_out)
        values = {"nano": cost, "tokens_in": read, "tokens_out": written, "settled_at": now.astimezone(UTC)}
        open_call = sa.and_(spending.c.id == number, spending.c.settled_at.is_(None))
        with self._db.write() as connection:
            call = connection.execute(sa.select(spending).where(open_call)).first()
            if call is not None:
                connection.execute(sa.update(spending).where(open_call).values(**values))
                change = _Sums(cost - call.nano, -call.nano, -1, tokens_in=read, tokens_out=written)
                _count(connection, call.user, call.day, change)

    def spent(self, now: datetime) -> Spent:
        """What was spent until now, and on this UTC day; the same work however many calls there were."""
        with self._db.read() as connection:
            total = _total(connection, _ALL, _ALL)
            today = _nano(connection, _ALL, _day(now))
        return Spent(
            total.nano, today, total.open_nano, total.open_calls, total.calls, total.tokens_in, total.tokens_out
        )

    def forget(self, user: str) -> None:
        """Take the user's name off every call; what the calls cost stays."""
        with self._db.write() as connection:
            connection.execute(sa.update(spending).where(spending.c.user == user).values(user=None))
            connection.execute(
                sa.delete(spending_totals).where(spending_totals.c.user == user, spending_totals.c.user != _ALL)
            )

    def audit(self) -> list[str]:
        """Where the running totals differ from the calls they count, one sentence each; empty when they agree."""
        with self._db.read() as connection:
            kept = _totals(connection)
            counted = _recount(connection)
        return [
            f"The totals of {'all users' if user == _ALL else 'a user'} on {day or 'all days'} do not add up."
            for user, day in sorted(kept.keys() | counted.keys())
            if kept.get((user, day), _Sums()) != counted.get((user, day), _Sums())
        ]


def _kept_rows() -> sa.Select[Any]:
    # The body as it lies there: a damaged one may be of another type, on which a typed column would stumble.
    body = sa.type_coerce(answers.c.body, sa.types.NullType()).label("body")
    return sa.select(*(column for column in answers.c if column.name != "body"), body)


def _kept(row: sa.Row[Any]) -> StoredAnswer | None:
    try:
        body = json.loads(row.body)
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    created_at = row.created_at.replace(tzinfo=row.created_at.tzinfo or UTC)  # SQLite drops the zone
    return StoredAnswer(row.paper_id, row.kind, row.variant, row.source_hash, cast("dict[str, Any]", body), created_at)


def _bounded(number: int) -> int:
    return min(max(number, 0), _MOST)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _open(connection: sa.Connection, model: str, user: str | None, day: str, now: datetime, ceiling: int) -> int:
    values = {"model": model, "user": user or None, "day": day, "reserved_at": now.astimezone(UTC), "nano": ceiling}
    insert = sa.insert(spending).values(**values, tokens_in=0, tokens_out=0).returning(spending.c.id)
    _count(connection, user, day, _Sums(ceiling, ceiling, 1, 1))
    return connection.execute(insert).scalar_one()


def _count(connection: sa.Connection, user: str | None, day: str, change: _Sums) -> None:
    """Add to the totals of everything, of the day, and of the user on that day."""
    numbers = asdict(change)
    more = {f"more_{name}": number for name, number in numbers.items()}
    for whose, when in [(_ALL, _ALL), (_ALL, day)] + ([(user, day)] if user else []):
        if connection.execute(_ADD, {"whose": whose, "when": when, **more}).rowcount == 0:
            connection.execute(sa.insert(spending_totals).values(user=whose, day=when, **numbers))


def _total(connection: sa.Connection, user: str, day: str) -> _Sums:
    row = connection.execute(sa.select(*_columns()).where(*_scope(user, day))).first()
    return _Sums() if row is None else _Sums(*row)


def _scope(user: str | sa.BindParameter[str], day: str | sa.BindParameter[str]) -> tuple[sa.ColumnElement[bool], ...]:
    return spending_totals.c.user == user, spending_totals.c.day == day


# Built once: to put it together takes longer than SQLite needs to run it.
_ADD = (
    sa.update(spending_totals)
    .where(*_scope(sa.bindparam("whose"), sa.bindparam("when")))
    .values({each.name: spending_totals.c[each.name] + sa.bindparam(f"more_{each.name}") for each in fields(_Sums)})
)


def _nano(connection: sa.Connection, user: str, day: str) -> int:
    return _total(connection, user, day).nano


def _columns() -> list[sa.ColumnElement[int]]:
    return [spending_totals.c[name] for name in asdict(_Sums())]


def _totals(connection: sa.Connection) -> dict[tuple[str, str], _Sums]:
    query: sa.Select[Any] = sa.select(spending_totals.c.user, spending_totals.c.day, *_columns())
    return _by_scope(connection.execute(query))


def _recount(connection: sa.Connection) -> dict[tuple[str, str], _Sums]:
    """The totals as the rows of all calls give them."""
    is_open = spending.c.settled_at.is_(None)
    numbers = (
        spending.c.nano,
        sa.case((is_open, spending.c.nano), else_=0),
        sa.case((is_open, 1), else_=0),
        sa.literal(1),
        spending.c.tokens_in,
        spending.c.tokens_out,
    )
    sums = [sa.cast(sa.func.sum(number), sa.BigInteger) for number in numbers]
    user, day = spending.c.user, spending.c.day
    everything = sa.select(sa.literal(_ALL), sa.literal(_ALL), *sums).having(sa.func.count() > 0)
    days = sa.select(sa.literal(_ALL), day, *sums).group_by(day)
    users = sa.select(user, day, *sums).where(user.is_not(None)).group_by(user, day)
    return _by_scope(row for query in (everything, days, users) for row in connection.execute(query))


def _by_scope(rows: Iterable[Any]) -> dict[tuple[str, str], _Sums]:
    return {(row[0], row[1]): _Sums(*row[2:]) for row in rows}
