"""The tables, as the newest migration leaves them."""

import sqlalchemy as sa

metadata = sa.MetaData()

# By code point, as SQLite and Python sort, whatever the language of the database.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("title", _TEXT, nullable=False),
    sa.Column("abstract", _TEXT, nullable=False),
    sa.Column("raw_title", _TEXT, nullable=False),
    sa.Column("raw_abstract", _TEXT, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("published", sa.Date),  # the first day of what is known
    sa.Column("published_precision", _TEXT, nullable=False, server_default="day"),
    sa.Column("venue", _TEXT),
    sa.Column("venue_key", _TEXT),  # the same for comparing
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("url", _TEXT),
    sa.Column("external_ids", sa.JSON, nullable=False),
    sa.Column("source", sa.JSON, nullable=False),
    sa.Column("minted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("title_key", _TEXT, nullable=False, server_default=""),
    sa.Column("text_hash", _TEXT, nullable=False),
    sa.Column("record_hash", _TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("status", _TEXT),  # null: nobody says
    sa.Column("noticed", _TEXT),  # what of the status other papers say, its notices
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
    sa.Column("id", _TEXT, primary_key=True),  # never one of `papers`
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    sa.Index("other_ids_by_paper", "paper_id"),
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),  # any of a paper that is named, whether or not it is there
    sa.Column("notice_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("status", _TEXT, nullable=False),
    sa.Index("notices_by_notice", "notice_id"),
)

records = sa.Table(
    "records",
    metadata,
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),  # a paper as it came, where the paper says more
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
)

splits = sa.Table(
    "splits",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("other_id", _TEXT, primary_key=True),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("model", _TEXT, primary_key=True),
    sa.Column("text_hash", _TEXT, nullable=False),
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
    sa.Column("model", _TEXT, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),  # up to which papers were learned from
    sa.Column("hash", _TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

removals = sa.Table(
    "removals",
    metadata,
    sa.Column("paper_id", _TEXT, primary_key=True),  # of a paper that may be there again
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("removals_by_version", "version"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("paper_id", _TEXT, primary_key=True),
    sa.Column("kind", _TEXT, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("feedback_by_version", "version"),
)

collections = sa.Table(
    "collections",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("note", _TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

collected_papers = sa.Table(
    "collected_papers",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("collection", _TEXT, primary_key=True),
    sa.Column("paper_id", _TEXT, primary_key=True),
    sa.Column("note", _TEXT, nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["user", "collection"], ["collections.user", "collections.name"], ondelete="CASCADE"),
)

followed_authors = sa.Table(
    "followed_authors",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
)

saved_searches = sa.Table(
    "saved_searches",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

library_imports = sa.Table(
    "library_imports",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("user", _TEXT, nullable=False),
    sa.Column("format", _TEXT, nullable=False),
    sa.Column("collection", _TEXT),  # into which its papers went
    sa.Column("made_collection", sa.Boolean, nullable=False),  # the collection was not there before
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("library_imports_by_user", "user", "created_at"),
)

imported_papers = sa.Table(
    "imported_papers",
    metadata,
    sa.Column("import_id", _TEXT, sa.ForeignKey("library_imports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("paper_id", _TEXT, primary_key=True),
    sa.Column("liked_at", sa.DateTime(timezone=True)),  # null: it changed nothing of what the user had said
    sa.Column("before_kind", _TEXT),  # what the user had said before; null: nothing
    sa.Column("before_at", sa.DateTime(timezone=True)),
    sa.Column("before_weight", sa.Float),
    sa.Column("collected", sa.Boolean, nullable=False),  # it put the paper into the collection
)

impressions = sa.Table(
    "impressions",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("place", _TEXT, primary_key=True),
    sa.Column("day", _TEXT, primary_key=True),
    sa.Column("paper_id", _TEXT, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("impressions_by_time", "at"),
)

map_positions = sa.Table(
    "map_positions",
    metadata,
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("x", sa.Float, nullable=False),
    sa.Column("y", sa.Float, nullable=False),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", _TEXT, primary_key=True),
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", _TEXT, nullable=False),
    sa.Column("variant", _TEXT, nullable=False),
    sa.Column("source_hash", _TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("answers_by_paper", "paper_id", "kind", "variant", "created_at"),
)

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("model", _TEXT, nullable=False),
    sa.Column("user", _TEXT),
    sa.Column("day", _TEXT, nullable=False),
    sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("settled_at", sa.DateTime(timezone=True)),  # null: open, and `nano` is the most that it can cost
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("verifies", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("key", _TEXT),  # id of the key that asked for it
    sa.Index("spending_by_user", "user"),
)

spending_totals = sa.Table(
    "spending_totals",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),  # "" stands for all users
    sa.Column("day", _TEXT, primary_key=True),  # "" stands for all days
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Column("open_nano", sa.BigInteger, nullable=False),
    sa.Column("open_calls", sa.BigInteger, nullable=False),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("verifying_nano", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("verifying_calls", sa.BigInteger, nullable=False, server_default="0"),
)

state = sa.Table(
    "state",
    metadata,
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("value", _TEXT, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("kind", _TEXT, nullable=False),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("status", _TEXT, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("error", _TEXT),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Index("jobs_by_status", "status"),
)

job_items = sa.Table(
    "job_items",
    metadata,
    sa.Column("job_id", _TEXT, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("paper_id", _TEXT, nullable=False),
    sa.Column("status", _TEXT, nullable=False),
    sa.Column("body", sa.LargeBinary),  # what to do, then what came of it
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("nano", sa.BigInteger, nullable=False),
    sa.Index("job_items_by_status", "job_id", "status", "place"),
)

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
)

replies = sa.Table(
    "replies",
    metadata,
    sa.Column("key", _TEXT, primary_key=True),
    sa.Column("fingerprint", _TEXT, nullable=False),
    sa.Column("owner", _TEXT, nullable=False),
    sa.Column("user", _TEXT),  # of whom the answer tells
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Integer),  # null: the request is still under way
    sa.Column("headers", sa.JSON(none_as_null=True)),
    sa.Column("body", sa.LargeBinary),
    sa.Index("replies_by_time", "begun_at"),
)

access_keys = sa.Table(
    "access_keys",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),  # the part of a key that may be shown
    sa.Column("name", _TEXT, nullable=False),
    sa.Column("hash", _TEXT, nullable=False),  # SHA-256 of the whole key, in hexadecimal
    sa.Column("scopes", sa.JSON, nullable=False),
    sa.Column("user", _TEXT),  # for whom alone it speaks; null: for any
    sa.Column("made_from", _TEXT),  # the key that a page was signed in with; null: none, somebody made it
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True)),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("user_hash", _TEXT, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

source_votes = sa.Table(
    "source_votes",
    metadata,
    sa.Column("paper_id", _TEXT, sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("source", _TEXT, primary_key=True),
    sa.Column("votes", sa.Integer, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("first_at", sa.DateTime(timezone=True)),  # when there were first any; null: `at`, of a row of long ago
)

source_states = sa.Table(
    "source_states",
    metadata,
    sa.Column("name", _TEXT, primary_key=True),
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
    sa.Column("empty_reason", _TEXT),
    sa.Column("error", _TEXT),
)

alert_marks = sa.Table(
    "alert_marks",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("address", _TEXT, nullable=False),
    sa.Column("frequency", _TEXT, nullable=False),
    sa.Column("weekday", _TEXT, nullable=False),
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("minute", sa.Integer, nullable=False),
    sa.Column("zone", _TEXT, nullable=False),
    sa.Column("at_most", sa.Integer, nullable=False),
    sa.Column("min_confidence", _TEXT, nullable=False),
    sa.Column("collections", sa.JSON, nullable=False),
    sa.Column("interests", sa.JSON, nullable=False),
    sa.Column("language", _TEXT, nullable=False),
    sa.Column("trending", sa.Boolean, nullable=False),
    sa.Column("when_empty", _TEXT, nullable=False),
    sa.Column("by_model", sa.Boolean, nullable=False),  # whether who subscribed may spend
    sa.Column("status", _TEXT, nullable=False),
    sa.Column("reason", _TEXT),
    sa.Column("confirm_token", _TEXT, nullable=False),
    sa.Column("confirm_hash", _TEXT, nullable=False),
    sa.Column("unsubscribe_token", _TEXT, nullable=False),
    sa.Column("unsubscribe_hash", _TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("confirmed_at", sa.DateTime(timezone=True)),
    sa.Column("next_at", sa.DateTime(timezone=True)),  # null: nothing will be due
    sa.Index("subscriptions_by_time", "next_at"),
    sa.Index("subscriptions_by_confirmation", "confirm_hash"),
    sa.Index("subscriptions_by_end", "unsubscribe_hash"),
)

confirmations = sa.Table(
    "confirmations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("address_hash", _TEXT, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("confirmations_by_time", "at"),
)

digests = sa.Table(
    "digests",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),  # a hash of user and period
    sa.Column("user", _TEXT, nullable=False),
    sa.Column("period", _TEXT, nullable=False),
    sa.Column("status", _TEXT, nullable=False),
    sa.Column("reason", _TEXT),
    sa.Column("address", _TEXT),  # where it was handed in for
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("sender", _TEXT),  # who handed it in
    sa.Column("job_id", _TEXT),  # that works on it
    sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("retry_at", sa.DateTime(timezone=True)),
    sa.Column("made_at", sa.DateTime(timezone=True)),  # null: it is yet to be made
    sa.Column("posted_at", sa.DateTime(timezone=True)),  # since when somebody posts it to the webhook
    sa.Column("body", sa.LargeBinary),
    sa.Index("digests_by_user", "user", "made_at"),
    sa.Index("digests_by_status", "status", "changed_at"),
)

digest_papers = sa.Table(
    "digest_papers",
    metadata,
    sa.Column("digest_id", _TEXT, sa.ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("paper_id", _TEXT, primary_key=True),  # as it was called then
    sa.Column("user", _TEXT, nullable=False),
    sa.Index("digest_papers_by_user", "user"),
)

feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("kind", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, primary_key=True),  # of the search or collection; "" where there is one of the kind
    sa.Column("token", _TEXT, nullable=False),
    sa.Column("token_hash", _TEXT, nullable=False, unique=True),  # by which it is looked up
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("user", _TEXT, primary_key=True),
    sa.Column("url", _TEXT, nullable=False),
    sa.Column("format", _TEXT, nullable=False),
    sa.Column("secret", _TEXT, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # deliveries in a row that came to nothing
    sa.Column("paused_at", sa.DateTime(timezone=True)),  # null: digests are posted
    sa.Column("last_at", sa.DateTime(timezone=True)),
    sa.Column("last_outcome", _TEXT),
    sa.Column("last_reason", _TEXT),
)
