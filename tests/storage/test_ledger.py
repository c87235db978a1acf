"""The ledger's money: no call is made that could pass the budget, and nothing spent is lost from sight."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.storage import Budget, BudgetExceeded, ErasureRecords, Ledger, Spending, UserErased
from service.storage.sql import Database, spending, spending_totals
from tests.corpora import NOW
from tests.stores import InFolders

NOTHING = Spending(0, 0, 0, 0, 0, 0, 0)
UNBOUND = Budget()
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def database(stores: InFolders, tmp_path: Path) -> Iterator[Database]:
    with stores.opened(tmp_path, busy_timeout_s=60) as database:
        yield database


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture(scope="module")
def shared(stores: InFolders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all examples of a property; each example empties it first."""
    with stores.opened(tmp_path_factory.mktemp("shared"), busy_timeout_s=60) as database:
        yield database


def reserve(ledger: Ledger, nano: int, user: str | None = None, now: datetime = NOW, budget: Budget = UNBOUND) -> int:
    return ledger.reserve("openai/x", nano, user=user, now=now, budget=budget)


def refused(ledger: Ledger, nano: int, user: str | None = None, now: datetime = NOW, *, budget: Budget) -> str | None:
    """The scope that refuses this call; None when it was reserved."""
    try:
        reserve(ledger, nano, user, now, budget)
    except BudgetExceeded as error:
        return error.scope
    return None


def test_before_the_first_call_nothing_is_spent(ledger: Ledger):
    assert ledger.spending(NOW) == NOTHING
    assert ledger.audit() == []


def test_calls_that_verify_count_with_all_and_by_themselves(ledger: Ledger):
    reserve(ledger, 100, "ann")
    open_call, settled = (
        ledger.reserve("openai/x", nano, user="ann", now=NOW, budget=UNBOUND, verifies=True) for nano in (10, 20)
    )
    ledger.settle(settled, 5, 300, 1, NOW)
    assert ledger.spending(NOW) == Spending(115, 115, 110, 2, 3, 300, 1, verifying_nano=15, verifying_calls=2)
    ledger.settle(open_call, 0, 0, 0, NOW)
    assert ledger.spending(NOW).verifying_nano == 5
    assert ledger.audit() == []


def test_a_key_has_a_budget_of_its_own_for_each_day(ledger: Ledger):
    budget = Budget(key_day_nano=100)
    paid = ledger.reserve("openai/x", 60, user="ann", now=NOW, budget=budget, key="k1")
    with pytest.raises(BudgetExceeded) as caught:
        ledger.reserve("openai/x", 41, user="bob", now=NOW, budget=budget, key="k1")
    assert caught.value.scope == "key_day"
    ledger.settle(paid, 10, 1, 1, NOW)
    for key, now in (("k1", NOW), ("k2", NOW), ("k1", TOMORROW), (None, NOW)):
        ledger.reserve("openai/x", 90, user=None, now=now, budget=budget, key=key)
    assert ledger.audit() == []
    ledger.anonymize_user("ann")
    assert ledger.audit() == []
    assert ledger.of_user("ann") == []


def test_for_a_user_who_was_erased_only_later_work_is_paid(ledger: Ledger, database: Database):
    ErasureRecords(database).record("ann", NOW)
    second = timedelta(seconds=1)
    for since in (NOW - second, NOW):
        with pytest.raises(UserErased):
            ledger.reserve("openai/x", 1, user="ann", now=NOW + second, budget=UNBOUND, since=since)
    assert ledger.spending(NOW) == NOTHING
    ledger.reserve("openai/x", 1, user="bob", now=NOW, budget=UNBOUND, since=NOW - second)
    ledger.reserve("openai/x", 1, user="ann", now=NOW + second, budget=UNBOUND)
    ErasureRecords(database).record("bob", NOW + timedelta(days=2))
    ledger.reserve("openai/x", 1, user="ann", now=NOW, budget=UNBOUND)  # the tombstone has had its time


def test_a_reservation_counts_at_its_ceiling_until_it_is_settled(ledger: Ledger):
    first, second = reserve(ledger, 100, "ann"), reserve(ledger, 10)
    assert ledger.spending(NOW) == Spending(110, 110, 110, 2, 2, 0, 0)
    ledger.settle(first, 30, 7, 5, NOW)
    assert ledger.spending(NOW) == Spending(40, 40, 10, 1, 2, 7, 5)
    ledger.settle(second, 25, 1, 2, NOW)
    assert ledger.spending(NOW) == Spending(55, 55, 0, 0, 2, 8, 7)
    assert ledger.audit() == []


def test_settling_again_or_settling_what_was_never_reserved_changes_nothing(ledger: Ledger):
    number = reserve(ledger, 100)
    ledger.settle(number, 30, 7, 5, NOW)
    before = ledger.spending(NOW)
    ledger.settle(number, 99, 9, 9, TOMORROW)
    ledger.settle(number + 1, 99, 9, 9, NOW)
    assert ledger.spending(NOW) == before
    assert ledger.audit() == []


