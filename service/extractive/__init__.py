"""The writer that needs no model: it picks sentences of the abstract and quotes them, in the order of the source.

Pure: it never writes a word that the abstract has not, but for the sentence that names a liked paper.
"""

from service.extractive.salience import salience_features, term_prefixes
from service.extractive.shared_topics import LikedPaper
from service.extractive.standalone_sentences import polished
from service.extractive.summarizer import Draft, DraftSentence, blurb, summary, tldr

__all__ = [
    "Draft",
    "DraftSentence",
    "LikedPaper",
    "blurb",
    "polished",
    "salience_features",
    "summary",
    "term_prefixes",
    "tldr",
]
