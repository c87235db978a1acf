"""A summary and a blurb of each recommended paper: written, kept or quoted; one that fails spoils nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from service.digests.digest import DigestText
from service.discovery import Recommendation
from service.errors import ServiceError
from service.llm import Allowance
from service.observability import log
from service.papers import Paper
from service.summarization import GeneratedText, TextKind, TextRequest, Writer

_KINDS: Final[tuple[TextKind, ...]] = ("summary", "blurb")
_NO_ABSTRACT = "It came without an abstract, so there is nothing to sum up."
_FAILED = "Its text could not be made: {reason}"


class PaperTexts(NamedTuple):
    """What is said of a paper, and why something is missing."""

    summary: DigestText | None = None
    blurb: DigestText | None = None
    left_out: str | None = None


async def texts_of(
    writer: Writer,
    items: Sequence[Recommendation],
    liked: Mapping[str, Paper],
    language: str,
    allowance: Allowance | None,
) -> list[PaperTexts]:
    """The texts of each paper, in order; without an `allowance` nothing is asked of a model or paid.

    `liked` has the papers that speak for the recommendations, by id.
    """
    requests = [_requests(item, liked, language) for item in items]
    # One that cannot be quoted there is met again, and named, where it is asked for alone.
    await asyncio.gather(writer.quote_ahead([each for pair in requests for each in pair]), return_exceptions=True)
    return list(await asyncio.gather(*(_of_paper(writer, pair, allowance) for pair in requests)))


def causes_of(item: Recommendation) -> list[str]:
    """The liked papers that speak for a recommendation, the strongest first."""
    return [cause.paper_id for cause in item.because if cause.contribution > 0]


def _requests(item: Recommendation, liked: Mapping[str, Paper], language: str) -> list[TextRequest]:
    """A request for each kind of text; none where there is nothing to sum up."""
    causes = tuple(liked[name] for name in causes_of(item) if name in liked)
    kinds = _KINDS if item.paper.abstract else ()
    return [TextRequest(item.paper, kind, causes if kind == "blurb" else (), language=language) for kind in kinds]


async def _of_paper(writer: Writer, requests: Sequence[TextRequest], allowance: Allowance | None) -> PaperTexts:
    if not requests:
        return PaperTexts(left_out=_NO_ABSTRACT)
    found = await asyncio.gather(*(_text(writer, each, allowance) for each in requests))
    texts = [None if isinstance(each, str) else _shown(each) for each in found]
    reasons = [each for each in found if isinstance(each, str)]
    return PaperTexts(texts[0], texts[1], _FAILED.format(reason=reasons[0]) if reasons else None)


async def _text(writer: Writer, request: TextRequest, allowance: Allowance | None) -> GeneratedText | str:
    """The text, or why there is none."""
    try:
        if allowance is None:
            return await writer.kept_or_quoted(request)
        return await writer.write(request, allowance)
    except ServiceError as error:
        return error.detail
    except Exception as error:  # noqa: BLE001  # whatever it is, it is logged, and the other papers go on
        log.exception("digest_text_broke_off", paper=request.paper.id, kind=request.kind, exc_info=error)
        return "something went wrong; the log has the cause."


def _shown(text: GeneratedText) -> DigestText:
    faithfulness = text.faithfulness.score if text.faithfulness else None
    return DigestText(text=text.text, source=text.source, language=text.language, faithfulness=faithfulness)