def test_a_call_may_reach_the_budget_and_not_pass_it_by_a_nano_dollar(ledger: Ledger):
    budget = Budget(total_nano=100)
    with pytest.raises(BudgetExceeded, match=r"could pass the budget \(total\)"):
        reserve(ledger, 101, budget=budget)
    assert refused(ledger, 60, budget=budget) is None
    assert refused(ledger, 41, budget=budget) == "total"
    assert refused(ledger, 40, budget=budget) is None
    assert refused(ledger, 1, budget=budget) == "total"
    assert ledger.spending(NOW) == Spending(100, 100, 100, 2, 2, 0, 0)


def test_what_a_call_did_not_cost_can_be_spent_on_another(ledger: Ledger):
    budget = Budget(total_nano=100, user_day_nano=100)
    ledger.settle(reserve(ledger, 100, "ann", budget=budget), 0, 0, 0, NOW)
    assert refused(ledger, 100, "ann", budget=budget) is None


def test_a_call_dearer_than_its_ceiling_closes_the_budget_but_not_for_free_calls(ledger: Ledger):
    budget = Budget(total_nano=100, user_day_nano=100)
    ledger.settle(reserve(ledger, 10, "ann", budget=budget), 250, 1, 1, NOW)
    assert refused(ledger, 1, "bob", budget=budget) == "total"
    assert refused(ledger, 0, "ann", budget=budget) is None
    assert ledger.spending(NOW).total_nano == 250


def test_a_users_day_is_bounded_by_itself(ledger: Ledger):
    budget = Budget(user_day_nano=100)
    assert refused(ledger, 100, "ann", budget=budget) is None
    assert refused(ledger, 1, "ann", budget=budget) == "user_day"
    assert refused(ledger, 100, "bob", budget=budget) is None
    assert refused(ledger, 1_000, budget=budget) is None
    assert refused(ledger, 100, "ann", TOMORROW, budget=budget) is None
    assert refused(ledger, 1, "ann", TOMORROW, budget=budget) == "user_day"


def test_a_day_is_the_utc_date(ledger: Ledger):
    budget = Budget(user_day_nano=100)
    late = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    reserve(ledger, 100, "ann", late, budget)
    same = datetime(2026, 3, 2, 8, 59, tzinfo=timezone(timedelta(hours=9)))
    assert refused(ledger, 1, "ann", same, budget=budget) == "user_day"
    assert refused(ledger, 1, "ann", late + timedelta(minutes=1), budget=budget) is None
    assert (ledger.spending(same).today_nano, ledger.spending(late + timedelta(minutes=1)).today_nano) == (100, 1)


def test_a_call_settled_after_midnight_counts_on_the_day_it_was_reserved(ledger: Ledger):
    number = reserve(ledger, 100, "ann")
    ledger.settle(number, 70, 1, 1, TOMORROW)
    assert (ledger.spending(NOW).today_nano, ledger.spending(TOMORROW).today_nano) == (70, 0)
    assert refused(ledger, 31, "ann", budget=Budget(user_day_nano=100)) == "user_day"
    assert ledger.audit() == []


@pytest.mark.parametrize("years", [-60, -20, 20, 7_000])
def test_a_clock_that_jumps_does_not_open_the_total_budget(ledger: Ledger, years: int):
    budget = Budget(total_nano=100, user_day_nano=1_000)
    reserve(ledger, 100, "ann", budget=budget)
    assert refused(ledger, 1, "ann", NOW.replace(year=NOW.year + years), budget=budget) == "total"
    assert refused(ledger, 1, "ann", NOW, budget=budget) == "total"


@pytest.mark.parametrize("lie", [10**13 + 1, 10**19, 10**40])
def test_a_cost_beyond_belief_counts_as_ten_thousand_dollars_and_breaks_no_sum(ledger: Ledger, lie: int):
    ledger.settle(reserve(ledger, lie), lie, lie, lie, NOW)
    reserve(ledger, lie)
    assert ledger.spending(NOW) == Spending(2 * 10**13, 2 * 10**13, 10**13, 1, 2, 10**13, 10**13)
    assert refused(ledger, lie, budget=Budget(total_nano=3 * 10**13)) == "total"
    assert ledger.audit() == []


def test_a_negative_cost_gives_no_money_back(ledger: Ledger):
    reserve(ledger, 50)
    ledger.settle(reserve(ledger, -10), -(10**40), -1, -1, NOW)
    assert ledger.spending(NOW) == Spending(50, 50, 50, 1, 2, 0, 0)
    assert refused(ledger, 51, budget=Budget(total_nano=100)) == "total"
    assert ledger.audit() == []


def test_a_forgotten_user_leaves_costs_and_no_name(ledger: Ledger, database: Database):
    budget = Budget(total_nano=100)
    open_call = reserve(ledger, 40, "ann", budget=budget)
    ledger.settle(reserve(ledger, 30, "ann", budget=budget), 20, 1, 1, NOW)
    reserve(ledger, 10, "bob", budget=budget)
    ledger.anonymize_user("ann")
    ledger.anonymize_user("")
    with database.read() as connection:
        names = {
            *connection.scalars(sa.select(spending.c.user)),
            *connection.scalars(sa.select(spending_totals.c.user)),
        }
    assert names == {None, "", "bob"}
    assert ledger.spending(NOW).total_nano == 70
    ledger.settle(open_call, 15, 1, 1, NOW)
    assert ledger.spending(NOW) == Spending(45, 45, 10, 1, 3, 2, 2)
    assert ledger.audit() == []


