"""CSFCube (Mysore et al. 2021, github.com/iesl/CSFCube): pools of papers graded by experts for one facet of a query.

The facets are those of the published data. Methods are given the query paper, not the facet, as is usual for the
published figures of whole-abstract models; nDCG%20 looks at the best fifth of a pool, MAP counts grades of 2 and 3,
and figures are means over the two test folds.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from evals.datasets.histories import PaperRow, read_papers
from evals.metrics import ranking
from evals.metrics.bootstrap import Floats
from evals.rankers import baselines, served
from evals.rankers.embeddings import embed
from evals.rankers.ranker import Query, Scorer
from evals.reporting.outcome import Cell, Outcome, Table
from evals.suites.request import Request
from service import text
from service.embedding import paper_text
from service.errors import BadInput

RELEVANT = 2  # the least grade that counts for MAP
SHARE = 0.2  # of a pool that nDCG looks at
FOLDS = ("fold1_test", "fold2_test")


class Pool(BaseModel):
    """The candidates of one query and facet, and the grade of each, 0 to 3."""

    cands: tuple[str, ...] = Field(min_length=1)
    rel: tuple[float, ...]


Pools = Mapping[str, Mapping[str, Pool]]  # facet -> query paper -> pool
Splits = Mapping[str, Mapping[str, tuple[str, ...]]]  # facet or "all" -> fold -> `query_facet`
_T = TypeVar("_T")


def run(request: Request) -> Outcome:
    """Grade every method on the pools in `request.data`; raises BadInput naming the file that is wrong."""
    folder = request.data or Path()
    papers = read_papers(folder / "papers.jsonl")
    pools = _json(folder / "qrels.json", TypeAdapter(dict[str, dict[str, Pool]]))
    splits = _json(folder / "evaluation_splits.json", TypeAdapter(dict[str, dict[str, tuple[str, ...]]]))
    _check(pools, papers)
    _check_splits(pools, splits)
    texts = [(text.clean(paper.title), text.clean(paper.abstract or "")) for paper in papers.values()]
    vectors = embed([paper_text(*pair) for pair in texts], request.cache)
    joined = [" ".join(pair) for pair in texts]
    scorers = {
        served.OURS: served.content_scorer(joined, vectors),
        served.SIMILAR: served.similar_scorer(joined, vectors),
        "dense centroid": baselines.centroid(vectors),
        "BM25": baselines.bm25(joined),
        "arxiv-sanity-lite": baselines.arxiv_sanity(joined),
        "random": baselines.chance(len(joined), request.seed),
    }
    results = tuple(row for name, scorer in scorers.items() for row in _rows(name, scorer, pools, splits, papers))
    note = "nDCG%20 and MAP in percent, means over the two test folds."
    columns = tuple(results[0])
    table = Table("CSFCube", note, columns, tuple(tuple(row.values()) for row in results))
    return Outcome("recommendations", results, (table,), ())


def _rows(
    name: str, scorer: Scorer, pools: Pools, splits: Splits, papers: Mapping[str, PaperRow]
) -> list[dict[str, Cell]]:
    place = {paper: row for row, paper in enumerate(papers)}
    graded: dict[str, tuple[float, float]] = {}
    for facet, queries in pools.items():
        for query, pool in queries.items():
            scores = scorer(Query(query, np.array([place[query]]), np.array([], dtype=np.intp)))
            order = np.argsort(-scores[[place[candidate] for candidate in pool.cands]], kind="stable")
            graded[f"{query}_{facet}"] = grade(np.array(pool.rel)[order])
    rows: list[dict[str, Cell]] = []
    for facet, folds in splits.items():
        means = np.mean([np.mean([graded[key] for key in folds[fold]], axis=0) for fold in FOLDS], axis=0) * 100
        ndcg, precision = means.tolist()
        rows.append({"method": name, "facet": facet, "N": 1, "ndcg%20": round(ndcg, 2), "map": round(precision, 2)})
    return rows


def grade(grades: Floats) -> tuple[float, float]:
    """nDCG%20 and average precision of the grades of one pool, best ranked first."""
    return ranking.graded_ndcg(grades, int(SHARE * len(grades))), ranking.average_precision(grades >= RELEVANT)


def _check(pools: Pools, papers: Mapping[str, PaperRow]) -> None:
    for facet, queries in pools.items():
        for query, pool in queries.items():
            if len(pool.rel) != len(pool.cands):
                raise BadInput(f"qrels.json: {facet} {query} has {len(pool.cands)} candidates, {len(pool.rel)} grades")
            missing = [paper for paper in (query, *pool.cands) if paper not in papers]
            if missing:
                raise BadInput(f"qrels.json: {facet} {query} names {missing[0]}, which is not in papers.jsonl")


def _check_splits(pools: Pools, splits: Splits) -> None:
    known = {f"{query}_{facet}" for facet, queries in pools.items() for query in queries}
    for facet, folds in splits.items():
        for fold in FOLDS:
            unknown = [key for key in folds.get(fold, ()) if key not in known]
            if unknown or not folds.get(fold):
                what = f"names {unknown[0]}, which is not in qrels.json" if unknown else "is missing"
                raise BadInput(f"evaluation_splits.json: {facet} {fold} {what}")


def _json(path: Path, kind: TypeAdapter[_T]) -> _T:
    try:
        return kind.validate_json(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(f"{path.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None
