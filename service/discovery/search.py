"""Finding papers by what somebody types: words, a title, an author, an id, or a sentence that says what it is about."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import islice

from service.corpus import Corpus, Snapshot
from service.discovery.highlights import Highlights, find_highlights
from service.discovery.listing import Because, Line, Mode, Shares, Sort, first, in_order
from service.discovery.matching import Mask, allowed_rows, uncounted_rows
from service.discovery.pages import check_mark, cursor_after, read_cursor
from service.discovery.query import Query, parse_query
from service.discovery.query_scores import QueryScores
from service.discovery.request import check_dates
from service.discovery.spelling import suggestions
from service.errors import one_to
from service.features import Matrix
from service.papers import Paper
from service.settings import LimitSettings
from service.storage import Filters

_FIRST, _BLOCK = 16, 128  # papers that are read at a time where each is asked for a phrase: twice as many each time
_BEST = 4_000  # papers that are read for words that no index has, which takes a tenth of looking through all texts


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for: `q` in the language of `parse_query`, among all papers or those of the ids in `among`.

    Withdrawn and retracted papers, and notices, are found as well unless only `standing` ones are asked for.
    """

    q: str
    mode: Mode = Mode.HYBRID
    sort: Sort = Sort.RELEVANCE
    filters: Filters = field(default_factory=Filters)
    among: tuple[str, ...] | None = None
    limit: int = 10
    standing: bool = False

    @property
    def asked(self) -> str:
        """The request without what differs from page to page."""
        return json.dumps(asdict(self) | {"limit": None}, default=str)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A paper, why it was found, and where it says so; `score` is from 0 to 1."""

    paper: Paper
    score: float
    because: Because
    highlights: Highlights


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits of one snapshot, the cursor of the next page, and what may have been meant where no word was found.

    They are of `words_only` where meaning was to count and the embedding model gave the query no vector.
    """

    data: tuple[SearchHit, ...]
    snapshot: str
    model: str
    next: str | None = None
    suggestions: tuple[str, ...] = ()
    words_only: bool = False


def search(corpus: Corpus, limits: LimitSettings, request: SearchRequest, cursor: str | None = None) -> SearchPage:
    """The page behind `cursor`, or the first one, of the papers that a query finds; withdrawn ones too, as such.

    The score is the sum of two shares: how much of what the query's words tell the paper has (see `KeywordIndex`), and
    the cosine of their embeddings. Where the whole query is the id of a paper, or a link to it, that paper is found.

    Raises BadInput for a query that asks for nothing, a limit out of range, dates the wrong way round and a cursor of
    another request, SnapshotGone when the list has changed, EmbeddingUnavailable when words cannot do.
    """
    one_to(limits.results, request.limit, "/limit")
    mark = read_cursor(cursor, request.asked)
    start = mark.offset if mark else 0
    end = start + request.limit
    listed = _listed(corpus, request, end + 1)
    snapshot, query, scores, found = listed.snapshot, listed.query, listed.scores, listed.lines
    order = [(snapshot.ids[row], score) for row, *_, score in found]
    if mark:
        check_mark(mark, order, snapshot.id)
    return SearchPage(
        _shown(corpus, query, scores, found[start:end]),
        snapshot.id,
        corpus.model,
        cursor_after(order[:end], request.asked, snapshot.id) if len(found) > end else None,
        () if scores.matches else suggestions(snapshot.keyword_index, request.q, query.words),
        scores.words_only,
    )


def first_papers(corpus: Corpus, q: str, filters: Filters, count: int, pointer: str = "/q") -> tuple[list[Paper], int]:
    """The first `count` standing papers that `search` would find, and how many there are at most.

    Raises BadInput, at `pointer` for a query that asks for nothing, and for dates the wrong way round;
    EmbeddingUnavailable.
    """
    parse_query(q, pointer)
    listed = _listed(corpus, SearchRequest(q, filters=filters, standing=True), count)
    ids = [listed.snapshot.ids[row] for row, *_ in listed.lines]
    papers = corpus.catalog.get(ids)
    return [papers[paper_id] for paper_id in ids if paper_id in papers], listed.most()


