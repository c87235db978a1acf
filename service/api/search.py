"""Search: papers by words, phrases, titles, authors, ids, or by what they are about."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from service import discovery
from service.api.recommendations import Word
from service.api.schemas import BecauseOut, DateText, ListPage, PaperOut, ShownPaper, UserName
from service.api.services import Services, Use
from service.api.user_exports import FILE, ExportFormat, as_file
from service.discovery import Mode, SearchRequest, Sort, papers_within
from service.storage import Filters

router = APIRouter(prefix="/v1/search", tags=["search"])

_Words = Annotated[list[Word], Field(max_length=50)]


class FilteredPage(ListPage):
    """Which part of a list, in a query, and what must hold of the papers in it."""

    published_after: Annotated[date | None, DateText] = Field(default=None, description="the first day that counts")
    published_before: Annotated[date | None, DateText] = Field(default=None, description="the last day that counts")
    category: _Words = Field(default=[], description="any of these; may be repeated")
    source: _Words = Field(default=[], description="any of these; may be repeated")
    venue: _Words = Field(
        default=[], description="whole names, in any case, with or without accents; any of these, may be repeated"
    )
    has_abstract: bool | None = None

    def to_filters(self) -> Filters:
        """The filters of the catalog."""
        return Filters(
            self.published_after,
            self.published_before,
            tuple(self.category),
            tuple(self.source),
            has_abstract=self.has_abstract,
            venues=tuple(self.venue),
        )


class SearchOptions(FilteredPage):
    """What to look for, where, and in which order."""

    q: str = Field(
        description='words, "a phrase", -without, title:word, author:name, id:any-form, or an id or a link alone',
        examples=["normalizing flows -image"],
    )
    mode: Mode = Field(default=Mode.HYBRID, description="by words and meaning in equal parts, or by one of them alone")
    sort: Sort = Field(
        default=Sort.RELEVANCE,
        description="other than by relevance, the list has the papers with half of the best score or more: the latest "
        "published or added first, or those that the most users like, if three do",
    )
    user: UserName | None = Field(default=None, description="whose papers, with `within` or `collection`")
    within: Literal["likes"] | None = Field(default=None, description="only among what this user likes")
    collection: str | None = Field(default=None, description="only among what is in this collection of the user's")


class ExportedSearchOptions(SearchOptions):
    """What to look for, and as what file to have it."""

    format: ExportFormat = "bibtex"


class SpanOut(BaseModel):
    """A stretch of a text: from `start` up to, and without, `end`, in characters."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int


class HighlightsOut(BaseModel):
    """Where the words of the query stand, and the sentence of the abstract that has the most of them."""

    model_config = ConfigDict(from_attributes=True)

    title: list[SpanOut]
    abstract: list[SpanOut]
    sentence: SpanOut | None


class SearchHitOut(BaseModel):
    """A paper that was found, why, and where it says so."""

    model_config = ConfigDict(from_attributes=True)

    paper: Annotated[PaperOut, ShownPaper]
    score: float = Field(description="0 to 1, the sum of both shares in `because`")
    because: BecauseOut
    highlights: HighlightsOut


class SearchList(BaseModel):
    """What was found, best first unless it is sorted otherwise."""

    data: list[SearchHitOut]
    snapshot: str
    model: str
    next: str | None = Field(description="cursor of the next page")
    suggestions: list[str] = Field(description="what may have been meant, where no paper has any of the words")
    words_only: bool = Field(description="meaning was to count, and the embedding model gave no vector")


@router.get("", responses={404: {}, 409: {}})
def search(services: Use, asked: Annotated[SearchOptions, Query()]) -> SearchList:
    """Find papers by words, by what they are about, by title, author or id; withdrawn ones too, marked as such.

    The query `"normalizing flows" -image author:durkan` finds papers that have the phrase, not the word, and such an
    author; plain words rank, and need not all be there. Pages hold as long as the papers stay the same.
    """
    return SearchList.model_validate(_found(services, asked), from_attributes=True)


@router.get("/export", response_class=StreamingResponse, responses={200: FILE, 404: {}, 409: {}, 422: {}})
def export(services: Use, asked: Annotated[ExportedSearchOptions, Query()]) -> StreamingResponse:
    """What a search finds as a file for a citation manager, a page at a time."""
    return as_file(discovery.found_entries(_found(services, asked)), asked.format, "search")


def _found(services: Services, asked: SearchOptions) -> discovery.SearchPage:
    among = papers_within(
        services.corpus, services.libraries, asked.user, likes=asked.within == "likes", collection=asked.collection
    )
    request = SearchRequest(asked.q, asked.mode, asked.sort, asked.to_filters(), among, asked.limit)
    return discovery.search(services.corpus, services.settings.limits, request, asked.cursor)
