"""One paper, many names: the other ids of each paper, what it is made of, and what a user has taken apart."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from service.papers import Paper, known_ids, mint_id, title_key

revision = "0010"
down_revision = "0009"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BATCH = 1_000


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
            {"its_id": paper.id, "key": title_key(paper.title), "was_minted": mint_id(paper.title) == paper.id}
            for paper in batch
        ]
        connection.execute(
            update.values(title_key=sa.bindparam("key"), minted=sa.bindparam("was_minted", type_=sa.Boolean)), values
        )
        for paper in batch:
            for each in set(known_ids(paper)) - own:
                claimed.setdefault(each, paper.id)
    if claimed:
        rows = [{"id": each, "paper_id": paper_id} for each, paper_id in sorted(claimed.items())]
        connection.execute(sa.insert(other_ids), rows)


def _papers(connection: sa.Connection) -> Iterator[list[Paper]]:
    """All papers, the oldest first, as far as their ids and titles need them."""
    texts = [sa.column(name, _TEXT) for name in ("id", "title", "url")]
    objects = [sa.column(name, sa.JSON) for name in ("external_ids", "source")]
    table = sa.table("papers", *texts, *objects, sa.column("created_at", sa.DateTime(timezone=True)))
    query = sa.select(table).order_by(table.c.created_at, table.c.id)
    for rows in connection.execute(query).mappings().partitions(_BATCH):
        yield [_paper(row) for row in rows]


def _paper(row: sa.RowMapping) -> Paper:
    known: dict[str, Any] = {name: row[name] for name in ("id", "title", "url", "external_ids", "source")}
    return Paper.model_validate(known | {"abstract": "", "raw_title": "", "raw_abstract": ""})
