"""The papers and the feedback of one installation: catalog, embeddings and index in step, and a snapshot in memory.

It ranks nothing and writes no text. ("Library" is the word for what one user has.)
"""

from service.corpus.corpus import Corpus, PapersAndLikes, Progress, silent
from service.corpus.snapshot import EMPTY, LabelledInterest, Snapshot

__all__ = ["Corpus", "EMPTY", "LabelledInterest", "PapersAndLikes", "Progress", "Snapshot", "silent"]
