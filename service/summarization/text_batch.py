"""The texts of one request, each on its own: one that fails does not fail the others."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from service.corpus import Corpus
from service.errors import BadInput, NoModel, ServiceError, at_most
from service.settings import LimitSettings
from service.summarization.generated_text import LANGUAGES, GeneratedText, TextKind
from service.summarization.text_requests import TextOptions, make_text_requests
from service.summarization.writer import TextRequest, Writer


@dataclass(frozen=True, slots=True)
class FailedText:
    """A text that was demanded of a model and could not be had, and why."""

    paper_id: str
    kind: TextKind
    error: ServiceError


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one request, one entry per paper and kind, in the order asked for."""

    data: tuple[GeneratedText, ...]
    errors: tuple[FailedText, ...]
    not_found: tuple[str, ...]


def check_text_options(
    limits: LimitSettings, writer: Writer, options: TextOptions, liked: Sequence[str], paper_ids: Sequence[str]
) -> None:
    """Raise BadInput for too many papers or `liked` ones or an unknown language, NoModel where one is demanded."""
    at_most(limits.job_papers, len(paper_ids), "/paper_ids")
    at_most(limits.liked, len(liked), "/liked")
    if options.language not in LANGUAGES:
        raise BadInput.at("/language", f"must be one of {', '.join(LANGUAGES)}.")
    if options.mode == "llm" and not writer.chain.models:
        raise NoModel("No language model is configured; use mode `auto` or `extractive`, or set PAPERLARK_LLM__MODELS.")


class TextBatch:
    """Texts under one deadline; `requests` has each by its place among all that were asked for."""

    def __init__(
        self, corpus: Corpus, writer: Writer, options: TextOptions, requests: dict[int, TextRequest], unknown: list[str]
    ) -> None:
        """`unknown` are the ids that nobody has here."""
        self._corpus, self._writer = corpus, writer
        self.requests, self.not_found = requests, tuple(unknown)
        self._allowance = writer.chain.allowance(options.user, options.key)

    @classmethod
    async def begin(cls, corpus: Corpus, writer: Writer, options: TextOptions, paper_ids: Sequence[str]) -> "TextBatch":
        """Find the papers; the deadline runs from now."""
        requests, unknown = await asyncio.to_thread(make_text_requests, corpus, options, paper_ids)
        return cls(corpus, writer, options, requests, unknown)

    async def outcome(self, place: int) -> GeneratedText | FailedText:
        """One text, marked as stale if its paper changed while it was written, or is gone."""
        (found,) = await self._dated([await self._written(place)])
        return found

    async def texts(self) -> Texts:
        """All of them."""
        outcomes = await self._dated(await asyncio.gather(*map(self._written, self.requests)))
        return Texts(
            tuple(each for each in outcomes if isinstance(each, GeneratedText)),
            tuple(each for each in outcomes if isinstance(each, FailedText)),
            self.not_found,
        )

    async def _written(self, place: int) -> GeneratedText | FailedText:
        request = self.requests[place]
        try:
            return await self._writer.write(request, self._allowance)
        except ServiceError as error:
            return FailedText(request.paper.id, request.kind, error)

    async def _dated(self, outcomes: Sequence[GeneratedText | FailedText]) -> list[GeneratedText | FailedText]:
        try:
            present = await asyncio.to_thread(self._corpus.catalog.get, {each.paper_id for each in outcomes})
        except ServiceError as error:
            return [FailedText(each.paper_id, each.kind, error) for each in outcomes]
        return [
            each.dated(present[each.paper_id]) if isinstance(each, GeneratedText) and each.paper_id in present else each
            for each in outcomes
        ]
