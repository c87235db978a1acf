"""Collections of a user: papers under a name, with notes."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from service import discovery
from service.api.bodies import JSONRoute
from service.api.schemas import AnyId, Body
from service.api.services import Use
from service.api.users import User
from service.discovery import CollectionContent
from service.storage import Collection

router = APIRouter(prefix="/v1/users/{user}/collections", tags=["library"], route_class=JSONRoute)

Name = Annotated[str, Path(description="your own name for it: up to 100 characters, without a slash")]


class NoteIn(Body):
    """A note of the user's own."""

    note: str = Field("", description="up to 10,000 characters")


class CollectionOut(BaseModel):
    """A collection, and how many papers are in it."""

    name: str
    note: str
    created_at: datetime
    papers: int

    @classmethod
    def of(cls, found: Collection) -> Self:
        """The public view of a collection."""
        return cls(name=found.name, note=found.note, created_at=found.created_at, papers=found.papers)


class CollectionList(BaseModel):
    """The collections of a user, by name."""

    data: list[CollectionOut]


class CollectedOut(BaseModel):
    """A paper of a collection; the title is null when the paper was deleted."""

    paper_id: str
    title: str | None
    note: str
    added_at: datetime


class CollectionContentOut(CollectionOut):
    """A collection and its papers, in the order in which they were put there."""

    data: list[CollectedOut]

    @classmethod
    def of_content(cls, found: CollectionContent) -> Self:
        """The public view of a collection and what is in it."""
        data = [
            CollectedOut(
                paper_id=each.paper_id,
                title=each.paper.title if each.paper else None,
                note=each.note,
                added_at=each.added_at,
            )
            for each in found.items
        ]
        return cls(**CollectionOut.of(found.collection).model_dump(), data=data)


class Collected(BaseModel):
    """Whether the paper was not in the collection before."""

    added: bool


@router.get("")
def get_all(services: Use, user: User) -> CollectionList:
    """The collections of a user."""
    return CollectionList(data=[CollectionOut.of(each) for each in services.libraries.collections.of_user(user)])


@router.put("/{name}", responses={507: {}})
def put(services: Use, user: User, name: Name, body: NoteIn) -> CollectionOut:
    """Make a collection, or change its note."""
    return CollectionOut.of(discovery.put_collection(services.libraries, user, name, body.note, services.now()))


@router.get("/{name}", responses={404: {}, 422: {}})
def get(services: Use, user: User, name: Name) -> CollectionContentOut:
    """A collection and what is in it."""
    return CollectionContentOut.of_content(
        discovery.collection_content(services.corpus, services.libraries, user, name)
    )


@router.delete("/{name}", status_code=204, responses={404: {}, 422: {}, 507: {}})
def delete(services: Use, user: User, name: Name) -> Response:
    """Remove a collection; its papers stay, and what the user says of them."""
    discovery.delete_collection(services.libraries, user, name)
    return Response(status_code=204)


@router.put("/{name}/{paper_id:path}", responses={404: {}, 507: {}})
def put_paper(services: Use, user: User, name: Name, paper_id: AnyId, body: NoteIn) -> Collected:
    """Put a paper into a collection, which is made if there is none; with a note, if there is one."""
    new = discovery.collect_papers(
        services.corpus, services.libraries, user, name, [paper_id], body.note, services.now()
    )
    return Collected(added=bool(new))


@router.delete("/{name}/{paper_id:path}", status_code=204, responses={404: {}, 422: {}, 507: {}})
def delete_paper(services: Use, user: User, name: Name, paper_id: AnyId) -> Response:
    """Take a paper out of a collection, whichever of its ids was used."""
    discovery.take_out_of_collection(services.corpus, services.libraries, user, name, paper_id)
    return Response(status_code=204)
