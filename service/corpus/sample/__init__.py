"""The sample corpus: 784 papers of five saved search pages, so that a fresh installation has something to show."""

import csv
from importlib.resources import files

__all__ = ["LIKES", "NOTE", "SOURCE", "data", "positions"]

LIKES = (
    "hf:neural-spline-flows",
    "hf:kernelised-normalising-flows",
    "hf:generative-modeling-for-low-dimensional-speech-attributes-with-neural-spline-flows",
)
"""Three papers whose recommendations show well what the service does."""


SOURCE = "hf-page"
"""The name of the source of every paper."""

NOTE = (
    "The papers of the sample come from saved pages that show a title and an abstract alone: no id, author, date "
    "or category is known for certain, so filters by these find none of them. Their `links` search for the title."
)
"""What the sample's papers lack, and why."""


def data() -> bytes:
    """The corpus as JSON Lines, to be read by `service.ingest`."""
    return files(__name__).joinpath("papers.jsonl").read_bytes()


def positions() -> dict[str, tuple[float, float]]:
    """Where each paper lies on the map, by its id."""
    rows = files(__name__).joinpath("map.csv").read_text("ascii").splitlines()
    return {paper_id: (float(x), float(y)) for paper_id, x, y in csv.reader(rows)}
