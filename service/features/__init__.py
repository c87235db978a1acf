"""Papers as numbers: term counts, pairs of words, tf-idf rows, the kernel of two papers, near-duplicates, samples.

Pure: arrays in, arrays out; it knows nothing of users, and ranks nothing.
"""

from service.features.bounded_products import BoundedProducts
from service.features.growing_rows import GrowingArray, GrowingRows, with_room
from service.features.hash_sampling import hash_sample, sample_keys
from service.features.inverted_index import InvertedIndex
from service.features.kernel import DENSE_WEIGHT, Matrix, PaperVectors, kernel_matrix
from service.features.near_duplicates import NearDuplicates
from service.features.paper_features import Features, Indices, centre_of, centred, make_features
from service.features.repeated_papers import distinct_papers
from service.features.row_merge import RowMerge
from service.features.term_counts import TermCounts
from service.features.term_postings import TermPostings
from service.features.tfidf import TermWeights, tfidf_rows
from service.features.word_pairs import WordPairs

__all__ = [
    "DENSE_WEIGHT",
    "BoundedProducts",
    "Features",
    "GrowingArray",
    "GrowingRows",
    "Indices",
    "InvertedIndex",
    "Matrix",
    "NearDuplicates",
    "PaperVectors",
    "RowMerge",
    "TermCounts",
    "TermPostings",
    "TermWeights",
    "WordPairs",
    "centre_of",
    "centred",
    "distinct_papers",
    "hash_sample",
    "kernel_matrix",
    "make_features",
    "sample_keys",
    "tfidf_rows",
    "with_room",
]
