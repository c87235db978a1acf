"""Suite `recommendations`: given some likes of a user, how high the user's other likes are ranked.

Every other paper is a candidate. Users are the unit: several draws of one user are averaged first, intervals draw
users again, and methods are compared user by user.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from scipy.sparse import csr_array

from evals.datasets.histories import Case, Histories, draw_cases, read_cases, read_histories, with_others
from evals.datasets.sampling import drawn
from evals.metrics import ranking
from evals.metrics.bootstrap import Floats, Interval, mean_interval, paired_difference
from evals.metrics.ranking import Hits
from evals.rankers import baselines, served
from evals.rankers.embeddings import embed
from evals.rankers.ranker import Query, Ranker, Rows, ranked
from evals.reporting import plots
from evals.reporting.outcome import Cell, Figure, Outcome, Plot, Table
from evals.suites import csfcube
from evals.suites.request import Request
from service.embedding import paper_text
from service.errors import BadInput

NAME = "recommendations"
SIZES = (1, 3, 5, 10, 20)
MOST_DRAWN = 300  # users, when the cases are drawn and there is no --limit
MEASURES = ("ndcg@10", "recall@20", "recall@100", "mrr")
_CONTENT_ONLY = ("arxiv-sanity-lite", "linear SVM", "dense centroid", "max-sim", "BM25")
ABLATED = 5  # the number of likes at which parts are taken away, or the nearest to it


@dataclass(frozen=True)
class MethodRun:
    """One method on all cases of one N; `ms` is the mean wall time of a request, in milliseconds."""

    method: str
    size: int
    values: Floats  # (users, measures), users in sorted order
    ms: float

    def ndcg(self, seed: int) -> Interval:
        """The mean nDCG@10 and how sure it is."""
        return mean_interval(self.values[:, 0], seed)

    def row(self, seed: int) -> dict[str, Cell]:
        """The line of the results: means over users, and the interval of nDCG@10."""
        means = zip(MEASURES, (round(float(mean), 4) for mean in self.values.mean(axis=0)), strict=True)
        interval = self.ndcg(seed)
        return {
            "method": self.method,
            "N": self.size,
            **dict(means),
            "ms": round(self.ms, 2),
            "users": len(self.values),
            "ndcg@10_low": round(interval.low, 4),
            "ndcg@10_high": round(interval.high, 4),
        }


Earned = list[tuple[MethodRun, Interval]]  # our ranking without a part, and what that part earns


def run(request: Request) -> Outcome:
    """Measure on `request.data`: a folder of histories, or CSFCube as published."""
    if request.data is None:
        raise BadInput("recommendations needs --data DIR with papers.jsonl and likes.jsonl")
    if (request.data / "qrels.json").exists():
        return csfcube.run(request)
    histories = read_histories(request.data)
    if request.likes is not None:
        histories = with_others(histories, request.likes)
    cases = cases_of(request, request.data, histories)
    texts = histories.texts()
    vectors = embed([paper_text(*pair) for pair in texts], request.cache)
    benchmark = served.Benchmark(
        [" ".join(pair) for pair in texts], vectors, likes_matrix(histories), tuple(histories.liked)
    )
    methods = served.served_rankers(benchmark, {case.user for case in cases}) | _baselines(benchmark, request.seed)
    runs = measure(methods, histories, cases, "ranking")
    size = min({run.size for run in runs}, key=lambda size: (abs(size - ABLATED), size))
    some = [case for case in cases if size == case.N]
    return _outcome(runs, _ablation(benchmark, histories, some, runs, request.seed), request.seed)


def cases_of(request: Request, data: Path, histories: Histories) -> list[Case]:
    """The cases of the request, of the data, or drawn; raises BadInput when there is none."""
    named = request.cases or data / "cases.jsonl"
    if request.cases is None and not named.exists():
        cases = draw_cases(histories, SIZES, request.seed, request.limit or MOST_DRAWN)
    else:
        cases = _limited(read_cases(named, histories.papers), request.limit, request.seed)
    if not cases:
        raise BadInput("there is no case: no user has likes enough")
    return cases


def _limited(cases: list[Case], limit: int | None, seed: int) -> list[Case]:
    chosen = drawn(sorted({case.user for case in cases}), limit, seed)
    return [case for case in cases if case.user in chosen]


def likes_matrix(histories: Histories) -> csr_array:
    """Who liked what, (users, papers), 0 or 1."""
    place = {paper: row for row, paper in enumerate(histories.papers)}
    rows = [sorted(place[paper] for paper in liked) for liked in histories.liked.values()]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    return csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), len(place)))


def _baselines(benchmark: served.Benchmark, seed: int) -> dict[str, Ranker]:
    scorers = {
        "arxiv-sanity-lite": baselines.arxiv_sanity(benchmark.texts),
        "linear SVM": baselines.linear_svm(benchmark.texts, benchmark.vectors, seed),
        "dense centroid": baselines.centroid(benchmark.vectors),
        "max-sim": baselines.max_sim(benchmark.vectors),
        "BM25": baselines.bm25(benchmark.texts),
        "popularity": baselines.popularity(benchmark.likes, benchmark.users),
        "random": baselines.chance(len(benchmark.texts), seed),
    }
    return {name: ranked(scorer) for name, scorer in scorers.items()}


def measure(methods: dict[str, Ranker], histories: Histories, cases: Sequence[Case], what: str) -> list[MethodRun]:
    """Every method on every case, one N after the other."""
    place = {paper: row for row, paper in enumerate(histories.papers)}
    plan = [(method, size) for size in sorted({case.N for case in cases}) for method in methods]
    shown = track(plan, what, console=Console(stderr=True), transient=True)
    return [_run(name, methods[name], [case for case in cases if size == case.N], place) for name, size in shown]


def _run(name: str, ranker: Ranker, cases: Sequence[Case], place: dict[str, int]) -> MethodRun:
    values: list[list[float]] = []
    seconds = 0.0
    for case in cases:
        query = Query(case.user, _rows(case.given, place), _rows(case.disliked, place))
        start = time.perf_counter()
        found = ranker(query)
        seconds += time.perf_counter() - start
        values.append(_graded(np.isin(found, _rows(case.hidden, place)), len(set(case.hidden))))
    means = ranking.mean_per_user(np.array(values), [case.user for case in cases])
    return MethodRun(name, cases[0].N, means, seconds / len(cases) * 1000)


def _rows(papers: Sequence[str], place: dict[str, int]) -> Rows:
    return np.array([place[paper] for paper in dict.fromkeys(papers)], dtype=np.intp)


def _graded(hits: Hits, relevant: int) -> list[float]:
    """The measures of one ranking, in the order of MEASURES."""
    return [
        ranking.ndcg(hits, relevant, 10),
        ranking.recall(hits, relevant, 20),
        ranking.recall(hits, relevant, 100),
        ranking.reciprocal_rank(hits),
    ]


def _outcome(runs: Sequence[MethodRun], earned: Earned, seed: int) -> Outcome:
    ours = {run.size: run for run in runs if run.method == served.OURS}
    content = {run.size: run for run in runs if run.method == served.CONTENT}
    others = [run for run in runs if run.method != served.OURS]
    contents = [run for run in others if run.method in _CONTENT_ONLY]
    bootstrap = "with its 95 % bootstrap interval over users"
    tables = (
        by_size("nDCG@10", f"The mean, {bootstrap}.", runs, lambda run: shown(run.ndcg(seed))),
        by_size(
            "Ahead by",
            f"nDCG@10 of paperlark minus the method's, paired by user, {bootstrap}.",
            others,
            lambda run: shown(_gain(ours[run.size], run, seed), "+"),
        ),
        by_size(
            "Content ahead by",
            f"nDCG@10 of paperlark content minus that of methods that know content only, paired by user, {bootstrap}.",
            contents,
            lambda run: shown(_gain(content[run.size], run, seed), "+"),
        ),
        by_size("Recall@100", "The mean share of the hidden likes.", runs, lambda run: float(run.values[:, 2].mean())),
        by_size("Milliseconds", "The mean time of one request, on this machine.", runs, lambda run: run.ms),
        Table(
            "Ablation",
            f"N = {earned[0][0].size}: nDCG@10 without a part, and what the part earns, paired by user, {bootstrap}.",
            ("variant", "nDCG@10", "the part earns"),
            tuple((part.method, float(part.values[:, 0].mean()), shown(gain, "+")) for part, gain in earned),
        ),
    )
    lines = {name: [(run.size, run.ndcg(seed)) for run in runs if run.method == name] for name in _names(runs)}
    pictures = (
        Plot("nDCG@10 by number of likes", plots.lines(lines, "likes given", "nDCG@10")),
        Plot("What each part earns, nDCG@10", plots.forest([(part.method, gain) for part, gain in earned])),
    )
    ahead = tuple(
        Figure(f"ahead of {run.method}, N={run.size}", _gain(ours[run.size], run, seed), len(run.values))
        for run in others
    )
    return Outcome(NAME, tuple(run.row(seed) for run in runs), tables, pictures, ahead)


def by_size(title: str, note: str, runs: Sequence[MethodRun], cell: Callable[[MethodRun], Cell]) -> Table:
    """A row per method, a column per N."""
    sizes = sorted({run.size for run in runs})
    found = {(run.method, run.size): cell(run) for run in runs}
    rows = tuple((name, *(found[name, size] for size in sizes)) for name in _names(runs))
    return Table(title, note, ("method", *(f"N={size}" for size in sizes)), rows)


def _ablation(
    benchmark: served.Benchmark, histories: Histories, cases: list[Case], runs: list[MethodRun], seed: int
) -> Earned:
    """The nDCG@10 without each part at one N, and what the part earns."""
    ablations = {f"{ablation.of} without {ablation.without}": ablation for ablation in served.ablations(benchmark)}
    whole = {run.method: run for run in runs if run.size == cases[0].N}
    parts = measure({name: ablation.ranker for name, ablation in ablations.items()}, histories, cases, "ablation")
    return [(part, _gain(whole[ablations[part.method].of], part, seed)) for part in parts]


def _gain(ours: MethodRun, theirs: MethodRun, seed: int) -> Interval:
    return paired_difference(ours.values[:, 0], theirs.values[:, 0], seed)


def shown(interval: Interval, sign: str = "") -> str:
    """A mean and its interval, as tables have it."""
    return f"{interval.mean:{sign}.3f} [{interval.low:{sign}.3f}, {interval.high:{sign}.3f}]"


def _names(runs: Sequence[MethodRun]) -> list[str]:
    return list(dict.fromkeys(run.method for run in runs))