def test_a_call_is_recorded_with_its_model_its_user_and_its_times_in_utc(ledger: Ledger, database: Database):
    tokyo = timezone(timedelta(hours=9))
    ledger.settle(reserve(ledger, 40, "ann", NOW.astimezone(tokyo)), 30, 7, 5, TOMORROW.astimezone(tokyo))
    with database.read() as connection:
        call = connection.execute(sa.select(spending)).one()
    assert (call.model, call.user, call.day, call.nano) == ("openai/x", "ann", "2026-03-01", 30)
    assert (call.tokens_in, call.tokens_out) == (7, 5)
    assert [at.replace(tzinfo=UTC) for at in (call.reserved_at, call.settled_at)] == [NOW, TOMORROW]


@pytest.mark.parametrize("number", ["nano", "open_nano", "open_calls", "calls", "tokens_in", "tokens_out"])
def test_the_audit_names_totals_that_differ_from_the_calls(ledger: Ledger, database: Database, number: str):
    reserve(ledger, 40, "ann")
    reserve(ledger, 50, "bob")
    with database.write() as connection:
        connection.execute(sa.update(spending_totals).where(spending_totals.c.user == "ann").values({number: 39}))
        connection.execute(sa.delete(spending_totals).where(spending_totals.c.day == ""))
    assert ledger.audit() == [
        "The totals of all users on all days do not add up.",
        "The totals of a user on 2026-03-01 do not add up.",
    ]


reservations = st.tuples(
    st.just("reserve"), st.integers(0, 60), st.sampled_from([None, "ann", "bob"]), st.integers(-1, 1)
)
settlements = st.tuples(st.just("settle"), st.integers(0, 9), st.floats(0, 1), st.integers(0, 9))
anonymizing = st.tuples(st.just("anonymize"), st.sampled_from(["ann", "bob"]))
steps = st.lists(st.one_of(reservations, reservations, settlements, anonymizing), max_size=25)


class Book:
    """What the calls should sum to: of every call what it counts for, whose it is and on which day."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.calls: dict[int, tuple[int, str | None, int]] = {}
        self.max_costs: dict[int, int] = {}
        self.open: set[int] = set()

    def fits(self, max_cost: int, user: str | None, day: int) -> bool:
        total = sum(nano for nano, _, _ in self.calls.values())
        users = sum(nano for nano, *whose in self.calls.values() if whose == [user, day])
        within = total + max_cost <= self.budget.total_nano
        return max_cost == 0 or (within and (user is None or users + max_cost <= self.budget.user_day_nano))

    def reserve(self, ledger: Ledger, max_cost: int, user: str | None, day: int) -> None:
        fits = self.fits(max_cost, user, day)
        try:
            reservation = reserve(ledger, max_cost, user, NOW + timedelta(days=day), self.budget)
        except BudgetExceeded:
            assert not fits
        else:
            assert fits
            self.calls[reservation], self.max_costs[reservation] = (max_cost, user, day), max_cost
            self.open.add(reservation)

    def settle(self, ledger: Ledger, choice: int, share: float, days_later: int) -> None:
        reservation = sorted(self.calls)[choice % len(self.calls)]
        _, user, day = self.calls[reservation]
        cost = int(self.max_costs[reservation] * share)
        ledger.settle(reservation, cost, 2, 1, NOW + timedelta(days=day + days_later))
        if reservation in self.open:
            self.open.remove(reservation)
            self.calls[reservation] = (cost, user, day)

    def anonymize(self, ledger: Ledger, name: str) -> None:
        ledger.anonymize_user(name)
        for reservation, (nano, user, day) in self.calls.items():
            self.calls[reservation] = (nano, None if user == name else user, day)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.integers(0, 200), st.integers(0, 100))
def test_whatever_order_calls_come_in_totals_equal_the_calls_and_no_budget_is_passed(
    shared: Database, done: list[tuple], total: int, user_day: int
):
    with shared.write() as connection:
        connection.execute(sa.delete(spending))
        connection.execute(sa.delete(spending_totals))
    ledger, book = Ledger(shared), Book(Budget(total, user_day))
    for step, *values in done:
        if step != "settle" or book.calls:
            getattr(book, step)(ledger, *values)
        spent = ledger.spending(NOW)
        assert spent.total_nano == sum(nano for nano, _, _ in book.calls.values()) <= total
        assert spent.today_nano == sum(nano for nano, _, day in book.calls.values() if day == 0)
        assert spent.open_nano == sum(book.calls[reservation][0] for reservation in book.open)
        assert (spent.open_calls, spent.calls) == (len(book.open), len(book.calls))
        assert spent.tokens_in == 2 * spent.tokens_out == 2 * (len(book.calls) - len(book.open))
        assert ledger.audit() == []
