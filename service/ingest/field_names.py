"""What others call the fields of a paper: CSL-JSON, Crossref, DataCite, Semantic Scholar, OpenAlex, RIS, Zotero."""

from typing import Final

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "title", "display_name", "paper_title", "article_title", "headline", "dc_title", "titles", "ti", "t1",
        "bt",
    ),
    "abstract": (
        "abstract", "summary", "paper_abstract", "abstract_text", "abstract_note", "dc_description", "description",
        "descriptions", "abstract_inverted_index", "ab", "n2",
    ),
    "id": ("id", "_id", "identifier"),
    "authors": (
        "authors_parsed", "authors", "author", "authorships", "creators", "author_names", "author_list", "dc_creator",
        "creator",
        "au", "a1",
    ),
    "published": (
        "published", "publication_date", "date_published", "published_date", "published_at", "pub_date",
        "issued", "date", "cover_date", "publish_time", "dc_date", "published_online", "published_print", "versions",
        "year", "publication_year", "pub_year", "da", "py", "y1",
    ),
    "venue": (
        "venue", "journal", "journal_title", "container_title", "booktitle", "book_title", "publication_title",
        "proceedings_title", "publication_name", "journal_name", "source_title", "publication_venue",
        "primary_location", "host_venue", "jf", "t2", "jo", "ja", "j1", "j2", "conference_name", "event_title",
        "journal_abbreviation",
    ),
    "journal_reference": ("journal_ref", "journal_reference"),
    "categories": (
        "categories", "category", "primary_category", "fields_of_study", "s2_fields_of_study", "field_of_study",
        "subjects", "subject", "topics", "concepts",
    ),
    "url": (
        "url", "link", "links", "html_url", "landing_page_url", "ee", "uri", "pdf_url", "open_access_pdf", "pdf",
        "ur",
    ),
    "external_ids": ("external_ids", "ids", "article_ids"),
    "version": ("version",),
    "status": ("status",),
    "updates": ("update_to", "updates"),
    "updated_by": ("updated_by",),
    "comments": ("comments", "comment"),
    "added": (
        "added", "added_at", "date_added", "liked_at", "timestamp", "accessed", "access_date", "url_date",
        "last_accessed", "y2",
    ),
}  # fmt: skip
"""The names of each field of ours, the best first."""

ID_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "arxiv": ("arxiv_id", "arxiv", "eprint", "arxiv_number"),
    "doi": ("doi", "paper_doi", "article_doi", "do", "di"),
    "corpusid": ("corpus_id", "s2_corpus_id"),
    "s2": ("paper_id", "s2_id", "s2_paper_id"),
    "pmid": ("pmid", "pubmed_id"),
    "pmcid": ("pmcid", "pmc_id", "pmc"),
    "acl": ("acl_id", "acl"),
    "openalex": ("openalex_id", "openalex"),
    "openreview": ("openreview_id", "forum"),
    "dblp": ("dblp_id", "dblp", "dblp_key"),
    "mag": ("mag_id", "mag"),
}
"""Fields that hold one id, by the name that the id has in `external_ids`."""

CITATION_FIELDS: Final = frozenset({"issued", "containertitle", "citationkey"})
"""Fields of citation managers, whose `id` is a key of somebody's own."""

UNREAD: Final = frozenset({"source", "seen"})
"""Fields of ours that are read elsewhere, or say only where a paper was seen."""


def folded(name: str) -> str:
    """A field's name without case and signs, so that `externalIds`, `external_ids` and `External IDs` are one."""
    return "".join(char for char in name.casefold() if char.isalnum())


FOLDED: Final = {field: tuple(dict.fromkeys(map(folded, names))) for field, names in (FIELDS | ID_FIELDS).items()}
"""The names of each field as `folded` gives them."""
