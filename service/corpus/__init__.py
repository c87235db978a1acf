"""The papers and the feedback of one installation: catalog, embeddings and index in step, and a snapshot in memory.

It ranks nothing and writes no text. ("Library" is the word for what one user has.)
"""

from service.corpus.corpus import Corpus, Progress, no_progress
from service.corpus.feedback import USER_PATTERN, give_feedback, import_feedback, take_back
from service.corpus.health import Check, check_files, check_readiness, run_checks
from service.corpus.imports import keep_papers, load_sample
from service.corpus.interests import LabelledInterest
from service.corpus.papers_and_likes import PapersAndLikes
from service.corpus.snapshot import Snapshot

__all__ = [
    "USER_PATTERN",
    "Check",
    "Corpus",
    "LabelledInterest",
    "PapersAndLikes",
    "Progress",
    "Snapshot",
    "check_files",
    "check_readiness",
    "give_feedback",
    "import_feedback",
    "keep_papers",
    "load_sample",
    "no_progress",
    "run_checks",
    "take_back",
]
