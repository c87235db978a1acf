"""The corpus as a map."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from service.api.schemas import UserName
from service.api.services import Use
from service.discovery import RecommendationRequest, papers_on_map, request_for_library
from service.storage import Filters

router = APIRouter(prefix="/v1/map", tags=["papers"])


class MapOptions(BaseModel):
    """Whose likes and recommendations to show, and how many papers besides."""

    model_config = ConfigDict(extra="forbid")

    user: UserName | None = None
    papers: Annotated[int, Field(ge=1, description="up to 10,000; drawn at random, the same ones each time")] = 2_000


class RegionOut(BaseModel):
    """A part of the map, how many of the papers shown lie there, and what they are about."""

    model_config = ConfigDict(from_attributes=True)

    x: float
    y: float
    papers: int
    terms: list[str]


class MapOut(BaseModel):
    """Paper n has `ids[n]`, `titles[n]` and lies at `x[n]`, `y[n]`; `liked` and `recommended` are such n."""

    model_config = ConfigDict(from_attributes=True)

    ids: list[str] = Field(description="empty as long as the papers were never laid out: POST /v1/jobs, kind map")
    titles: list[str]
    x: list[float]
    y: list[float]
    liked: list[int]
    recommended: list[int]
    regions: list[RegionOut]
    total: int = Field(description="papers in the corpus, shown or not")
    snapshot: str


@router.get("")
def get(services: Use, options: Annotated[MapOptions, Query()]) -> MapOut:
    """Where papers lie: near those that are like them. A new one lies beside its neighbours, and moves no other."""
    request = RecommendationRequest(())
    if options.user is not None:
        request = request_for_library(services.corpus, services.libraries, options.user, None, Filters(), None)
    return MapOut.model_validate(papers_on_map(services.corpus, request, options.papers))
