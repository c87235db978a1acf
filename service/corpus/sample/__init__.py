"""The sample corpus: 784 papers of five saved search pages, so that a fresh installation has something to show."""

from importlib.resources import files

__all__ = ["LIKES", "data"]

LIKES = (
    "hf:neural-spline-flows",
    "hf:kernelised-normalising-flows",
    "hf:generative-modeling-for-low-dimensional-speech-attributes-with-neural-spline-flows",
)
"""Three papers whose recommendations show well what the service does."""


def data() -> bytes:
    """The corpus as JSON Lines, to be read by `service.ingest`."""
    return files(__name__).joinpath("papers.jsonl").read_bytes()
