"""A user's papers as files that citation managers read."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service import discovery
from service.api.ranking_threads import in_ranking_thread
from service.api.recommendations import recommended
from service.api.services import Use
from service.api.user_collections import Name
from service.api.users import User, UserListOptions, request_of
from service.errors import BadInput
from service.export import FORMATS, Entry

router = APIRouter(prefix="/v1/users/{user}/export", tags=["library"])

ExportFormat = Annotated[str, Query(description="format of the file", json_schema_extra={"enum": [*FORMATS]})]
FILE: dict[str, Any] = {"content": {each.media_type: {"schema": {}} for each in FORMATS.values()}}
"""How the API's document says that an answer is one of these files."""


class ExportedListOptions(UserListOptions):
    """Which recommendations, and as what file."""

    format: ExportFormat = "bibtex"


@router.get("/likes", response_class=StreamingResponse, responses={200: FILE, 422: {}})
def likes(services: Use, user: User, format: ExportFormat = "bibtex") -> StreamingResponse:  # noqa: A002
    """The papers that a user likes, with the dates of the likes; to import the file again changes nothing."""
    return as_file(discovery.like_entries(services.corpus, user), format, "likes")


@router.get("/collections/{name}", response_class=StreamingResponse, responses={200: FILE, 404: {}, 422: {}})
def collection(services: Use, user: User, name: Name, format: ExportFormat = "bibtex") -> StreamingResponse:  # noqa: A002
    """What is in a collection, with its notes, to share it."""
    entries = discovery.collection_entries(services.corpus, services.libraries, user, name)
    return as_file(entries, format, "collection")


@router.get("/recommendations", response_class=StreamingResponse, responses={200: FILE, 404: {}, 409: {}, 422: {}})
async def recommendations(
    services: Use, user: User, options: Annotated[ExportedListOptions, Query()]
) -> StreamingResponse:
    """What this user should read next."""
    page = await in_ranking_thread(recommended, services, partial(request_of, services, user, options), options)
    return as_file(discovery.recommended_entries(page.found), options.format, "recommendations")


def as_file(entries: Sequence[Entry], format: str, name: str) -> StreamingResponse:  # noqa: A002
    """Papers as a file to keep; raises BadInput for a format that does not exist."""
    if format not in FORMATS:
        raise BadInput.at("/format", f"must be one of {', '.join(FORMATS)}.")
    chosen = FORMATS[format]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{chosen.extension}"'}
    return StreamingResponse(chosen.write(entries), media_type=f"{chosen.media_type}; charset=utf-8", headers=headers)
