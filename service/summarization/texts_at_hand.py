"""Texts as they can be shown to whoever only looks: nothing is asked of a model, and nothing is paid."""

import asyncio
from collections.abc import Sequence

from service.corpus import Corpus
from service.summarization.generated_text import GeneratedText
from service.summarization.text_requests import TextOptions, make_text_requests
from service.summarization.writer import Writer


async def kept_texts(
    corpus: Corpus, writer: Writer, options: TextOptions, paper_ids: Sequence[str]
) -> list[GeneratedText]:
    """The texts of papers that are here, in the order of papers and kinds: kept ones, or else the abstract quoted."""
    requests, _ = await asyncio.to_thread(make_text_requests, corpus, options, paper_ids)
    return [(await writer.kept_or_quoted(request)).dated(request.paper) for request in requests.values()]
