"""Catalogs that change at random, with vectors that follow from the texts."""

import numpy as np
from hypothesis import strategies as st

from service.storage import Catalog
from tests.corpora import NOW, paper

MODEL = "model/256"
NUMBERS = st.integers(0, 15)
ABSTRACTS = st.sampled_from([None, "", "Owls and owls.", "A fjord of glaciers", "We count bees, tides and comets."])


def steps_of(*others: str) -> st.SearchStrategy[list[tuple]]:
    """Changes of a catalog, and other steps by their names, in any order."""
    return st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.lists(st.tuples(NUMBERS, ABSTRACTS), min_size=1, max_size=6)),
            st.tuples(st.just("delete"), NUMBERS),
            *(st.tuples(st.just(kind), st.just(0)) for kind in ("embed", *others)),
        ),
        max_size=12,
    )


def embed(catalog: Catalog) -> None:
    """Give every stale paper a unit vector that follows from its text."""
    stale = catalog.vectors.unembedded(MODEL, catalog.vectors.unembedded_ids(MODEL))
    seeds = [sum(f"{item.title} {item.abstract}".encode()) for item in stale]
    rows = np.array([np.random.default_rng(seed).normal(size=8) for seed in seeds]).reshape(-1, 8)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    catalog.vectors.save(MODEL, stale, rows.astype(np.float32))


def step(catalog: Catalog, kind: str, what: object) -> None:
    """One change."""
    match kind, what:
        case "put", list(records):
            catalog.put([paper(number, abstract) for number, abstract in records], NOW)
        case "delete", int(number):
            catalog.delete(paper(number).id)
        case "embed", _:
            embed(catalog)
