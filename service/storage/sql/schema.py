"""The revisions of the schema: the one that a database has, the newest, and the way from one to the other."""

from pathlib import Path

import sqlalchemy as sa

from service.errors import StoreBroken

_MIGRATIONS = Path(__file__).with_name("migrations")
_KEPT_BY_ALEMBIC = sa.table("alembic_version", sa.column("version_num", sa.String))


def newest_revision() -> str:
    """The revision that this program works with: the number with which the last migration's file begins."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision_of(connection: sa.Connection) -> str | None:
    """The revision that a database has; None of an empty one."""
    if not sa.inspect(connection).has_table(_KEPT_BY_ALEMBIC.name):
        return None
    return connection.scalar(sa.select(_KEPT_BY_ALEMBIC.c.version_num))


def upgrade(connection: sa.Connection, name: str) -> None:
    """Bring the database of this name to the newest revision; raises StoreBroken when it has one not known here."""
    # Only here: most starts find the newest revision and need not wait for alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    if (found := revision_of(connection)) is not None and found > newest_revision():
        raise StoreBroken(
            f"{name} was written by another version of Paperlark, a newer one (schema {found}, and this one knows "
            f"{newest_revision()}): install that version again, or restore a backup made before the upgrade."
        )
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreBroken(f"{name} was written by another version of Paperlark ({error}).") from error
