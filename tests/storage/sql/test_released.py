"""Data folders of every released schema are brought up to date with all that they hold, and none goes back."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from service.app import build
from service.errors import StoreBroken
from service.storage import Catalog, FeedbackKind, FeedbackRecords
from service.storage.backup import make_backup, restore_backup
from service.storage.sql import newest_revision
from tests.corpora import NOW
from tests.storage.sql import released
from tests.stores import InFolders

pytestmark = pytest.mark.embedded("writes files of SQLite")

# What a migration works out anew, or counts.
CHANGED = {"title_key", "venue_key", "version", "indexed"}


@pytest.fixture(params=released.REVISIONS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder of a version that had this schema."""
    released.write(tmp_path / "paperlark.db", request.param)
    return tmp_path


def test_every_row_of_a_released_schema_is_there_after_the_upgrade(stores: InFolders, folder: Path):
    database = stores.database(folder)
    before = released.rows(database)
    database.migrate()
    after = released.rows(database)
    assert after["alembic_version"] == [{"version_num": newest_revision()}]
    del before["alembic_version"]
    for table, rows in before.items():
        kept = {name for name in rows[0] if name in after[table][0]} - CHANGED if rows else set()
        for row in rows:
            assert {name: row[name] for name in kept} in [{name: each[name] for name in kept} for each in after[table]]
    assert len(Catalog(database).get([row["id"] for row in before["papers"]])) == released.ROWS
    if "feedback" in before:
        (said,) = FeedbackRecords(database).of_user("a text 0")
        assert said.kind is FeedbackKind.LIKE
    assert database.check() == []
    database.close()


def test_the_oldest_schema_is_backed_up_restored_and_served(stores: InFolders, tmp_path: Path):
    released.write(tmp_path / "paperlark.db", released.REVISIONS[0])
    made = make_backup(tmp_path / "paperlark.db", tmp_path / "backup", NOW, lambda _done, _total: None)
    assert made.revision == released.REVISIONS[0]
    restore_backup(tmp_path / "backup", tmp_path / "restored", NOW, lambda _done, _total: None)
    with build(stores.settings(tmp_path / "restored")) as services:
        assert services.corpus.is_complete()
        assert services.corpus.catalog.count() == released.ROWS


def test_an_older_version_refuses_a_newer_schema_with_the_way_out_and_leaves_it(stores: InFolders, tmp_path: Path):
    with stores.opened(tmp_path) as database:
        with database.write() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        before = released.rows(database)
        with pytest.raises(
            StoreBroken, match="install that version again, or restore a backup made before the upgrade"
        ):
            database.migrate()
        assert released.rows(database) == before
