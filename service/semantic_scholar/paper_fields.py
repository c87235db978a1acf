"""A paper of ours as Semantic Scholar would show it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from service.papers import Paper, known_ids
from service.semantic_scholar.fields import Fields
from service.semantic_scholar.fields_of_study import fields_of_study
from service.semantic_scholar.schemas import PaperOut

_EXTERNAL: Final = {
    "arxiv": "ArXiv",
    "doi": "DOI",
    "pmid": "PubMed",
    "pmcid": "PubMedCentral",
    "acl": "ACL",
    "dblp": "DBLP",
    "mag": "MAG",
    "corpusid": "CorpusId",
}
"""What Semantic Scholar calls the schemes of our ids."""


def shown_fields(paper: Paper, fields: Fields) -> dict[str, Any]:
    """The fields that are asked for, by Semantic Scholar's names; null where we know nothing."""
    known = {name: _READERS[name](paper) if name in _READERS else None for name in fields}
    if "authors" in fields:
        names = ("authorId", *sorted(fields["authors"]))
        known["authors"] = [{name: author if name == "name" else None for name in names} for author in paper.authors]
    return known


def show(paper: Paper, fields: Fields) -> PaperOut:
    """The paper with the fields that are asked for."""
    return PaperOut.model_validate(shown_fields(paper, fields))


def _ids(paper: Paper) -> dict[str, str]:
    """The first id of each scheme, without it."""
    found: dict[str, str] = {}
    for each in known_ids(paper):
        scheme, _, local = each.partition(":")
        found.setdefault(scheme, local)
    return found


def _paper_id(paper: Paper) -> str:
    return _ids(paper).get("s2", paper.id)


def _corpus_id(paper: Paper) -> int | None:
    number = _ids(paper).get("corpusid")
    return int(number) if number else None


def _external_ids(paper: Paper) -> Mapping[str, str | int]:
    """As they are written there: the number of a CorpusId, and a PMCID without its letters."""
    ids = {_EXTERNAL[scheme]: local for scheme, local in _ids(paper).items() if scheme in _EXTERNAL}
    if "PubMedCentral" in ids:
        ids["PubMedCentral"] = ids["PubMedCentral"].removeprefix("PMC")
    return ids | ({"CorpusId": number} if (number := _corpus_id(paper)) else {})


def _url(paper: Paper) -> str | None:
    pages = (link for name, link in paper.public["links"].items() if not name.endswith("_search"))
    return paper.url or next(pages, None)


def _pdf(paper: Paper) -> dict[str, str] | None:
    arxiv = _ids(paper).get("arxiv")
    return {"url": f"https://arxiv.org/pdf/{arxiv}", "status": "GREEN"} if arxiv else None


def _day(paper: Paper) -> str | None:
    return paper.published_text if paper.published_precision == "day" else None


def _fields_of_study(paper: Paper) -> list[str] | None:
    return fields_of_study(paper.categories) or None


def _s2_fields_of_study(paper: Paper) -> list[dict[str, str]] | None:
    return [{"category": field, "source": "external"} for field in fields_of_study(paper.categories)] or None


_READERS: Final[dict[str, Callable[[Paper], Any]]] = {
    "paperId": _paper_id,
    "corpusId": _corpus_id,
    "externalIds": _external_ids,
    "url": _url,
    "title": lambda paper: paper.title,
    "abstract": lambda paper: paper.abstract or None,
    "venue": lambda paper: paper.venue,
    "year": lambda paper: paper.published and paper.published.year,
    "publicationDate": _day,
    "isOpenAccess": lambda paper: True if _pdf(paper) else None,
    "openAccessPdf": _pdf,
    "fieldsOfStudy": _fields_of_study,
    "s2FieldsOfStudy": _s2_fields_of_study,
    "textAvailability": lambda paper: "abstract" if paper.abstract else "none",
}
