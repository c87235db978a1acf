"""The map as the server answers it."""

from typing import TypedDict


class Region(TypedDict):
    """A part of the map, how many of the papers shown lie there, and what they are about."""

    x: float
    y: float
    papers: int
    terms: list[str]


class PaperMap(TypedDict):
    """Paper n has `ids[n]`, `titles[n]` and lies at `x[n]`, `y[n]`; `liked` and `recommended` are such n."""

    ids: list[str]
    titles: list[str]
    x: list[float]
    y: list[float]
    liked: list[int]
    recommended: list[int]
    regions: list[Region]
    total: int
    snapshot: str
