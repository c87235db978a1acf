"""Summaries with human votes on their consistency, in our own layout and as QAGS and FRANK are published."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from evals.datasets import frank
from evals.datasets.detokenization import detokenised
from evals.datasets.records import Row, rows
from service.errors import BadInput


class Voted(Row):
    """A summary of a source; `human` is higher the more of it people found supported."""

    id: str
    dataset: str
    source: str
    summary: str
    human: float = Field(allow_inf_nan=False)


class _Response(Row):
    response: str


class _Sentence(Row):
    sentence: str
    responses: tuple[_Response, ...] = Field(min_length=1)


class _Line(Row):
    """Any of the layouts; what is missing tells them apart."""

    id: str | None = None
    dataset: str | None = None
    source: str | None = None
    article: str | None = None
    summary: str | None = None
    summary_sentences: tuple[_Sentence, ...] | None = None
    hash: str | None = None
    human: float | None = Field(default=None, allow_inf_nan=False)


class _Article(Row):
    hash: str
    source: str


def read_voted(path: Path) -> list[Voted]:
    """The rows of a JSONL file or of FRANK's folder, without the spaces of a tokeniser; raises BadInput naming where.

    {id, dataset, source, summary, human}; or the same with the `hash` of an article in place of `source`, the articles
    {hash, source} being in NAME_articles.jsonl beside NAME.jsonl; or, as QAGS is published (Wang et al. 2020,
    mturk_NAME.jsonl), {article, summary_sentences: [{sentence, responses: [{response: yes or no}]}]}, where the vote
    is the share of sentences that most said yes to; or the folder in which FRANK is published (Pagnoni et al. 2021).
    """
    found = _published_frank(path) if path.is_dir() or path.name == frank.ANNOTATIONS else _lines(path)
    return [_detokenised(row) for row in found]


def _detokenised(row: Voted) -> Voted:
    return row.model_copy(update={"source": detokenised(row.source), "summary": detokenised(row.summary)})


def _published_frank(path: Path) -> list[Voted]:
    folder = path if path.is_dir() else path.parent
    return [
        Voted(
            id=vote.name, dataset=f"frank_{vote.dataset}", source=text.article, summary=text.summary, human=vote.human
        )
        for vote, text in frank.annotated(folder)
    ]


def _lines(path: Path) -> list[Voted]:
    articles: dict[str, str] = {}
    beside = path.with_name(f"{path.stem}_articles{path.suffix}")
    if beside.exists():
        articles = {row.hash: row.source for _, row in rows(beside, _Article)}
    return list(_distinct(path, articles))


def _distinct(path: Path, articles: Mapping[str, str]) -> Iterator[Voted]:
    seen: set[str] = set()
    for line, row in rows(path, _Line):
        try:
            voted = _own(row, articles) if row.summary_sentences is None else _published(row, path.stem, line)
        except BadInput as error:
            raise BadInput(f"{path.name}:{line}: {error.detail}") from None
        if voted.id in seen:
            raise BadInput(f"{path.name}:{line}: the id {voted.id} is there twice")
        seen.add(voted.id)
        yield voted


def _own(row: _Line, articles: Mapping[str, str]) -> Voted:
    source = articles.get(row.hash or "") if row.source is None else row.source
    if source is None:
        raise BadInput("there is neither a source nor an article with its hash")
    if row.id is None or row.dataset is None or row.summary is None or row.human is None:
        missing = next(name for name in ("id", "dataset", "summary", "human") if getattr(row, name) is None)
        raise BadInput(f"{missing}: Field required")
    return Voted(id=row.id, dataset=row.dataset, source=source, summary=row.summary, human=row.human)


def _published(row: _Line, name: str, line: int) -> Voted:
    judged = row.summary_sentences or ()
    if row.article is None or not judged:
        raise BadInput("article and summary_sentences are both needed")
    name = name.replace("mturk_", "qags_")
    yes = [sum(vote.response == "yes" for vote in sentence.responses) for sentence in judged]
    agreed = [2 * count > len(sentence.responses) for count, sentence in zip(yes, judged, strict=True)]
    summary = " ".join(sentence.sentence for sentence in judged)
    return Voted(
        id=f"{name}-{line}", dataset=name, source=row.article, summary=summary, human=sum(agreed) / len(judged)
    )
