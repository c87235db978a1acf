"""Which papers a query and filters allow, by row of a snapshot."""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from service.corpus import Corpus, Snapshot
from service.discovery.query import Clause, Query, is_term
from service.features import InvertedIndex
from service.storage import Filters
from service.text import spellings

Mask = NDArray[np.bool_]


def allowed_rows(
    corpus: Corpus, snapshot: Snapshot, query: Query, filters: Filters, among: Collection[str] | None
) -> Mask:
    """True for rows that may be found, (papers,); where the query `needs_reading`, only the papers tell for certain.

    `among` has the ids of those that the search is restricted to, if it is. Uncounted clauses exclude none.
    """
    allowed = snapshot.present.copy()
    for clause in query.required:
        allowed &= _having(snapshot, clause)
    for clause in query.excluded:
        if not clause.needs_reading:
            allowed &= ~_having(snapshot, clause)
    if among is not None:
        allowed &= _rows_of(snapshot, among)
    if filters.conditions():
        allowed &= _rows_of(snapshot, corpus.catalog.matching(filters))
    return allowed


def uncounted_rows(corpus: Corpus, snapshot: Snapshot, query: Query) -> Mask:
    """The rows whose papers have the uncounted clauses of a query as they are written, (papers,): all are looked at."""
    written = tuple(clause.written for clause in query.required if clause.is_uncounted)
    return _rows_of(snapshot, corpus.catalog.matching(Filters(keywords_all=written)))


def _having(snapshot: Snapshot, clause: Clause) -> Mask:
    """The rows whose papers may hold a clause, (papers,): those that do, and of several words some more."""
    index = snapshot.keyword_index
    if clause.field == "id":
        return _rows_of(snapshot, clause.words)
    if clause.field == "author":
        return _with_all(index.authors, clause.words, clause)
    if clause.field == "title":
        having = _with_all(index.titles, clause.words, clause)
    else:
        having = _with_all(index.texts, filter(is_term, clause.words), clause)
    return snapshot.read.pairs.having(clause.forms, having)


def _with_all(index: InvertedIndex, words: Iterable[str], clause: Clause) -> Mask:
    found = np.ones(len(index), dtype=bool)
    for word in words:
        found &= index.having([word] if clause.quoted else spellings(word))
    return found


def _rows_of(snapshot: Snapshot, ids: Collection[str]) -> Mask:
    found = np.zeros(len(snapshot), dtype=bool)
    found[[snapshot.rows[paper_id] for paper_id in ids if paper_id in snapshot.rows]] = True
    return found
