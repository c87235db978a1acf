"""Many records, one paper: which kept paper a record is of, and what the paper then says.

Precedence: the paper keeps the id that was kept first, and what the records under that id say; a later record with
the same id, given and not minted, is a correction. Every other record fills gaps, and the longest abstract wins.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from service.papers.known_ids import contradict, known_ids, tells_of, with_ids
from service.papers.matching import distinct_id, speaks_against, title_key, why_same
from service.papers.paper import Paper
from service.papers.status import Status, gravest

MOST_RECORDS: Final = 20  # of one paper that are kept as received, beyond the newest of each id
MOST_NAMES: Final = 20  # ids under which records of one paper may have come
MOST_TWINS: Final = 20  # papers with the same title that a record is compared with, the oldest first


class Outcome(StrEnum):
    """What became of a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Merge:
    """An id under which there is no paper any more, or never was: it names the paper `into`, and `reason` says why."""

    id: str
    into: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """An id that a record claims and that stays with another paper, since the two cannot be one."""

    id: str
    claimed_by: str
    kept_by: str

    @property
    def message(self) -> str:
        """One sentence for people."""
        return f"{self.claimed_by} claims {self.id}, which is known as {self.kept_by}: they were not merged."


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a record, and the id of the paper that it is of."""

    id: str
    outcome: Outcome
    merged: tuple[Merge, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What could not be merged, in one sentence each."""
        return tuple(conflict.message for conflict in self.conflicts)

    def at(self, home: Callable[[str], str]) -> "Kept":
        """The same, with the id that the paper has now, for it may since have been merged into another one."""
        return self if home(self.id) == self.id else replace(self, id=home(self.id))


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that shares its title with these papers and nothing more: it may be of one of them, or of none."""

    candidates: tuple[str, ...]

    def at(self, home: Callable[[str], str]) -> "Offer":
        """The same, with the ids that the papers have now."""
        return Offer(tuple(dict.fromkeys(map(home, self.candidates))))


@dataclass(frozen=True, slots=True)
class Received:
    """A record as it came; its `id` is the name under which it came."""

    record: Paper
    at: datetime


@dataclass(slots=True)
class KeptPaper:
    """A paper, and the records that it is made of, in the order in which they came; `since` orders papers by age.

    `noticed` is what notices, which are other papers, say of its status; the paper has the gravest that anybody says.
    """

    paper: Paper
    records: list[Received]
    since: tuple[datetime, int, str]
    noticed: Status | None = None
    names: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {received.record.id for received in self.records}

    def says(self) -> Paper:
        """What the records say together, and notices of the status."""
        names = dict.fromkeys((self.paper.id, *(received.record.id for received in self.records)))
        states = [self.state(name) for name in names]
        paper = states[0]
        for other in states[1:]:
            paper = paper.completed_by(other)
        update: dict[str, object] = {}
        if ids := dict.fromkeys(each for state in states for each in known_ids(state) if each != paper.id):
            update["external_ids"] = with_ids(paper.external_ids, ids)
        if self.noticed:
            update["status"] = gravest((paper.status, self.noticed))
        return paper.model_copy(update=update) if update else paper

    def state(self, name: str) -> Paper:
        """What the records that came under one id say."""
        first, *later = [received.record for received in self.records if received.record.id == name]
        for record in later:
            first = _told_more(first, record)
        return first

    def take(self, record: Paper, now: datetime) -> bool:
        """Add a record, unless it says nothing new under its id; whether it did."""
        if record.id in self.names:
            before = self.state(record.id)
            if record == before or _told_more(before, record).record_hash == before.record_hash:
                return False
        self.names.add(record.id)
        self.records.append(Received(record, now))
        while len(self.records) > max(MOST_RECORDS, len(self.names)):
            self._fold_oldest()
        return True

    def _fold_oldest(self) -> None:
        """Make one record of the two oldest that came under the same id."""
        seen: dict[str, int] = {}
        for place, received in enumerate(self.records):
            if (before := seen.setdefault(received.record.id, place)) != place:
                told = _told_more(self.records[before].record, received.record)
                self.records[place] = Received(told, received.at)
                del self.records[before]
                return


def possible_ids(record: Paper) -> tuple[str, ...]:
    """Every id under which the paper of a record may be kept, its title apart."""
    return (*known_ids(record), distinct_id(record)) if record.minted else known_ids(record)


def _told_more(before: Paper, record: Paper) -> Paper:
    if not record.minted:
        return before.updated_by(record)
    told = before.completed_by(record)
    if (before.raw_title, before.raw_abstract) != (record.raw_title, record.raw_abstract):
        return told
    return told.model_copy(update={"title": record.title, "abstract": record.abstract})  # cleaned by newer rules, maybe


class Merging:
    """Records told one by one to the papers that are known.

    Then `papers` has what there is by its kept id, `changed` which of them are new or made of other records,
    `absorbed` the paper of each one that is gone, and `new_ids` the ids that name another paper than before.
    """

    def __init__(
        self,
        known: Iterable[KeptPaper],
        other_ids: Mapping[str, str],
        apart: AbstractSet[frozenset[str]],
        now: datetime,
    ) -> None:
        """`other_ids` has the paper of every id that is not a paper's own; `apart` the pairs that a user has split."""
        self.papers = {kept.paper.id: kept for kept in known}
        self.absorbed: dict[str, str] = {}
        self.changed: set[str] = set()
        self.new_ids: set[str] = set()
        self._apart, self._now = apart, now
        self._owners = {**other_ids, **{paper_id: paper_id for paper_id in self.papers}}
        self._by_title: dict[str, list[str]] = {}
        eldest_first = sorted(self.papers.values(), key=lambda each: each.since)
        self._unsorted = [(kept.paper.title, kept.paper.id) for kept in eldest_first]  # into `_by_title`, when asked

    def home(self, paper_id: str) -> str:
        """The id of the paper that an id names now, or the id itself where it names none."""
        found = self._owners.get(paper_id, paper_id)
        while found in self.absorbed:
            found = self.absorbed[found]
        return found

    def add(self, record: Paper) -> Kept:
        """Find the paper of a record, or make one."""
        record, homes, conflicts = self._homes(record)
        return self._join(record, homes, conflicts) if homes else self._create(record, conflicts)

    def add_if_sure(self, record: Paper) -> Kept | Offer:
        """As `add`, unless the title alone speaks for a paper that is known, and nothing against it: change nothing.

        Nor does a record correct a paper that has an abstract: who names a paper means it as it is here.
        """
        found, homes, conflicts = self._homes(record)
        if not homes:
            candidates = tuple(self._candidates(record))
            return Offer(candidates) if candidates else self._create(found, conflicts)
        home = next(iter(homes))
        if len(homes) == 1 and self._corrects(found, self.papers[home]) and self.papers[home].paper.abstract:
            return Kept(home, Outcome.UNCHANGED, (), conflicts)
        return self._join(found, homes, conflicts)

    def _homes(self, record: Paper) -> tuple[Paper, dict[str, str], tuple[Conflict, ...]]:
        """The record under an id that is free, its papers that are known with the reason, and ids that it claims."""
        homes, conflicts = self._by_ids(record)
        if not homes:
            homes = dict(self._by_title_of(record))
        if not homes and record.minted and record.id in self._owners:
            record = record.model_copy(update={"id": distinct_id(record)})
            if record.id in self._owners:
                homes = {self.home(record.id): "same record"}
        return record, homes, conflicts

    def _by_ids(self, record: Paper) -> tuple[dict[str, str], tuple[Conflict, ...]]:
        """The papers that the record names, each with the reason, and the ids of others that it cannot be."""
        homes: dict[str, str] = {}
        conflicts: list[Conflict] = []
        named = known_ids(record)
        ids, names = set(named), {record.id}
        for each in named[1 if record.minted else 0 :]:
            found = self.home(each)
            if each not in self._owners or found in homes:
                continue
            other = self.papers[found]
            corrects = each == record.id and self._corrects(record, other)
            if corrects or self._can_be_one(names, ids, other):
                homes[found] = f"same id {each}"
                ids |= set(known_ids(other.paper))
                names |= other.names
            else:
                conflicts.append(Conflict(each, record.id, found))
        return homes, tuple(conflicts)

    def _by_title_of(self, record: Paper) -> Iterator[tuple[str, str]]:
        """The oldest paper with the same title that the record is of, with the reason; at most one."""
        for twin in self._twins(record):
            kept = self.papers[twin]
            why = why_same(kept.paper, record)
            mentioned = record.minted and record.id in kept.names and not speaks_against(kept.paper, record)
            if why or mentioned:
                yield twin, why or "same title, and nothing speaks against it"
                return

    def _candidates(self, record: Paper) -> Iterator[str]:
        """The papers with the same title against which nothing speaks, the oldest first."""
        return (twin for twin in self._twins(record) if not speaks_against(self.papers[twin].paper, record))

    def _twins(self, record: Paper) -> Iterator[str]:
        """The papers with the same title that the record can be of, the oldest first."""
        for twin in dict.fromkeys(map(self.home, self._titled(record.title)[:MOST_TWINS])):
            kept = self.papers[twin]
            told_of = tells_of(record, kept.paper) or tells_of(kept.paper, record)
            if not told_of and self._can_be_one({record.id}, set(known_ids(record)), kept):
                yield twin

    def _titled(self, title: str) -> Sequence[str]:
        """The papers with this title, the oldest first."""
        for each, paper_id in self._unsorted:
            self._by_title.setdefault(title_key(each), []).append(paper_id)
        self._unsorted.clear()
        return self._by_title.get(title_key(title), ())

    def _corrects(self, record: Paper, kept: KeptPaper) -> bool:
        return not record.minted and record.id in kept.names

    def _can_be_one(self, names: AbstractSet[str], ids: AbstractSet[str], other: KeptPaper) -> bool:
        if self._apart and any(frozenset((one, two)) in self._apart for one in names for two in other.names):
            return False
        return len(names | other.names) <= MOST_NAMES and not contradict(ids, known_ids(other.paper))

    def _create(self, record: Paper, conflicts: tuple[Conflict, ...]) -> Kept:
        made = KeptPaper(record, [Received(record, self._now)], (self._now, len(self._owners), record.id))
        made.paper = made.says()
        self.changed.add(record.id)
        if record.id in self._owners:
            self.changed.add(self.home(record.id))  # it has one id less
        self.papers[record.id] = made
        self._owners[record.id] = record.id  # its own, even where another paper claims it
        self.new_ids.add(record.id)
        self._unsorted.append((record.title, record.id))
        self._claim(made, conflicts)
        return Kept(record.id, Outcome.CREATED, (), conflicts)

    def _join(self, record: Paper, homes: Mapping[str, str], conflicts: tuple[Conflict, ...]) -> Kept:
        eldest, *others = sorted((self.papers[home] for home in homes), key=lambda each: each.since)
        into = eldest.paper.id
        merged = [self._absorb(eldest, other, homes) for other in others]
        if record.id not in eldest.names and record.id != into:
            merged.append(Merge(record.id, into, homes[into]))
        if not eldest.take(record, self._now) and not merged:
            return Kept(into, Outcome.UNCHANGED, (), conflicts)
        before, eldest.paper = eldest.paper, eldest.says()
        self._claim(eldest, conflicts)
        self._let_go(before, eldest)
        self.changed.add(into)
        same = before.record_hash == eldest.paper.record_hash
        return Kept(into, Outcome.UNCHANGED if same else Outcome.UPDATED, tuple(merged), conflicts)

    def _absorb(self, eldest: KeptPaper, other: KeptPaper, homes: Mapping[str, str]) -> Merge:
        gone, into = other.paper.id, eldest.paper.id
        eldest.records += other.records
        eldest.names |= other.names
        self.absorbed[gone] = into
        self.changed.discard(gone)
        self.new_ids.add(gone)
        del self.papers[gone]
        return Merge(gone, into, homes[gone])

    def _claim(self, kept: KeptPaper, conflicts: Sequence[Conflict]) -> None:
        """Let every id of a paper name it that names no other one."""
        contested = {conflict.id for conflict in conflicts}
        for each in kept.names.union(known_ids(kept.paper)) - contested:
            if each not in self._owners:
                self._owners[each] = kept.paper.id
                self.new_ids.add(each)

    def _let_go(self, before: Paper, now: KeptPaper) -> None:
        """Let the ids that a correction has taken back name nothing."""
        for each in set(known_ids(before)) - now.names.union(known_ids(now.paper)):
            if self.home(each) == now.paper.id:
                del self._owners[each]
                self.new_ids.add(each)
