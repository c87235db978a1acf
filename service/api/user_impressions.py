"""What a user was shown: told by whoever shows it, so that it can be said how much of it was liked."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from service.api.bodies import JSONRoute
from service.api.schemas import Body, PaperIds
from service.api.services import Use
from service.api.users import User
from service.corpus import record_impressions
from service.storage import Place

router = APIRouter(prefix="/v1/users/{user}", tags=["users"], route_class=JSONRoute)


class ImpressionsIn(Body):
    """Papers that the user is shown now, and where."""

    paper_ids: Annotated[PaperIds, Field(min_length=1)] = Field(examples=[["hf:neural-spline-flows"]])
    place: Place = Field(examples=["for_you"])


class Impressions(BaseModel):
    """How many of the papers were known, and the ids that nobody has here."""

    kept: int
    not_found: list[str]


@router.post("/impressions", responses={507: {}})
def post(services: Use, user: User, body: ImpressionsIn) -> Impressions:
    """Keep what a user is shown, a paper once a day for each place; it goes with the user, and is in the export."""
    unknown = record_impressions(
        services.corpus,
        services.libraries,
        services.settings.limits,
        user,
        body.paper_ids,
        body.place,
        services.now(),
    )
    return Impressions(kept=len(set(body.paper_ids)) - len(unknown), not_found=unknown)
