"""What a user would pick instead of us: each baseline gives every paper of the corpus a score for a liked history."""

# scikit-learn and bm25s are typed only in part; the one value that leaves each of them is annotated.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from evals.rankers.ranker import Query, Scorer, Scores
from service.features import DENSE_WEIGHT, centred
from service.text import terms

_NEGATIVES = 500  # random papers that `linear_svm` learns the likes against
_SMALL = 100  # papers; below, arxiv-sanity-lite's bounds on document frequency leave no words


def chance(count: int, seed: int) -> Scorer:
    """Random order: the floor below every other figure. The same seed and user give the same scores."""

    def scorer(query: Query) -> Scores:
        return np.random.default_rng([seed, crc32(query.user.encode())]).random(count)

    return scorer


def popularity(likes: csr_array, users: Sequence[str]) -> Scorer:
    """How many other users like a paper; `likes` is (users, papers), 0 or 1."""
    counts = np.asarray(likes.sum(axis=0), dtype=np.float64)
    rows = {user: row for row, user in enumerate(users)}

    def scorer(query: Query) -> Scores:
        others = counts.copy()
        if query.user in rows:
            row = rows[query.user]
            others[likes.indices[likes.indptr[row] : likes.indptr[row + 1]]] -= 1
        return others

    return scorer


def bm25(texts: Sequence[str]) -> Scorer:
    """BM25 (Lucene's form, k1 1.5, b 0.75) with all words of all likes as the query."""
    words = [terms(text) for text in texts]
    known = {word for row in words for word in row}
    index: Any = bm25s.BM25()
    index.index(words, show_progress=False)

    def scorer(query: Query) -> Scores:
        asked = [word for row in query.liked for word in words[row] if word in known]
        return np.array(index.get_scores(asked), dtype=np.float64) if asked else np.zeros(len(words))

    return scorer


def centroid(vectors: NDArray[np.float32]) -> Scorer:
    """Cosine with the mean of the likes' vectors, `vectors` (n, dim) of unit length."""

    def scorer(query: Query) -> Scores:
        return (vectors @ vectors[query.liked].mean(axis=0)).astype(np.float64)

    return scorer


def max_sim(vectors: NDArray[np.float32]) -> Scorer:
    """Cosine with the nearest like, `vectors` (n, dim) of unit length."""

    def scorer(query: Query) -> Scores:
        return (vectors @ vectors[query.liked].T).max(axis=1).astype(np.float64)

    return scorer


def arxiv_sanity(texts: Sequence[str]) -> Scorer:
    """arxiv-sanity-lite: tf-idf of 20,000 words and pairs of words, a linear SVM of the likes against all other papers.

    Parameters of its compute.py and serve.py (github.com/karpathy/arxiv-sanity-lite), authors left out.
    """
    bounds: dict[str, Any] = {"min_df": 5, "max_df": 0.5} if len(texts) >= _SMALL else {}
    vectorizer = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",  # noqa: S106 - a token of text
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        **bounds,
    )
    features: Any = vectorizer.fit_transform(texts)

    def scorer(query: Query) -> Scores:
        labels = np.zeros(len(texts))
        labels[query.liked] = 1
        # The dual solver draws its order of coordinates: seeded, so that a run can be repeated.
        machine = LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01, random_state=0)
        machine.fit(features, labels)
        return np.asarray(machine.decision_function(features), dtype=np.float64)

    return scorer


def linear_svm(texts: Sequence[str], vectors: NDArray[np.float32], seed: int) -> Scorer:
    """A linear SVM of the likes against 500 random papers, on the kinds of features that our own content score has.

    Features are 0.7 times the centred embedding, `vectors` (n, dim) of unit length, beside tf-idf of words and pairs.
    """
    least = 2 if len(texts) >= _SMALL else 1
    vectorizer = TfidfVectorizer(
        stop_words="english", ngram_range=(1, 2), max_features=20_000, sublinear_tf=True, min_df=least
    )
    words: Any = vectorizer.fit_transform(texts)
    dense = DENSE_WEIGHT * centred(vectors, vectors.mean(axis=0))
    features: Any = hstack([csr_array(dense), words], format="csr")

    def scorer(query: Query) -> Scores:
        drawn = np.random.default_rng([seed, *query.liked]).permutation(len(texts))
        others = drawn[~np.isin(drawn, query.liked)][:_NEGATIVES]
        labels = np.repeat([1, 0], [len(query.liked), len(others)])
        machine = LinearSVC(class_weight="balanced", max_iter=10_000, C=0.01, random_state=0)
        machine.fit(features[np.concatenate([query.liked, others])], labels)
        return np.asarray(machine.decision_function(features), dtype=np.float64)

    return scorer
