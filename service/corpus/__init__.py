"""The papers and the feedback of one installation: catalog, embeddings and index in step, and a snapshot in memory.

What is learned of all papers together is an epoch, which is kept in the store and stays while papers come and go; see
`present_snapshot` for what determines it. It ranks nothing and writes no text. ("Library" is the word for what one user
has.)
"""

from service.corpus.corpus import Corpus
from service.corpus.feedback import give_feedback, import_feedback, take_back
from service.corpus.health import Check, check_files, check_readiness, run_checks
from service.corpus.imports import ImportReport, keep_papers, load_sample, preview_papers
from service.corpus.impressions import HitRate, hit_rates, record_impressions
from service.corpus.interests import LabelledInterest
from service.corpus.likes_import import (
    EntryStatus,
    LibraryEntry,
    LibraryReport,
    diagnostics_of,
    entries_of,
    import_likes,
    library_import,
    like_entries,
    preview_likes,
    undo_import,
)
from service.corpus.map_layout import LayoutStopped, require_layout
from service.corpus.named_papers import named_papers
from service.corpus.names import USER_RULE, checked_name, checked_note, checked_user
from service.corpus.new_model import NewModel, move_to_model
from service.corpus.paper_map import PaperMap, lay_out_map, paper_map
from service.corpus.papers_and_likes import PapersAndLikes
from service.corpus.progress import Progress, no_progress
from service.corpus.snapshot import Snapshot
from service.corpus.snapshot_files import SnapshotFiles

__all__ = [
    "USER_RULE",
    "Check",
    "Corpus",
    "EntryStatus",
    "HitRate",
    "ImportReport",
    "LabelledInterest",
    "LayoutStopped",
    "LibraryEntry",
    "LibraryReport",
    "NewModel",
    "PaperMap",
    "PapersAndLikes",
    "Progress",
    "Snapshot",
    "SnapshotFiles",
    "check_files",
    "check_readiness",
    "checked_name",
    "checked_note",
    "checked_user",
    "diagnostics_of",
    "entries_of",
    "give_feedback",
    "hit_rates",
    "import_feedback",
    "import_likes",
    "keep_papers",
    "lay_out_map",
    "library_import",
    "like_entries",
    "load_sample",
    "move_to_model",
    "named_papers",
    "no_progress",
    "paper_map",
    "preview_likes",
    "preview_papers",
    "record_impressions",
    "require_layout",
    "run_checks",
    "take_back",
    "undo_import",
]
