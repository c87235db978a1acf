"""A sentence and its source, word by word: tokens, alignment, edits, quantities, polarity, acronyms, form.

Pure: rules and word lists of our own, and the vectors of words shipped beside them.
"""

from service.faithfulness.lexical.acronyms import misexpanded
from service.faithfulness.lexical.alignment import (
    Alignment,
    Rarity,
    SourceIndex,
    align,
    index_source,
    match_strength,
    restricted_to,
)
from service.faithfulness.lexical.edit_script import edits
from service.faithfulness.lexical.polarity import TURNED
from service.faithfulness.lexical.quantities import Quantity, find_quantities, unit_conflict, verified
from service.faithfulness.lexical.word_lists import AUTHORS, BOOSTERS, FUNCTION_WORDS, GENERAL, LIGHT, NEGATIONS
from service.faithfulness.lexical.word_vectors import VectorRows, WordVectors, load_word_vectors
from service.faithfulness.lexical.words import Passage, Token, read, root, tokens

__all__ = [
    "AUTHORS",
    "BOOSTERS",
    "FUNCTION_WORDS",
    "GENERAL",
    "LIGHT",
    "NEGATIONS",
    "TURNED",
    "Alignment",
    "Passage",
    "Quantity",
    "Rarity",
    "SourceIndex",
    "Token",
    "VectorRows",
    "WordVectors",
    "align",
    "edits",
    "find_quantities",
    "index_source",
    "load_word_vectors",
    "match_strength",
    "misexpanded",
    "read",
    "restricted_to",
    "root",
    "tokens",
    "unit_conflict",
    "verified",
]
