"""Papers of any file with titles and abstracts, as the service would hold them."""

from collections.abc import Iterator
from pathlib import Path

from evals.datasets.records import Row, rows
from service.errors import BadInput, InvalidPaper
from service.papers import Paper, Source, make_paper


class AbstractRow(Row):
    """A line {title, abstract}; the abstract is a text, or a list of its sentences."""

    title: str
    abstract: str | tuple[str, ...]

    @property
    def text(self) -> str:
        """The abstract as one text."""
        return self.abstract if isinstance(self.abstract, str) else " ".join(map(str.strip, self.abstract))


def read_abstracts(path: Path) -> list[Paper]:
    """The papers of a JSONL file that have an abstract, each once; raises BadInput naming where, also when none has."""
    found = {paper.id: paper for paper in _papers(path) if paper.abstract}
    if not found:
        raise BadInput(f"{path} has no abstract")
    return list(found.values())


def _papers(path: Path) -> Iterator[Paper]:
    for line, row in rows(path, AbstractRow):
        try:
            yield make_paper(row.title, row.text, source=Source(name=path.stem))
        except InvalidPaper as error:
            raise BadInput(f"{path.name}:{line}: {error.detail}") from None
