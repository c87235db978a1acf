"""The writer that needs no model: it picks sentences of the abstract and renders them for a reader.

Pure: it never writes a word that the abstract has not, but for those of its closed lists ("the authors" for "we") and
of the sentence that names a liked paper. Whether a rendering may stand is for its caller's judge to say.
"""

from service.extractive.blurb import blurb
from service.extractive.draft import Draft, DraftSentence
from service.extractive.roles import role_features
from service.extractive.salience import salience_features, term_prefixes
from service.extractive.standalone_sentences import polished
from service.extractive.summarizer import summary, tldr
from service.extractive.ties import LikedPaper

__all__ = [
    "Draft",
    "DraftSentence",
    "LikedPaper",
    "blurb",
    "polished",
    "role_features",
    "salience_features",
    "summary",
    "term_prefixes",
    "tldr",
]
