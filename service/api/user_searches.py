"""What a user wants to hear of: saved searches, followed authors, and what is new of them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from service import discovery
from service.api.bodies import JSONRoute
from service.api.recommendations import FiltersIn, Words
from service.api.schemas import Body, Moment, PaperOut
from service.api.services import Use
from service.api.user_collections import Name
from service.api.users import User
from service.discovery import Arrival
from service.storage import Filters, SavedSearch

router = APIRouter(prefix="/v1/users/{user}", tags=["library"], route_class=JSONRoute)

Since = Annotated[Moment | None, Query(description="only papers that came here from this day or moment on")]
Limit = Annotated[int, Query(ge=1)]


class SearchIn(Body):
    """What papers should be about, and what must hold of them; one of the two at least."""

    query: str = Field("", description="in a few words; up to 1,000 characters")
    must: Words = Field(description="words or phrases that title or abstract must have, all of them")
    must_not: Words = Field(description="words or phrases that they must not have")
    filters: FiltersIn | None = None

    def to_search(self) -> SavedSearch:
        """The search as it is kept."""
        filters = self.filters.to_filters() if self.filters else Filters()
        return SavedSearch(
            self.query,
            replace(
                filters,
                keywords_all=(*filters.keywords_all, *self.must),
                keywords_none=(*filters.keywords_none, *self.must_not),
            ),
        )


class SearchOut(BaseModel):
    """A saved search; `must` and `must_not` have the words that stood among its filters as well."""

    name: str
    query: str
    must: list[str]
    must_not: list[str]
    filters: FiltersIn
    created_at: datetime

    @classmethod
    def of(cls, name: str, search: SavedSearch, created_at: datetime) -> Self:
        """The public view of a search."""
        filters = search.filters
        shown = {
            "published_after": filters.published_after and filters.published_after.isoformat(),
            "published_before": filters.published_before and filters.published_before.isoformat(),
            "categories": list(filters.categories),
            "sources": list(filters.sources),
            "venues": list(filters.venues),
            "keywords_any": list(filters.keywords_any),
            "since": filters.since and filters.since.isoformat(),
        }
        return cls(
            name=name,
            query=search.query,
            must=list(filters.keywords_all),
            must_not=list(filters.keywords_none),
            filters=FiltersIn.model_validate(shown),
            created_at=created_at,
        )


class SearchList(BaseModel):
    """The saved searches of a user, by name."""

    data: list[SearchOut]


class AuthorOut(BaseModel):
    """An author whom the user follows, and since when."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    followed_at: datetime


class AuthorList(BaseModel):
    """The followed authors of a user, by name."""

    data: list[AuthorOut]


class ArrivalOut(BaseModel):
    """A paper, and when it came here."""

    paper: PaperOut
    added_at: datetime
    score: float | None = Field(description="cosine similarity to the query; null where there is none")
    authors: list[str] = Field(description="the followed authors that it is by, as the user calls them")

    @classmethod
    def of(cls, found: Arrival) -> Self:
        """The public view of a paper that came here."""
        paper = PaperOut.of(found.paper)
        return cls(paper=paper, added_at=found.added_at, score=found.score, authors=list(found.authors))


class ArrivalList(BaseModel):
    """Papers; without a query the last to come first."""

    data: list[ArrivalOut]


@router.get("/searches")
def get_searches(services: Use, user: User) -> SearchList:
    """The saved searches of a user."""
    found = services.libraries.searches.of_user(user)
    return SearchList(data=[SearchOut.of(name, *each) for name, each in found.items()])


@router.put("/searches/{name}", responses={507: {}})
def put_search(services: Use, user: User, name: Name, body: SearchIn) -> SearchOut:
    """Save a search, or put another one in its place."""
    limits, wanted = services.settings.limits, body.to_search()
    return SearchOut.of(*discovery.save_search(services.libraries, limits, user, name, wanted, services.now()))


@router.get("/searches/{name}", responses={404: {}, 422: {}})
def get_search(services: Use, user: User, name: Name) -> SearchOut:
    """A saved search."""
    return SearchOut.of(*discovery.saved_search(services.libraries, user, name))


@router.delete("/searches/{name}", status_code=204, responses={404: {}, 422: {}, 507: {}})
def delete_search(services: Use, user: User, name: Name) -> Response:
    """Remove a saved search."""
    discovery.delete_search(services.libraries, user, name)
    return Response(status_code=204)


@router.get("/searches/{name}/papers", responses={404: {}, 422: {}})
def get_found(services: Use, user: User, name: Name, since: Since = None, limit: Limit = 10) -> ArrivalList:
    """What a saved search finds now; with `since` what is new."""
    found = discovery.papers_found(
        services.corpus, services.libraries, services.settings.limits, user, name, since=since, limit=limit
    )
    return ArrivalList(data=[ArrivalOut.of(each) for each in found])


@router.get("/authors")
def get_authors(services: Use, user: User) -> AuthorList:
    """Whom a user follows."""
    return AuthorList(data=[AuthorOut.model_validate(each) for each in services.libraries.authors.of_user(user)])


@router.get("/authors/papers", responses={422: {}})
def get_papers(services: Use, user: User, since: Since = None, limit: Limit = 10) -> ArrivalList:
    """Papers by followed authors, the last to come first; with `since` what is new."""
    found = discovery.papers_by_followed(
        services.corpus, services.libraries, services.settings.limits, user, since=since, limit=limit
    )
    return ArrivalList(data=[ArrivalOut.of(each) for each in found])


@router.put("/authors/{name}", responses={422: {}, 507: {}})
def put_author(services: Use, user: User, name: Name) -> AuthorOut:
    """Follow an author; a name fits in any order, with initials, and with or without accents."""
    limits = services.settings.limits
    return AuthorOut.model_validate(discovery.follow_author(services.libraries, limits, user, name, services.now()))


@router.delete("/authors/{name}", status_code=204, responses={404: {}, 422: {}, 507: {}})
def delete_author(services: Use, user: User, name: Name) -> Response:
    """Follow an author no longer."""
    discovery.unfollow_author(services.libraries, user, name)
    return Response(status_code=204)
