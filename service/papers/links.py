"""Links to pages of papers, as people paste them, and the id that each names."""

import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

_ARXIV_PAGE = re.compile(
    r"(?:abs|pdf|html|format|e-print|src|overview)/(?:arxiv:)?(.+?)(?:\.pdf)?", re.ASCII | re.IGNORECASE
)
_PMC_ARTICLE = re.compile(r"(?:pmc/)?articles/(pmc\d+)(?:/.*)?", re.ASCII | re.IGNORECASE)
_PAGES: Final = (
    (
        {"arxiv.org", "alphaxiv.org", "ar5iv.org"},
        "arxiv",
        _ARXIV_PAGE,
    ),
    ({"huggingface.co", "hf.co"}, "arxiv", re.compile(r"papers/(.+)", re.ASCII)),
    ({"doi.org", "dx.doi.org"}, "doi", re.compile(r"(?:doi:)?(.+)", re.IGNORECASE)),
    ({"semanticscholar.org", "api.semanticscholar.org"}, "corpusid", re.compile(r"corpusid:(\d+)", re.IGNORECASE)),
    ({"semanticscholar.org"}, "s2", re.compile(r"paper/(?:[^/]*/)?([0-9a-f]{40})(?:/.*)?", re.IGNORECASE)),
    ({"pubmed.ncbi.nlm.nih.gov"}, "pmid", re.compile(r"(\d+)", re.ASCII)),
    ({"ncbi.nlm.nih.gov"}, "pmid", re.compile(r"pubmed/(\d+)", re.ASCII)),
    ({"ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov"}, "pmcid", _PMC_ARTICLE),
    (
        {"aclanthology.org", "aclweb.org"},
        "acl",
        re.compile(r"(?:anthology/)?([A-Z0-9][A-Z0-9.-]*?)(?:\.pdf|\.bib)?", re.ASCII | re.IGNORECASE),
    ),
)
"""Which hosts (without www.) show a paper, the scheme of its id, and the path that holds it."""
_ARXIV = "arxiv.org"  # whose hosts come and go: export, browse, rss, ar5iv.labs
_OPENREVIEW = "openreview.net"
_OPENREVIEW_PAGES = frozenset({"forum", "pdf", "attachment"})
_HOSTS = frozenset[str]().union({_OPENREVIEW}, *(hosts for hosts, _, _ in _PAGES))


def is_link(text: str) -> bool:
    """Whether it is a web address; `https://` may be missing before a host that we know."""
    return text.lower().startswith(("http://", "https://")) or _bare_host(text.partition("/")[0]) in _HOSTS


def id_in_link(link: str) -> tuple[str, str] | None:
    """The scheme and the local part that a link names, not yet checked; None if it is no page that we know.

    Raises ValueError if the link is not well-formed.
    """
    parts = urlsplit(link if "://" in link else f"https://{link}")
    host, path = _bare_host(parts.netloc), unquote(parts.path).strip("/")
    if host == _OPENREVIEW and path in _OPENREVIEW_PAGES:
        return next((("openreview", named) for named in parse_qs(parts.query).get("id", [])), None)
    for hosts, scheme, page in _PAGES:
        if host in hosts and (match := page.fullmatch(path)):
            return scheme, match[1]
    return None


def arxiv_id_in_path(path: str) -> str | None:
    """What follows `abs/`, `pdf/` or the like in the path of a page of arXiv; None in any other path."""
    page = _ARXIV_PAGE.fullmatch(path)
    return page[1] if page else None


def _bare_host(netloc: str) -> str:
    """The host without www., and of arXiv's own the last part."""
    host = netloc.lower().removeprefix("www.")
    return _ARXIV if host.endswith(f".{_ARXIV}") else host
