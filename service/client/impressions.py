"""What users were shown, as the server answers it."""

from typing import Literal, TypedDict

Place = Literal["start", "for_you", "trending", "search", "paper", "library", "map", "digest"]


class Shown(TypedDict):
    """How many of the papers shown were known, and the ids that nobody has."""

    kept: int
    not_found: list[str]


class HitRate(TypedDict):
    """How many papers users were shown in a place in the last week, each once a user, and how many they then liked."""

    place: Place
    shown: int
    liked: int


class HitRates(TypedDict):
    """Places in the order of their names."""

    data: list[HitRate]