@dataclass(frozen=True, slots=True)
class FoundIds:
    """The ids of papers that a query finds, best first, and the score of each; by `words_only` as in a `SearchPage`."""

    scores: dict[str, float]
    words_only: bool


def found_ids(corpus: Corpus, request: SearchRequest) -> FoundIds:
    """The first `request.limit` papers that are found, none of which is read for it but to tell whether it is found.

    Raises BadInput for a query that asks for nothing and for dates the wrong way round, EmbeddingUnavailable.
    """
    listed = _listed(corpus, request, request.limit)
    ids = listed.snapshot.ids
    return FoundIds({ids[row]: score for row, *_, score in listed.lines}, listed.scores.words_only)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The first papers that a request finds, and how many it finds at `most`: only reading shows where a phrase is."""

    snapshot: Snapshot
    query: Query
    scores: QueryScores
    lines: list[Line]
    most: Callable[[], int]


def _listed(corpus: Corpus, request: SearchRequest, count: int) -> _Listed:
    check_dates(request.filters)
    snapshot = corpus.snapshot()
    query = parse_query(request.q).in_corpus(snapshot.rows)
    allowed = allowed_rows(corpus, snapshot, query, request.filters, request.among)
    if request.standing:
        allowed[corpus.gone_rows(snapshot)] = False
    scores = QueryScores.of(corpus, snapshot, query, request.mode, allowed)
    every = cache(lambda: scores.best(corpus, allowed, len(snapshot)))
    sifted = cache(lambda: _sifted(corpus, query, scores, *every()))
    by_relevance = request.sort is Sort.RELEVANCE

    def listed(most: int) -> Shares:
        few = by_relevance and not query.needs_reading
        totals, hits = scores.best(corpus, allowed, most) if few else every()
        some = sifted() if query.is_uncounted and not (by_relevance and most <= _BEST) else hits
        return in_order(corpus, snapshot, request.sort, totals, some, scores.exact, most)

    found = first(count, listed, _Reading(corpus, snapshot, query).allowed)
    most = lambda: len(found) if len(found) < count else int(every()[1].sum())  # noqa: E731
    return _Listed(snapshot, query, scores, found, most)


def _sifted(corpus: Corpus, query: Query, scores: QueryScores, totals: Matrix, hits: Mask) -> Mask:
    """The hits that have the words that no index has as they are written; and the best hits, of which many are read."""
    best = in_order(corpus, scores.snapshot, Sort.RELEVANCE, totals, hits, scores.exact, _BEST)
    found = hits & uncounted_rows(corpus, scores.snapshot, query)
    found[best.rows] = True
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads papers for what a query says they must have, each once; `known` has the rows of those that are read."""

    corpus: Corpus
    snapshot: Snapshot
    query: Query
    known: dict[int, bool] = field(default_factory=dict[int, bool])

    def allowed(self, shares: Shares) -> Iterator[Line]:
        """The papers of a list that the query allows, in order."""
        lines = shares.lines()
        if not self.query.needs_reading:
            yield from lines
        size = _FIRST
        while block := list(islice(lines, size)):
            size = min(2 * size, _BLOCK)
            self._read([row for row, *_ in block if row not in self.known])
            yield from (line for line in block if self.known[line[0]])

    def _read(self, rows: list[int]) -> None:
        ids = [self.snapshot.ids[row] for row in rows]
        texts = self.corpus.catalog.texts(ids)
        for row, paper_id in zip(rows, ids, strict=True):
            self.known[row] = paper_id in texts and self.query.allows(texts[paper_id])


def _shown(corpus: Corpus, query: Query, scores: QueryScores, lines: list[Line]) -> tuple[SearchHit, ...]:
    ids = [scores.snapshot.ids[row] for row, *_ in lines]
    papers, telling = corpus.catalog.get(ids), scores.telling()
    phrases = [clause for clause in query.required if clause.field in {"text", "title"}]
    return tuple(
        SearchHit(
            papers[paper_id],
            score,
            Because(keyword, semantic, scores.words_of(row)),
            find_highlights(papers[paper_id], telling, phrases),
        )
        for paper_id, (row, keyword, semantic, score) in zip(ids, lines, strict=True)
        if paper_id in papers
    )
