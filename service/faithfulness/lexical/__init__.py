"""A sentence and its source, word by word: tokens, alignment, quantities, polarity, acronyms, form.

Pure: rules and word lists of our own, and the word vectors shipped beside them; nothing here decides what is faithful.
"""

from service.faithfulness.lexical.acronyms import has_wrong_expansion
from service.faithfulness.lexical.alignment import (
    Alignment,
    Rarity,
    SourceIndex,
    align,
    index_source,
    match_strength,
    restricted_to,
)
from service.faithfulness.lexical.form import (
    NOT_TRUNCATED,
    has_link,
    has_markup,
    has_preamble,
    instruction,
    is_foreign_script,
    is_several_paragraphs,
    meta_commentary,
    truncation_signals,
)
from service.faithfulness.lexical.polarity import DIRECTION_SIGNALS, OPPOSITE_STEMS, polarity_signals
from service.faithfulness.lexical.quantities import Quantity, find_quantities, has_unit_conflict, is_verified
from service.faithfulness.lexical.word_lists import (
    AUTHOR_WORDS,
    BOOSTERS,
    FUNCTION_WORDS,
    GENERAL_WORDS,
    LIGHT_VERBS,
    NEGATIONS,
    NEGATIVE_PREFIXES,
    NUMBER_WORDS,
    TIMES,
    UNITS,
)
from service.faithfulness.lexical.word_vectors import VectorRows, WordVectors, load_word_vectors
from service.faithfulness.lexical.words import Passage, Token, read, stem, tokenise

__all__ = [
    "AUTHOR_WORDS",
    "BOOSTERS",
    "DIRECTION_SIGNALS",
    "FUNCTION_WORDS",
    "GENERAL_WORDS",
    "LIGHT_VERBS",
    "NEGATIONS",
    "NEGATIVE_PREFIXES",
    "NOT_TRUNCATED",
    "NUMBER_WORDS",
    "OPPOSITE_STEMS",
    "TIMES",
    "UNITS",
    "Alignment",
    "Passage",
    "Quantity",
    "Rarity",
    "SourceIndex",
    "Token",
    "VectorRows",
    "WordVectors",
    "align",
    "find_quantities",
    "has_link",
    "has_markup",
    "has_preamble",
    "has_unit_conflict",
    "has_wrong_expansion",
    "index_source",
    "instruction",
    "is_foreign_script",
    "is_several_paragraphs",
    "is_verified",
    "load_word_vectors",
    "match_strength",
    "meta_commentary",
    "polarity_signals",
    "read",
    "restricted_to",
    "stem",
    "tokenise",
    "truncation_signals",
]
