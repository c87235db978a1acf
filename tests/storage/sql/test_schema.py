"""Which revision a database has, and when it takes alembic to change that."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from service.errors import StoreBroken
from service.settings import StoreSettings
from service.storage import sql
from service.storage.sql import Database
from service.storage.sql.schema import newest_revision, revision_of
from tests.stores import InFolders

STARTED = """
import sys
from pathlib import Path
from service.settings import StoreSettings
from service.storage.sql import Database

database = Database(Path(sys.argv[1]), StoreSettings(min_free_mb=0))
database.start()
database.close()
print("alembic" in sys.modules)
"""


def set_revision(connection: sa.Connection, revision: str) -> None:
    connection.execute(sa.update(sa.table("alembic_version", sa.column("version_num"))).values(version_num=revision))


def test_the_newest_revision_is_the_one_that_alembic_goes_to():
    config = Config()
    config.set_main_option("script_location", str(Path(sql.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]


@pytest.mark.embedded("on a server tests begin with a migrated database")
def test_a_database_has_no_revision_until_it_is_migrated(tmp_path: Path):
    database = Database(tmp_path / "paperlark.db", StoreSettings(min_free_mb=0))
    with database.read() as connection:
        assert revision_of(connection) is None
    database.migrate()
    with database.read() as connection:
        assert revision_of(connection) == newest_revision()
    database.close()


@pytest.mark.parametrize("revision", ["0000", "9999"])
def test_a_revision_that_is_not_known_is_refused_and_stays(stores: InFolders, tmp_path: Path, revision: str):
    with stores.opened(tmp_path) as database:
        with database.write() as connection:
            set_revision(connection, revision)
        with pytest.raises(StoreBroken, match="another version of Paperlark"):
            database.migrate()
        with database.read() as connection:
            assert revision_of(connection) == revision


@pytest.mark.embedded("what is loaded is the same on a server")
def test_alembic_is_loaded_by_the_first_start_alone(tmp_path: Path):
    command = [sys.executable, "-c", STARTED, str(tmp_path / "papers.db")]
    starts = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() for _ in range(2)]
    assert starts == ["True", "False"]
