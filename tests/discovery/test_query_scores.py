"""What a query is worth where nothing tells how near is near."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from service.discovery import Mode
from service.discovery.query import parse_query
from service.discovery.query_scores import QueryScores
from tests.corpora import NOW, paper


def test_under_another_model_papers_are_found_where_none_stands_for_all(tiny):
    tiny.add([paper(1)], NOW)
    known = tiny.snapshot()
    snapshot = replace(known, papers=replace(known.papers, distinct=np.zeros_like(known.papers.distinct)))
    other = SimpleNamespace(model="other@1", embedder=tiny.embedder)
    scores = QueryScores.of(other, snapshot, parse_query(paper(1).title), Mode.SEMANTIC, snapshot.present)
    _, hits = scores.best(tiny, snapshot.present, 10)
    assert hits.all()
