"""What is known of papers: their records, ids, vectors and what was learned of all of them."""

import sqlalchemy as sa

from service.storage.sql.tables.base import TEXT, metadata

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("title", TEXT, nullable=False),
    sa.Column("abstract", TEXT, nullable=False),
    sa.Column("raw_title", TEXT, nullable=False),
    sa.Column("raw_abstract", TEXT, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("published", sa.Date),  # the first day of what is known
    sa.Column("published_precision", TEXT, nullable=False, server_default="day"),
    sa.Column("venue", TEXT),
    sa.Column("venue_key", TEXT),  # the same for comparing
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("url", TEXT),
    sa.Column("external_ids", sa.JSON, nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("minted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("title_key", TEXT, nullable=False, server_default=""),
    sa.Column("text_hash", TEXT, nullable=False),
    sa.Column("record_hash", TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("status", TEXT),  # null: nobody says
    sa.Column("noticed", TEXT),  # what of the status other papers say, its notices
    sa.Column("updates", sa.JSON, nullable=False, server_default="{}"),
    sa.Index(
        "papers_by_status",
        "status",
        sqlite_where=sa.text("status IS NOT NULL"),
        postgresql_where=sa.text("status IS NOT NULL"),
    ),
    sa.Index("papers_by_title", "title_key"),
    sa.Index(
        "papers_by_venue",
        "venue_key",
        sqlite_where=sa.text("venue_key IS NOT NULL"),
        postgresql_where=sa.text("venue_key IS NOT NULL"),
    ),
    sa.Index("papers_by_arrival", "created_at"),
)

other_ids = sa.Table(
    "other_ids",
    metadata,
    sa.Column("id", TEXT, primary_key=True),  # never one of `papers`
    sa.Column("paper_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    sa.Index("other_ids_by_paper", "paper_id"),
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", TEXT, primary_key=True),  # any of a paper that is named, whether or not it is there
    sa.Column("notice_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("status", TEXT, nullable=False),
    sa.Index("notices_by_notice", "notice_id"),
)

records = sa.Table(
    "records",
    metadata,
    sa.Column("paper_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),  # a paper as it came, where the paper says more
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
)

splits = sa.Table(
    "splits",
    metadata,
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("other_id", TEXT, primary_key=True),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("paper_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("model", TEXT, primary_key=True),
    sa.Column("text_hash", TEXT, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("indexed", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Index("vectors_by_version", "version"),
    sa.Index(
        "vectors_unindexed",
        "model",
        "paper_id",
        sqlite_where=sa.text("NOT indexed"),
        postgresql_where=sa.text("NOT indexed"),
    ),
)

epochs = sa.Table(
    "epochs",
    metadata,
    sa.Column("model", TEXT, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),  # up to which papers were learned from
    sa.Column("hash", TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

removals = sa.Table(
    "removals",
    metadata,
    sa.Column("paper_id", TEXT, primary_key=True),  # of a paper that may be there again
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("removals_by_version", "version"),
)

map_positions = sa.Table(
    "map_positions",
    metadata,
    sa.Column("paper_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("x", sa.Float, nullable=False),
    sa.Column("y", sa.Float, nullable=False),
)

source_votes = sa.Table(
    "source_votes",
    metadata,
    sa.Column("paper_id", TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("source", TEXT, primary_key=True),
    sa.Column("votes", sa.Integer, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("first_at", sa.DateTime(timezone=True)),  # when there were first any; null: `at`, of a row of long ago
)

source_states = sa.Table(
    "source_states",
    metadata,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("since", sa.Date),  # papers of this day and later were asked for
    sa.Column("changed_from", sa.Date),  # where the last fetch began to look
    sa.Column("whole_through", sa.Date),
    sa.Column("bookmark", sa.JSON(none_as_null=True)),  # null: no fetch has to be gone on with
    sa.Column("mark", sa.JSON(none_as_null=True)),  # what its source has left for the next fetch
    sa.Column("claimed_at", sa.DateTime(timezone=True)),  # when somebody last set out to fetch
    sa.Column("began_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),  # null: the fetch is under way, or was killed
    sa.Column("retry_at", sa.DateTime(timezone=True)),  # after an error
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("created", sa.Integer, nullable=False),
    sa.Column("updated", sa.Integer, nullable=False),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("empty_reason", TEXT),
    sa.Column("error", TEXT),
)
