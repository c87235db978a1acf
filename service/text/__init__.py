"""Text as it comes in, made safe and readable: cleaning, markup and LaTeX residue to Unicode, sentences, terms, damage.

Pure: it knows no papers, and neither reads nor keeps anything.
"""

from service.text.cleaning import STOP_WORDS, clean, fold, terms, visible
from service.text.damage import find_damage
from service.text.hyphenation import joined_words
from service.text.sentence_splitter import Span, sentences
from service.text.word_sets import word_set

__all__ = [
    "STOP_WORDS", "Span", "clean", "find_damage", "fold", "joined_words", "sentences", "terms", "visible", "word_set",
]  # fmt: skip
