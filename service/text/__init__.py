"""Text as it comes in, made safe and readable: cleaning, LaTeX residue to Unicode, sentences, terms, damage.

Pure: it knows no papers, and neither reads nor keeps anything.
"""

from service.text.cleaning import STOP_WORDS, clean, fold, terms, visible
from service.text.damage import find_damage
from service.text.sentence_splitter import Span, sentences
from service.text.word_sets import word_set

__all__ = ["STOP_WORDS", "Span", "clean", "find_damage", "fold", "sentences", "terms", "visible", "word_set"]
