"""Papers drawn and made for these tests, and what a list shows."""

import numpy as np

from service.discovery.result import Recommendations
from service.papers import Paper, Source, make_paper


def some(ids, count: int, seed: int = 0) -> tuple[str, ...]:
    return tuple(np.random.default_rng(seed).permutation(ids)[:count].tolist())


def made(title: str, abstract: str, paper_id: str) -> Paper:
    return make_paper(title, abstract, id=paper_id, source=Source(name="test"))


def names(found: Recommendations) -> list[str]:
    return [item.paper.id for item in found.data]
