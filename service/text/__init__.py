"""Text as it comes in, made safe and readable: cleaning, markup and LaTeX residue, sentences, terms, concepts, damage.

Pure: it knows no papers, and neither reads nor keeps anything.
"""

from service.text.cleaning import STOP_WORDS, WORD, clean, fold, terms, visible, words
from service.text.concepts import Concept, find_concepts
from service.text.damage import damaged_spans, find_damage
from service.text.generic_words import GENERIC_NAMES
from service.text.hyphenation import joined_words
from service.text.renderings import rendering_classes
from service.text.sentence_splitter import Span, sentences
from service.text.shared_concepts import Concepts, common_concepts, most_telling_first, shared_concepts
from service.text.short_forms import short_forms
from service.text.word_forms import is_adjective, is_adverb, normalised, spellings, stem
from service.text.word_sets import word_set

__all__ = [
    "GENERIC_NAMES",
    "STOP_WORDS",
    "WORD",
    "Concept",
    "Concepts",
    "Span",
    "clean",
    "common_concepts",
    "damaged_spans",
    "find_concepts",
    "find_damage",
    "fold",
    "is_adjective",
    "is_adverb",
    "joined_words",
    "most_telling_first",
    "normalised",
    "rendering_classes",
    "sentences",
    "shared_concepts",
    "short_forms",
    "spellings",
    "stem",
    "terms",
    "visible",
    "word_set",
    "words",
]
