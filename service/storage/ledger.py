"""The ledger: what calls of language models cost, to the nano-dollar (1e-9 USD)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from service.storage.answers import AnswerRecords
from service.storage.calibrations import CalibrationRecords
from service.storage.erasures import UserErased, is_erased
from service.storage.sql import Database, spending, spending_totals

Scope = Literal["total", "user_day", "key_day"]

_ALL = ""  # stands for all users, or all days, in the totals
_MAX_NUMBER = 10**13  # ten thousand dollars in one call: who says more lies, and 900,000 such lies still fit 64 bits


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent, in nano-dollars: ever, and by one user or key on one UTC day; None is no bound."""

    total_nano: int | None = None
    user_day_nano: int | None = None
    key_day_nano: int | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What counts against the budget, in nano-dollars: what calls cost, and the most that open ones can cost.

    `open_nano` and `open_calls` are the part that is not settled: calls under way, or whose process has ended;
    `verifying_nano` and `verifying_calls` the part that verified sentences.
    """

    total_nano: int
    today_nano: int
    open_nano: int
    open_calls: int
    calls: int
    tokens_in: int
    tokens_out: int
    verifying_nano: int = 0
    verifying_calls: int = 0


@dataclass(frozen=True, slots=True)
class SpendingDay:
    """What was spent for one user on one UTC day, in nano-dollars."""

    day: str
    nano: int
    calls: int
    tokens_in: int
    tokens_out: int


class BudgetExceeded(Exception):
    """A call could cost more than is left of a budget, so it must not be made; `scope` says of which."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"The call could pass the budget ({scope}).")
        self.scope: Scope = scope


@dataclass(frozen=True, slots=True)
class _Totals:
    """Totals, or what is added to them; the names are columns of `spending_totals`."""

    nano: int = 0
    open_nano: int = 0
    open_calls: int = 0
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    verifying_nano: int = 0
    verifying_calls: int = 0


class Ledger:
    """What the language models of one installation cost; `answers` and `calibrations` have what was got for it."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.answers, self.calibrations = AnswerRecords(database), CalibrationRecords(database)

    def reserve(
        self,
        model: str,
        max_cost_nano: int,
        *,
        user: str | None,
        now: datetime,
        budget: Budget,
        key: str | None = None,
        since: datetime | None = None,
        verifies: bool = False,
    ) -> int:
        """Set the most that a call can cost aside before it is made; the number of the reservation, to settle it by.

        `key` is the id of the key that asked, `since` when the work began that the call belongs to, if before now;
        `verifies` says that the call is about a sentence that another one wrote. Records nothing and raises
        BudgetExceeded when that could pass the budget, which a free call never does; UserErased when the user was.
        """
        nano, day = max(max_cost_nano, 0), _day(now)
        with self._db.write() as connection:
            if is_erased(connection, user, since or now):
                raise UserErased
            limits: list[tuple[Scope, str, str, int | None]] = [("total", _ALL, _ALL, budget.total_nano)]
            if user:
                limits.append(("user_day", user, day, budget.user_day_nano))
            if key:
                limits.append(("key_day", _of_key(key), day, budget.key_day_nano))
            for scope, of_user, on_day, limit in limits:
                if nano and limit is not None and _read_totals(connection, of_user, on_day).nano + nano > limit:
                    raise BudgetExceeded(scope)
            return _open_call(connection, model, user, key, now, _bounded(nano), verifies=verifies)

    def settle(self, reservation: int, cost_nano: int, tokens_in: int, tokens_out: int, now: datetime) -> None:
        """Replace a reservation by what the call cost, once; 0 for a call that never reached the model.

        When this fails (a full disk), the reservation stays and counts at the most that the call could cost.
        """
        cost, bounded_in, bounded_out = _bounded(cost_nano), _bounded(tokens_in), _bounded(tokens_out)
        values = {"nano": cost, "tokens_in": bounded_in, "tokens_out": bounded_out, "settled_at": now.astimezone(UTC)}
        open_call = sa.and_(spending.c.id == reservation, spending.c.settled_at.is_(None))
        with self._db.write() as connection:
            call = connection.execute(sa.select(spending).where(open_call)).first()
            if call is not None:
                connection.execute(sa.update(spending).where(open_call).values(**values))
                change = _Totals(
                    cost - call.nano,
                    -call.nano,
                    -1,
                    tokens_in=bounded_in,
                    tokens_out=bounded_out,
                    verifying_nano=call.verifies * (cost - call.nano),
                )
                _add_to_totals(connection, call.user, call.key, call.day, change)

    def spending(self, now: datetime) -> Spending:
        """What was spent until now, and on this UTC day; the same work however many calls there were."""
        with self._db.read() as connection:
            total = _read_totals(connection, _ALL, _ALL)
            today = _read_totals(connection, _ALL, _day(now))
        return Spending(
            total.nano,
            today.nano,
            total.open_nano,
            total.open_calls,
            total.calls,
            total.tokens_in,
            total.tokens_out,
            total.verifying_nano,
            total.verifying_calls,
        )

    def of_user(self, user: str) -> list[SpendingDay]:
        """What was spent for a user, day by day."""
        columns = [spending_totals.c[each.name] for each in fields(SpendingDay)]
        query = sa.select(*columns).where(spending_totals.c.user == user, spending_totals.c.user != _ALL)
        with self._db.read() as connection:
            return [SpendingDay(*row) for row in connection.execute(query.order_by(spending_totals.c.day))]

    def anonymize_user(self, user: str) -> None:
        """Take the user's name off every call; what the calls cost stays."""
        with self._db.write() as connection:
            connection.execute(sa.update(spending).where(spending.c.user == user).values(user=None))
            connection.execute(
                sa.delete(spending_totals).where(spending_totals.c.user == user, spending_totals.c.user != _ALL)
            )

    def audit(self) -> list[str]:
        """Where the running totals differ from the calls they count, one sentence each; empty when they agree."""
        with self._db.read() as connection:
            stored = _all_totals(connection)
            counted = _recount(connection)
        return [
            f"The totals of {'all users' if user == _ALL else 'a user'} on {day or 'all days'} do not add up."
            for user, day in sorted(stored.keys() | counted.keys())
            if stored.get((user, day), _Totals()) != counted.get((user, day), _Totals())
        ]


