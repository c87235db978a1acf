"""FRANK as it is published (Pagnoni et al. 2021): votes in one file of JSON, texts in another, by hash and model."""

from pathlib import Path
from typing import TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from evals.datasets.records import Row, opened
from service.errors import BadInput

ANNOTATIONS, TEXTS = "human_annotations.json", "benchmark_data.json"


class Annotation(Row):
    """The vote on one summary: the share of its sentences in which most annotators found no error."""

    hash: str
    model_name: str
    dataset: str
    human: float = Field(validation_alias="Factuality", allow_inf_nan=False)

    @property
    def name(self) -> str:
        """What the summary is called: one model's of one article."""
        return f"{self.hash}-{self.model_name}"


class Text(Row):
    """An article and what one model made of it."""

    hash: str
    model_name: str
    article: str
    summary: str


R = TypeVar("R", bound=Row)
VOTES, ARTICLES = TypeAdapter(list[Annotation]), TypeAdapter(list[Text])


def annotated(folder: Path) -> list[tuple[Annotation, Text]]:
    """Each vote with its text; raises BadInput naming file and record, also for a vote whose text is not there."""
    texts = {(text.hash, text.model_name): text for text in _records(folder / TEXTS, ARTICLES)}
    found: list[tuple[Annotation, Text]] = []
    for number, vote in enumerate(_records(folder / ANNOTATIONS, VOTES), start=1):
        text = texts.get((vote.hash, vote.model_name))
        if text is None:
            raise BadInput(f"{ANNOTATIONS}: record {number}: {TEXTS} has no text {vote.name}")
        found.append((vote, text))
    return found


def _records(path: Path, kind: TypeAdapter[list[R]]) -> list[R]:
    try:
        return kind.validate_json(opened(path))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = [f"record {part + 1}" if isinstance(part, int) else part for part in fault["loc"]]
        raise BadInput(f"{': '.join([path.name, *where])}: {fault['msg']}") from None
