"""What is new of saved searches and followed authors, each paper once, and up to when a user has seen it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from service.corpus import Corpus
from service.discovery.arrivals import Arrival, Subject, standing_arrivals
from service.discovery.followed_authors import by_any, filters_for
from service.discovery.request import check_dates
from service.discovery.search import SearchRequest, found_ids
from service.errors import BadInput, EmbeddingUnavailable, one_to
from service.settings import LimitSettings
from service.storage import Libraries, SavedSearch

_COUNTED = 1_000  # papers of one subject that are looked at
_NEXT = timedelta(microseconds=1)  # no two moments are nearer to each other


@dataclass(frozen=True, slots=True)
class Alert:
    """What is new of a saved search, the best first, or of a followed author, the last first; since when.

    A paper stands in the first alert that it fits; `more` counts those that stand in none, of a thousand at most.
    `failed` says why a search could not be asked; by `words_only` it was where the embedding model gave no vector.
    """

    kind: Literal["search", "author"]
    name: str
    since: datetime
    arrivals: list[Arrival]
    more: int
    words_only: bool = False
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """The alerts that have something to tell, how many papers are new, and `until` when all are told.

    Whoever asks again since then misses none: it is right after the last paper that was here, for one that is being
    kept at this moment is seen only later. It is earlier where papers have no vector yet, or a search could not be
    asked for its meaning.
    """

    alerts: list[Alert]
    count: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    """The new papers of a subject, in order; `papers` has the score of each, None where nothing was looked for."""

    subject: Subject
    since: datetime
    papers: Mapping[str, float | None] = field(default_factory=dict[str, float | None])
    words_only: bool = False
    failed: str | None = None
    is_complete: bool = True


def news(
    corpus: Corpus,
    libraries: Libraries,
    limits: LimitSettings,
    user: str,
    since: datetime | None,
    *,
    per_alert: int,
    now: datetime,
    known: AbstractSet[str] = frozenset(),
    is_new: Callable[[str], bool] = lambda _: True,
    until: datetime | None = None,
) -> News:
    """What came here from `since` on that a user wants to hear of and has said nothing of, `per_alert` of each subject.

    Without `since`, from the user's mark on, or from when the search was saved or the author followed where that is
    later. Searches come first, by name, then authors. New papers alone compete for their places: none that is `known`,
    or of which `is_new`, asked once where there is a place for it, says no. `until` is up to when everything is looked
    through, if that was asked already. Raises BadInput for a `per_alert` below 1 or above `limits.results`.
    """
    one_to(limits.results, per_alert, "/limit")
    mark = None if since else libraries.alert_marks.of_user(user)
    searches = {
        name: (saved, since or max(mark or begun, begun))
        for name, (saved, begun) in libraries.searches.of_user(user).items()
    }
    authors = {
        each.name: since or max(mark or each.followed_at, each.followed_at) for each in libraries.authors.of_user(user)
    }
    if until is None:  # before anything is looked for
        asked = [since for saved, since in searches.values() if saved.query]
        until = looked_through_until(corpus, min(asked, default=None), now)
    found = [_found_by(corpus, name, *each) for name, each in searches.items()]
    found += _written_by(corpus, authors)
    unknown = _unknown_to(corpus, user, found, known)
    count = len({paper_id for each in unknown for paper_id in each.papers})
    incomplete = [each.since for each in found if not each.is_complete]
    return News(_alerts(corpus, unknown, per_alert, is_new), count, min([until, *incomplete]))


def see_alerts(
    corpus: Corpus,
    libraries: Libraries,
    limits: LimitSettings,
    user: str,
    at: datetime | None,
    now: datetime,
    *,
    back: bool = False,
) -> datetime:
    """Move the user's mark to `at`, without it as far as all has been told, and to an earlier moment only `back`.

    Where the mark is then; one that lies in the future, of a clock that went wrong, is put right. Raises BadInput for
    such a moment.
    """
    if at is not None and at > now:
        raise BadInput.at("/at", "is in the future.")
    if at is None:
        at = news(corpus, libraries, limits, user, None, per_alert=1, now=now).until
    before = libraries.alert_marks.of_user(user)
    return libraries.alert_marks.move(user, at, back=back or (before is not None and before > now))


def looked_through_until(corpus: Corpus, since: datetime | None, now: datetime) -> datetime:
    """Up to when whoever looks now sees all papers, with `since` also by what those are about that came from then on.

    It is right after the last paper, and not now: one that is being kept has an earlier moment than its commit.
    """
    last = corpus.catalog.last_arrival(now)
    first = corpus.catalog.vectors.first_unembedded(corpus.model, since) if since else None
    return min(now, last + _NEXT if last else now, first or now)


def _found_by(corpus: Corpus, name: str, saved: SavedSearch, since: datetime) -> _Found:
    subject = Subject("search", name)
    filters = replace(saved.filters, since=max(since, saved.filters.since or since))
    try:
        check_dates(filters)
        if not saved.query:
            arrivals = islice(standing_arrivals(corpus, filters), _COUNTED)
            return _Found(subject, since, dict.fromkeys(paper_id for paper_id, *_ in arrivals))
        found = found_ids(corpus, SearchRequest(saved.query, filters=filters, limit=_COUNTED, standing=True))
    except (BadInput, EmbeddingUnavailable) as error:
        return _Found(subject, since, failed=error.detail, is_complete=isinstance(error, BadInput))
    return _Found(subject, since, found.scores, found.words_only, is_complete=not found.words_only)


def _written_by(corpus: Corpus, authors: Mapping[str, datetime]) -> list[_Found]:
    """The new papers of each author, of whom each is followed since a moment; the corpus is looked through once."""
    names = tuple(authors)
    if not names:
        return []
    papers: dict[str, dict[str, None]] = {name: {} for name in names}
    filters = filters_for(names, min(authors.values()))
    for paper_id, added_at, writers in standing_arrivals(corpus, filters, by_any(names)):
        for name in writers:
            if added_at >= authors[name] and len(papers[name]) < _COUNTED:
                papers[name][paper_id] = None
    return [_Found(Subject("author", name), authors[name], papers[name]) for name in names]


def _unknown_to(corpus: Corpus, user: str, found: Sequence[_Found], known: AbstractSet[str]) -> list[_Found]:
    """The same without known papers, and those of which the user has said something, liked ones among them."""
    if not any(each.papers for each in found):
        return [*found]
    said = {*known, *corpus.catalog.resolve([each.paper_id for each in corpus.feedback.of_user(user)]).values()}
    return [
        replace(each, papers={paper_id: score for paper_id, score in each.papers.items() if paper_id not in said})
        for each in found
    ]


def _alerts(corpus: Corpus, found: Sequence[_Found], per_alert: int, is_new: Callable[[str], bool]) -> list[Alert]:
    """Each paper in the first alert that has room for it, and with it the other subjects that it fits."""
    fits: defaultdict[str, list[Subject]] = defaultdict(list)
    shown: list[list[str]] = []
    told: set[str] = set()
    repeated: set[str] = set()

    def has_place(paper_id: str) -> bool:
        if paper_id in told or paper_id in repeated:
            return False
        (told if is_new(paper_id) else repeated).add(paper_id)
        return paper_id in told

    for each in found:
        shown.append(list(islice(filter(has_place, each.papers), per_alert)))
        for paper_id in each.papers:
            fits[paper_id].append(each.subject)
    papers, dates = corpus.catalog.get(told), corpus.catalog.dates([*told])

    def arrival(paper_id: str, each: _Found) -> Arrival:
        writers = tuple(subject.name for subject in fits[paper_id] if subject.kind == "author")
        others = tuple(subject for subject in fits[paper_id] if subject != each.subject)
        return Arrival(papers[paper_id], dates[paper_id].added, each.papers[paper_id], writers, others)

    made = [
        Alert(
            *each.subject,
            each.since,
            [arrival(paper_id, each) for paper_id in ids if paper_id in papers and paper_id in dates],
            len(each.papers.keys() - told - repeated),
            each.words_only,
            each.failed,
        )
        for each, ids in zip(found, shown, strict=True)
    ]
    return [each for each in made if each.arrivals or each.failed]
