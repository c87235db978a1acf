"""How much of what users were shown they liked."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from service.api.services import Use
from service.corpus import hit_rates
from service.storage import Place

router = APIRouter(prefix="/v1/hit-rates", tags=["health"])


class HitRateOut(BaseModel):
    """How many papers users were shown in a place in the last week, each once a user, and how many they then liked."""

    model_config = ConfigDict(from_attributes=True)

    place: Place
    shown: int
    liked: int


class HitRatesOut(BaseModel):
    """Places where anything was shown, in the order of their names."""

    data: list[HitRateOut] = Field(description="empty when nothing was shown in the last week")


@router.get("")
def get(services: Use) -> HitRatesOut:
    """Of what users were shown in the last seven days, how much they liked after it was shown."""
    found = hit_rates(services.corpus, services.libraries, services.now())
    return HitRatesOut(data=[HitRateOut.model_validate(each) for each in found])
