"""How words are related in meaning, by a table made from WordNet 3.1."""

from service.text.lexicon.lexicon import (
    Relation,
    is_part,
    lemma_forms,
    opposite_adjective,
    opposite_of_negative,
    relation,
)
from service.text.lexicon.morphy import Irregular, Part, candidates
from service.text.lexicon.table import FINENESS

__all__ = [
    "FINENESS",
    "Irregular",
    "Part",
    "Relation",
    "candidates",
    "is_part",
    "lemma_forms",
    "opposite_adjective",
    "opposite_of_negative",
    "relation",
]
