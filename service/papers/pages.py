"""Where a paper can be opened, or else looked for by its title. The pages are those that `links` reads ids from."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from service.papers.identifiers import parse_external_id

_PAGES: Final = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "openreview": "https://openreview.net/forum?id=",
    "acl": "https://aclanthology.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "corpusid": "https://api.semanticscholar.org/CorpusID:",
    "s2": "https://www.semanticscholar.org/paper/",
}


def web_links(paper_id: str, external_ids: Mapping[str, str], title: str) -> dict[str, str]:
    """Links by name: the paper's own pages by the scheme of the id that leads there, then searches by title."""
    return _pages(paper_id, external_ids) | {
        "arxiv_search": "https://arxiv.org/search/?" + urlencode({"searchtype": "title", "query": title}),
        "semantic_scholar_search": "https://www.semanticscholar.org/search?" + urlencode({"q": title}),
    }


def _pages(paper_id: str, external_ids: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for scheme, local in (known.split(":", 1) for known in _known_ids(paper_id, external_ids)):
        if scheme in _PAGES:
            found.setdefault(scheme, _PAGES[scheme] + quote(local))
    return found


def _known_ids(paper_id: str, external_ids: Mapping[str, str]) -> Iterable[str]:
    others = (parse_external_id(scheme, value) for scheme, value in external_ids.items())
    return [paper_id, *(other for other in others if other is not None)]
