"""Ids of papers as somebody sends them, and the papers that they name."""

from collections.abc import Sequence

from service.corpus import Corpus
from service.errors import InvalidPaperId, PaperNotFound
from service.papers import Paper, parse_id


def find_paper(corpus: Corpus, given: str) -> Paper:
    """The paper of an id in any form; raises PaperNotFound, also where no paper could have such an id."""
    try:
        return corpus.paper(given)
    except PaperNotFound:
        raise PaperNotFound("Paper not found") from None
    except InvalidPaperId as error:
        raise PaperNotFound(error.detail) from None


def find_papers(corpus: Corpus, given: Sequence[str | None]) -> list[Paper | None]:
    """The paper of each id, in order; None for one that is not here, or that cannot be an id."""
    canonical = [_canonical(each) for each in given]
    found = corpus.catalog.get({each for each in canonical if each})
    return [found.get(each) if each else None for each in canonical]


def _canonical(given: str | None) -> str | None:
    try:
        return parse_id(given or "")
    except InvalidPaperId:
        return None
