"""Papers, requests and answers as Semantic Scholar names their parts.

What we know nothing of (citations, who an author is) is part of its answers, and null in ours.
"""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

MOST_IDS = 500  # of a batch
MOST_RECOMMENDED = 500
MOST_FOUND = 1_000  # places of a search that can be looked at
_MOST_LISTED = 100  # papers on a page of a search


AnyId = Annotated[str, Path(description="id of a paper, in any form", examples=["ARXIV:2106.15928"])]
"""Of a paper in a path: old arXiv ids, DOIs and links hold slashes, so routes take `:path`."""


class Camel(BaseModel):
    """Names in the style of Semantic Scholar: `paperId` for `paper_id`."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class AuthorOut(Camel):
    """An author, of whom the name is known."""

    author_id: str | None = None
    name: str | None = None
    url: str | None = None
    affiliations: list[str] | None = None
    homepage: str | None = None
    paper_count: int | None = None
    citation_count: int | None = None
    h_index: int | None = None
    external_ids: dict[str, list[str]] | None = None


class PdfOut(Camel):
    """Where the paper can be read by everybody; GREEN is a copy in a repository."""

    url: str
    status: str
    license: str | None = None
    disclaimer: str | None = None


class FieldOfStudyOut(Camel):
    """A field of study, and who says so."""

    category: str
    source: str


class PaperOut(Camel):
    """A paper with the fields that were asked for; its id is always there."""

    paper_id: str = Field(description="the id of Semantic Scholar where it is known, else ours")
    corpus_id: int | None = None
    external_ids: dict[str, str | int] | None = None
    url: str | None = None
    title: str | None = None
    abstract: str | None = None
    venue: str | None = None
    publication_venue: dict[str, str] | None = None
    year: int | None = None
    reference_count: int | None = None
    citation_count: int | None = None
    influential_citation_count: int | None = None
    is_open_access: bool | None = None
    open_access_pdf: PdfOut | None = None
    fields_of_study: list[str] | None = None
    s2_fields_of_study: list[FieldOfStudyOut] | None = None
    publication_types: list[str] | None = None
    publication_date: str | None = Field(default=None, description="null unless the day is known")
    journal: dict[str, str] | None = None
    citation_styles: dict[str, str] | None = None
    authors: list[AuthorOut] | None = None
    citations: list["PaperOut"] | None = None
    references: list["PaperOut"] | None = None
    embedding: dict[str, str] | None = None
    tldr: dict[str, str] | None = None
    text_availability: str | None = Field(default=None, description="abstract or none")


class MatchOut(PaperOut):
    """The paper with the closest title."""

    match_score: float = Field(description="the share of letter trigrams that the title and the query have in common")


class MatchList(Camel):
    """The one paper that was found."""

    data: list[MatchOut]


class SearchPage(Camel):
    """A page of what was found, best first; without `next` it is the last one."""

    total: int = Field(description="how many papers were found, near-copies counted that are not shown")
    offset: int
    next: int | None = None
    data: list[PaperOut]


class Recommended(Camel):
    """Best first."""

    recommended_papers: list[PaperOut]
    not_found: list[str] | None = Field(
        default=None, description="JSON pointers to the ids of papers that are not here; only if there are any"
    )


class _Query(Camel):
    model_config = ConfigDict(extra="forbid")


class FieldsQuery(_Query):
    """Which fields of each paper are shown."""

    fields: Annotated[str | None, Field(max_length=10_000)] = Field(
        default=None,
        description="names with commas between; `paperId,title` without it",
        examples=["title,year,authors.name"],
    )


class RecommendationQuery(FieldsQuery):
    """How many papers are recommended."""

    limit: Annotated[int, Field(ge=1, le=MOST_RECOMMENDED)] = 100


class FromPaperQuery(RecommendationQuery):
    """The same; a pool of papers may be named, and all papers here are in both."""

    pool: str | None = Field(default=None, alias="from", description="recent or all-cs")


class SearchQuery(FieldsQuery):
    """What is looked for, in which papers, and which page of what is found."""

    query: Annotated[str, Field(min_length=1, max_length=1_000)]
    year: str | None = Field(default=None, description="2019, 2016-2020, 2010- or -2015")
    publication_date_or_year: str | None = Field(
        default=None, description="a day, month or year, or a range of them: 2016-03-05:2020-06, 1981-08-25: or :2015"
    )
    fields_of_study: str | None = Field(default=None, description="names with commas between, of which one must hold")
    publication_types: str | None = Field(default=None, description="refused: not known here")
    open_access_pdf: str | None = Field(default=None, description="refused: not known here")
    min_citation_count: str | None = Field(default=None, description="refused: not known here")
    venue: str | None = Field(default=None, description="whole names with commas between, of which one must hold")
    offset: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=_MOST_LISTED)] = _MOST_LISTED


class _Body(Camel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Ids = Annotated[list[str | None], Field(max_length=10_000, fail_fast=True)]
"""In a request; reading stops at a length that is refused in any case, and at the first one that is no text."""


class BatchIn(_Body):
    """Ids of papers in any form; what cannot be one is not found."""

    ids: _Ids = Field(examples=[["ARXIV:2106.15928", "CorpusId:215416146"]])


class ExamplesIn(_Body):
    """Papers to be like, and papers not to be like."""

    positive_paper_ids: _Ids | None = Field(default=None, examples=[["hf:neural-spline-flows"]])
    negative_paper_ids: _Ids | None = Field(default=None, examples=[[]])
