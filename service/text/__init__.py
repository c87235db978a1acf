"""Text as it comes in, made safe and readable: cleaning, LaTeX residue to Unicode, sentences, terms, damage.

Pure: it knows no papers, and neither reads nor keeps anything.
"""

from service.text.cleaning import STOP_WORDS, clean, damage, fold, terms, visible
from service.text.sentence_splitter import Span, sentences

__all__ = ["STOP_WORDS", "Span", "clean", "damage", "fold", "sentences", "terms", "visible"]