def _bounded(number: int) -> int:
    return min(max(number, 0), _MAX_NUMBER)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _of_key(key: str) -> str:
    """Under which name the totals have what a key spent; no user has a space in theirs."""
    return f"key {key}"


def _open_call(
    connection: sa.Connection,
    model: str,
    user: str | None,
    key: str | None,
    now: datetime,
    nano: int,
    *,
    verifies: bool,
) -> int:
    day = _day(now)
    values = {"model": model, "user": user or None, "day": day, "reserved_at": now.astimezone(UTC), "nano": nano}
    values |= {"verifies": verifies, "key": key}
    insert = sa.insert(spending).values(**values, tokens_in=0, tokens_out=0).returning(spending.c.id)
    change = _Totals(nano, nano, 1, 1, verifying_nano=verifies * nano, verifying_calls=int(verifies))
    _add_to_totals(connection, user, key, day, change)
    return connection.execute(insert).scalar_one()


def _add_to_totals(connection: sa.Connection, user: str | None, key: str | None, day: str, change: _Totals) -> None:
    """Add to the totals of everything, of the day, and of the user and of the key on that day."""
    numbers = asdict(change)
    more = {f"more_{name}": number for name, number in numbers.items()}
    payers = [user, key and _of_key(key)]
    for of_user, on_day in [(_ALL, _ALL), (_ALL, day), *((payer, day) for payer in payers if payer)]:
        if connection.execute(_ADD, {"of_user": of_user, "on_day": on_day, **more}).rowcount == 0:
            connection.execute(sa.insert(spending_totals).values(user=of_user, day=on_day, **numbers))


def _read_totals(connection: sa.Connection, user: str, day: str) -> _Totals:
    row = connection.execute(sa.select(*_columns()).where(*_scope(user, day))).first()
    return _Totals() if row is None else _Totals(*row)


def _scope(user: str | sa.BindParameter[str], day: str | sa.BindParameter[str]) -> tuple[sa.ColumnElement[bool], ...]:
    return spending_totals.c.user == user, spending_totals.c.day == day


# Built once: to put it together takes longer than SQLite needs to run it.
_ADD = (
    sa.update(spending_totals)
    .where(*_scope(sa.bindparam("of_user"), sa.bindparam("on_day")))
    .values({each.name: spending_totals.c[each.name] + sa.bindparam(f"more_{each.name}") for each in fields(_Totals)})
)


def _columns() -> list[sa.ColumnElement[int]]:
    return [spending_totals.c[name] for name in asdict(_Totals())]


def _all_totals(connection: sa.Connection) -> dict[tuple[str, str], _Totals]:
    query: sa.Select[Any] = sa.select(spending_totals.c.user, spending_totals.c.day, *_columns())
    return _by_scope(connection.execute(query))


def _recount(connection: sa.Connection) -> dict[tuple[str, str], _Totals]:
    """The totals as the rows of all calls give them."""
    is_open = spending.c.settled_at.is_(None)
    numbers = (
        spending.c.nano,
        sa.case((is_open, spending.c.nano), else_=0),
        sa.case((is_open, 1), else_=0),
        sa.literal(1),
        spending.c.tokens_in,
        spending.c.tokens_out,
        sa.case((spending.c.verifies, spending.c.nano), else_=0),
        sa.case((spending.c.verifies, 1), else_=0),
    )
    sums = [sa.cast(sa.func.sum(number), sa.BigInteger) for number in numbers]
    user, day = spending.c.user, spending.c.day
    everything = sa.select(sa.literal(_ALL), sa.literal(_ALL), *sums).having(sa.func.count() > 0)
    days = sa.select(sa.literal(_ALL), day, *sums).group_by(day)
    users = sa.select(user, day, *sums).where(user.is_not(None)).group_by(user, day)
    keys = sa.select(_of_key("") + spending.c.key, day, *sums).where(spending.c.key.is_not(None))
    keys = keys.group_by(spending.c.key, day)
    return _by_scope(row for query in (everything, days, users, keys) for row in connection.execute(query))


def _by_scope(rows: Iterable[Any]) -> dict[tuple[str, str], _Totals]:
    return {(row[0], row[1]): _Totals(*row[2:]) for row in rows}
