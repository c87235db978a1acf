"""Use cases of texts: summaries and blurbs asked of a model and verified, or quoted from the abstract.

No sentence of a model leaves here unverified. The names that need the ledger and a model are imported when first used:
the processes that only verify and quote load this package without them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from service.summarization.claim_verification import SourceSentence, Verification, source_sentences, verify_claims
from service.summarization.generated_text import LANGUAGES, GeneratedText, Mode, TextKind, Tokens
from service.summarization.output_parser import Claim, UnreadableOutput, parse_claims, parse_json, sentences_schema
from service.summarization.quotation import quote
from service.summarization.worker_processes import TextWorkers

if TYPE_CHECKING:
    from service.summarization.text_requests import TextOptions, make_text_requests
    from service.summarization.writer import TextRequest, Writer

__all__ = [
    "Claim",
    "GeneratedText",
    "LANGUAGES",
    "Mode",
    "SourceSentence",
    "TextKind",
    "TextOptions",
    "TextRequest",
    "TextWorkers",
    "Tokens",
    "UnreadableOutput",
    "Verification",
    "Writer",
    "make_text_requests",
    "parse_claims",
    "parse_json",
    "quote",
    "sentences_schema",
    "source_sentences",
    "verify_claims",
]

_LATE = {
    "TextOptions": "text_requests",
    "TextRequest": "writer",
    "Writer": "writer",
    "make_text_requests": "text_requests",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
