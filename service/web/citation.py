"""How a page tells citation managers of its paper: tags that they read, and texts to copy."""

from collections.abc import Iterator
from typing import Final

from service.export import FORMATS, Entry, markdown
from service.papers import Paper

_COPIES: Final = (("BibTeX", "bibtex"), ("RIS", "ris"))


def citation_tags(paper: Paper) -> Iterator[tuple[str, str]]:
    """Names and contents of the tags that Google Scholar asks for, which Zotero reads too.

    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    entry = Entry(paper)
    yield "citation_title", paper.title
    for author in paper.authors:
        yield "citation_author", author
    if paper.published_text:
        yield "citation_publication_date", paper.published_text.replace("-", "/")
    for scheme, name in (("doi", "citation_doi"), ("arxiv", "citation_arxiv_id"), ("pmid", "citation_pmid")):
        if local := entry.local_id(scheme):
            yield name, local
    if arxiv_id := entry.local_id("arxiv"):
        yield "citation_pdf_url", f"https://arxiv.org/pdf/{arxiv_id}"
    if paper.abstract:
        yield "citation_abstract", paper.abstract


def copies(paper: Paper) -> Iterator[tuple[str, str]]:
    """The paper in each form to copy, by the name of the form."""
    for label, name in _COPIES:
        yield label, "".join(FORMATS[name].write([Entry(paper)]))
    yield "Markdown", markdown(Entry(paper))
