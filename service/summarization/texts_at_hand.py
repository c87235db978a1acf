"""Texts as they can be shown to whoever only looks: nothing is asked of a model, and nothing is paid."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from service.corpus import Corpus
from service.discovery import FIRST, RecommendationRequest, recommend
from service.papers import Paper
from service.summarization.generated_text import GeneratedText, TextKind
from service.summarization.text_requests import TextOptions, TextRequest, make_text_requests
from service.summarization.writer import Writer

_ON_A_CARD: Final[tuple[TextKind, ...]] = ("blurb", "summary")  # the shorter one first


async def kept_texts(
    corpus: Corpus, writer: Writer, options: TextOptions, paper_ids: Sequence[str]
) -> list[GeneratedText]:
    """The texts of papers that are here, in the order of papers and kinds: kept ones, or else the abstract quoted."""
    requests, _ = await asyncio.to_thread(make_text_requests, corpus, options, paper_ids)
    return [(await writer.kept_or_quoted(request)).dated(request.paper) for request in requests.values()]


def lines_at_hand(writer: Writer, papers: Iterable[Paper]) -> dict[str, str]:
    """By id a text of each paper that there is one of already: a blurb for anybody, or else a summary."""
    found: dict[str, str] = {}
    for paper in papers:
        texts = (writer.at_hand(TextRequest(paper, kind)) for kind in _ON_A_CARD)
        if text := next(filter(None, texts), None):
            found[paper.id] = text.text
    return found


def quote_first_papers(corpus: Corpus, writer: Writer) -> None:
    """Quote the papers that somebody new is shown, so that these texts are at hand; nothing where a model is asked."""
    if writer.has_model_for("auto"):
        return
    for item in recommend(corpus, RecommendationRequest((), limit=FIRST)).data:
        for kind in _ON_A_CARD:
            writer.quoted(TextRequest(item.paper, kind))
