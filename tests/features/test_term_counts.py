"""Counts that follow a corpus through changes, and are the same as counts made at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.features.inverted_index import InvertedIndex
from service.features.row_merge import RowMerge
from service.features.term_counts import TermCounts
from tests.features.test_row_merge import after

WORDS = st.lists(st.sampled_from(["owl", "moth", "lynx", "violin", "the", "tide", "größe", "7", "x"]), max_size=6)
TEXTS = st.dictionaries(st.sampled_from("abcdefgh"), WORDS.map(" ".join), max_size=8)


def counted(texts: dict[str, str]) -> TermCounts:
    return TermCounts.of([texts[name] for name in sorted(texts)])


def arrays(counts: TermCounts) -> tuple[object, ...]:
    matrix = counts.counts
    kinds = (
        counts.document_frequencies.dtype,
        matrix.data.dtype,
        matrix.indices.dtype,
        matrix.indptr.dtype,
        matrix.shape,
    )
    values = counts.document_frequencies, matrix.data, matrix.indices, matrix.indptr
    return counts.terms, kinds, *(array.tolist() for array in values)


def test_words_are_counted_in_the_order_of_spelling():
    counts = TermCounts.of(["Owl moth OWL", "", "the tide, the owl"])
    assert counts.terms == ("moth", "owl", "tide")
    assert counts.document_frequencies.tolist() == [1, 2, 1]
    assert counts.counts.toarray().tolist() == [[1, 2, 0], [0, 0, 0], [0, 1, 1]]


@given(TEXTS, TEXTS, st.sets(st.sampled_from("abcdefgh")))
def test_counts_after_a_change_are_those_made_at_once(old: dict[str, str], new: dict[str, str], gone: set[str]):
    gone -= new.keys()
    merge = RowMerge.of(sorted(old), sorted(new), gone)
    assert arrays(counted(old).merged(merge, counted(new))) == arrays(counted(after(old, new, gone)))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_counts_of_parts_are_joined_to_those_made_at_once(parts: list[dict[str, str]]):
    every = [text for part in parts for text in part.values()]
    joined = TermCounts.joined([TermCounts.of(list(part.values())) for part in parts])
    assert arrays(joined) == arrays(TermCounts.of(every))
    assert joined.lengths.tolist() == TermCounts.of(every).lengths.tolist()


def test_a_word_that_no_text_has_any_more_is_forgotten():
    old = TermCounts.of(["owl moth", "owl"])
    left = old.merged(RowMerge.of(["a", "b"], [], {"a"}), TermCounts.of([]))
    assert left.terms == ("owl",)


@given(st.lists(st.tuples(TEXTS, st.sets(st.integers(0, 9))), max_size=4))
def test_appended_texts_count_as_those_that_were_there(parts: list[tuple[dict[str, str], set[int]]]):
    counts, texts, present = TermCounts.of([]), list[str](), list[bool]()
    for new, some in parts:
        gone = [row for row in some if row < len(texts) and present[row]]
        counts = counts.appended(TermCounts.of(list(new.values())), gone)
        present = [there and row not in gone for row, there in enumerate(present)] + [True] * len(new)
        texts += new.values()
    rows = np.flatnonzero(present)
    left = TermCounts.of([texts[row] for row in rows])
    assert arrays(counts.taken(rows)) == arrays(left)
    assert {term: counts.document_frequency(term) for term in counts.terms if counts.document_frequency(term)} == {
        term: left.document_frequency(term) for term in left.terms
    }
    assert counts.lengths.tolist() == TermCounts.of(texts).lengths.tolist()
    index, fresh = InvertedIndex.of(TermCounts.of([])).followed_by(counts), InvertedIndex.of(TermCounts.of(texts))
    for term in counts.terms:
        assert [part.tolist() for part in index.postings(term)] == [part.tolist() for part in fresh.postings(term)]
