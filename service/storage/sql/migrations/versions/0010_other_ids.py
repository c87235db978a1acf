"""One paper, many names: the other ids of each paper, what it is made of, and what a user has taken apart.

Titles and ids are read as they were when this was written: what a migration does must not change with the code.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BATCH = 1_000

_KEPT_SIGNS = "*#%&@"
_ASCII_FORMS = str.maketrans("łøđðıȷ’‘“”–—‐−∼×", "loddij''\"\"----~x") | str.maketrans(
    {"þ": "th", "æ": "ae", "œ": "oe", "\u200c": "", "\u200d": "", "\ufe0f": ""}
)
_ARXIV = r"(\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z-]{2,9})?/\d{7})(?:v\d+)?"
_ARXIV_DOI = "10.48550/arxiv."
_LOCALS = {
    "arxiv": _ARXIV,
    "doi": r"(10\.\d{4,9}(?:\.\d{1,9})*/[!-~]+)",
    "corpusid": r"([1-9]\d{0,17})",
    "pmid": r"([1-9]\d{0,17})",
    "pmcid": r"(?:pmc)?([1-9]\d{0,17})(?:\.\d{1,3})?",
    "s2": r"([0-9a-f]{40})",
    **dict.fromkeys(("acl", "openreview", "oai", "hf", "dblp", "mag", "openalex"), r"([\w-][\w.~:/+,;=@-]{0,199})"),
}
_SYNONYMS = {"pubmed": "pmid", "pubmedcentral": "pmcid", "pmc": "pmcid"}
_ARXIV_PAGE = r"(?:abs|pdf|html|format|e-print|src|overview)/(?:arxiv:)?(.+?)(?:\.pdf)?"
_PAGES = (
    (r"(?:export\.|browse\.|rss\.)?arxiv\.org|alphaxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org", "arxiv", _ARXIV_PAGE),
    (r"huggingface\.co|hf\.co", "arxiv", r"papers/(.+)"),
    (r"(?:dx\.)?doi\.org", "doi", r"(?:doi:)?(.+)"),
    (r"(?:api\.)?semanticscholar\.org", "corpusid", r"corpusid:(\d+)"),
    (r"semanticscholar\.org", "s2", r"paper/(?:[^/]*/)?([0-9a-f]{40})(?:/.*)?"),
    (r"pubmed\.ncbi\.nlm\.nih\.gov", "pmid", r"(\d+)"),
    (r"ncbi\.nlm\.nih\.gov", "pmid", r"pubmed/(\d+)"),
    (r"(?:pmc\.)?ncbi\.nlm\.nih\.gov", "pmcid", r"(?:pmc/)?articles/(pmc\d+)(?:/.*)?"),
    (r"aclanthology\.org|aclweb\.org", "acl", r"(?:anthology/)?([a-z0-9][a-z0-9.-]*?)(?:\.pdf|\.bib)?"),
    (r"openreview\.net", "openreview", r"(?:forum|pdf|attachment)\?(.+)"),
)


def upgrade() -> None:
    """Create the tables; an id that two papers claim is kept with the older one, and a paper's own stays its own."""
    op.add_column("papers", sa.Column("minted", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("papers", sa.Column("title_key", _TEXT, nullable=False, server_default=""))
    op.create_table(
        "other_ids",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_table(
        "records",
        sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "splits",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("other_id", _TEXT, primary_key=True),
    )
    _fill(op.get_bind())
    op.create_index("papers_by_title", "papers", ["title_key"])
    op.create_index("other_ids_by_paper", "other_ids", ["paper_id"])


def _fill(connection: sa.Connection) -> None:
    papers = sa.table("papers", sa.column("id", _TEXT), sa.column("minted", sa.Boolean), sa.column("title_key", _TEXT))
    other_ids = sa.table("other_ids", sa.column("id", _TEXT), sa.column("paper_id", _TEXT))
    own, claimed = set(connection.scalars(sa.select(papers.c.id))), dict[str, str]()
    update = sa.update(papers).where(papers.c.id == sa.bindparam("its_id"))
    for batch in _papers(connection):
        values = [
            {
                "its_id": paper["id"],
                "key": _minted(paper["title"].replace("&", " and ")),
                "was_minted": _minted(paper["title"]) == paper["id"],
            }
            for paper in batch
        ]
        connection.execute(
            update.values(title_key=sa.bindparam("key"), minted=sa.bindparam("was_minted", type_=sa.Boolean)), values
        )
        for paper in batch:
            for each in _named(paper["external_ids"], paper["url"]):
                if each not in own:
                    claimed.setdefault(each, paper["id"])
    if claimed:
        rows = [{"id": each, "paper_id": paper_id} for each, paper_id in sorted(claimed.items())]
        connection.execute(sa.insert(other_ids), rows)


def _papers(connection: sa.Connection) -> Iterator[list[sa.RowMapping]]:
    """All papers, the oldest first, as far as their ids and titles need them."""
    texts = [sa.column(name, _TEXT) for name in ("id", "title", "url")]
    table = sa.table(
        "papers", *texts, sa.column("external_ids", sa.JSON), sa.column("created_at", sa.DateTime(timezone=True))
    )
    query = sa.select(table).order_by(table.c.created_at, table.c.id)
    for rows in connection.execute(query).mappings().partitions(_BATCH):
        yield list(rows)


def _minted(title: str) -> str:
    """The id that a cleaned title has: its folded words, and a hash where they do not say all of it."""
    decomposed = unicodedata.normalize("NFKD", title)
    folded = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    signs = (_spaced(char) for char in folded.translate(_ASCII_FORMS))
    normalised = " ".join("".join(signs).split())
    words = re.findall(r"[a-z0-9]+", normalised)
    slug = "-".join(words)
    if words and normalised == " ".join(words) and len(normalised) <= 120:
        return f"hf:{slug}"
    cut = slug[:121].rpartition("-")[0] if len(slug) > 120 else slug
    return f"hf:{cut or 'paper'}--{hashlib.sha256(normalised.encode()).hexdigest()[:10]}"


def _spaced(char: str) -> str:
    if char.isalnum():
        return char
    return f" {char} " if char in _KEPT_SIGNS or unicodedata.category(char)[0] == "S" else " "


def _named(external_ids: Mapping[str, str], url: str | None) -> Iterator[str]:
    """The canonical ids that a record names beside its own."""
    for name, value in external_ids.items():
        plain = re.sub(r"_\d+$", "", name.lower())
        scheme = _SYNONYMS.get(plain, plain)
        if scheme in _LOCALS:
            yield from _linked(value) if "://" in value else _canonical(scheme, value)
    if url is not None:
        yield from _linked(url)


def _linked(url: str) -> Iterator[str]:
    """The id in a link to a page that shows a paper."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    host, path = parts.netloc.lower().removeprefix("www."), unquote(parts.path).strip("/")
    if host == "openreview.net":
        path = f"{path}?{parse_qs(parts.query).get('id', [''])[0]}"
    for hosts, scheme, page in _PAGES:
        if re.fullmatch(hosts, host) and (found := re.fullmatch(page, path, re.IGNORECASE)):
            yield from _canonical(scheme, found[1])
            return


def _canonical(scheme: str, given: str) -> Iterator[str]:
    local = re.sub(rf"^{scheme}:\s*", "", given.strip(), flags=re.IGNORECASE).rstrip(".,;")
    if scheme == "doi" and local.lower().startswith(_ARXIV_DOI):
        scheme, local = "arxiv", local[len(_ARXIV_DOI) :]
    found = re.fullmatch(_LOCALS[scheme], local, re.IGNORECASE | re.ASCII)
    if found is None:
        return
    named = found[1] if scheme in {"acl", "openreview", "oai", "dblp", "mag", "openalex"} else found[1].lower()
    if scheme == "arxiv" and "/" in named:
        archive, _, number = named.partition("/")
        named = f"{archive.partition('.')[0]}/{number}"  # the subject class is no part of the id
    yield f"pmcid:PMC{named}" if scheme == "pmcid" else f"{scheme}:{named}"
