"""Use cases of texts: summaries and blurbs asked of a model and verified, or quoted from the abstract.

No sentence of a model leaves here unverified. The names that need the ledger and a model are imported when first used:
the processes that only verify and quote load this package without them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from service.summarization.calibration_pairs import calibration_pairs
from service.summarization.claim_verification import verify_claims
from service.summarization.copies import copied_share
from service.summarization.generated_text import LANGUAGES, GeneratedText, Mode, TextKind, Tokens
from service.summarization.output_parser import Claim, UnreadableOutput, parse_claims, parse_json, sentences_schema
from service.summarization.quotation import quote
from service.summarization.verification import SourceSentence, Verification, source_sentences
from service.summarization.worker_processes import TextWorkers

if TYPE_CHECKING:
    from service.summarization.health import diagnose
    from service.summarization.paper_selection import select_papers
    from service.summarization.recommendation_blurbs import blurbs, kept_blurbs, written_blurbs
    from service.summarization.text_batch import FailedText, TextBatch, check_text_options
    from service.summarization.text_requests import TextOptions, TextRequest, make_text_requests
    from service.summarization.texts_at_hand import kept_texts, lines_at_hand, quote_first_papers
    from service.summarization.verifier import Verifier, VerifierState
    from service.summarization.writer import Writer

__all__ = [
    "LANGUAGES",
    "Claim",
    "FailedText",
    "GeneratedText",
    "Mode",
    "SourceSentence",
    "TextBatch",
    "TextKind",
    "TextOptions",
    "TextRequest",
    "TextWorkers",
    "Tokens",
    "UnreadableOutput",
    "Verification",
    "Verifier",
    "VerifierState",
    "Writer",
    "blurbs",
    "calibration_pairs",
    "check_text_options",
    "copied_share",
    "diagnose",
    "kept_blurbs",
    "kept_texts",
    "lines_at_hand",
    "make_text_requests",
    "parse_claims",
    "parse_json",
    "quote",
    "quote_first_papers",
    "select_papers",
    "sentences_schema",
    "source_sentences",
    "verify_claims",
    "written_blurbs",
]

_LATE = {
    "recommendation_blurbs": ("blurbs", "kept_blurbs", "written_blurbs"),
    "health": ("diagnose",),
    "texts_at_hand": ("kept_texts", "lines_at_hand", "quote_first_papers"),
    "paper_selection": ("select_papers",),
    "text_batch": ("FailedText", "TextBatch", "check_text_options"),
    "text_requests": ("TextOptions", "TextRequest", "make_text_requests"),
    "verifier": ("Verifier", "VerifierState"),
    "writer": ("Writer",),
}
_MODULE_OF = {name: module for module, names in _LATE.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
