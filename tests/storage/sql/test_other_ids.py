"""Installations from before papers had other ids: the migration finds the names that their records say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from service.papers import Source, make_paper
from service.storage import Catalog, sql
from service.storage.sql import Database
from tests.stores import InFolders

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD = "0007"


def put_back(database: Database) -> None:
    """Make it a database of the version before, without papers."""
    config = Config()
    config.set_main_option("script_location", str(Path(sql.__file__).with_name("migrations")))
    with database.write() as connection:
        present = sa.MetaData()
        present.reflect(connection)
        present.drop_all(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, OLD)


def keep(database: Database, name: str, at: datetime, **facts: object) -> None:
    paper = make_paper(f"A title of {name}", "Its text.", id=name, source=Source(name="test"), **facts)
    row = paper.model_dump(
        mode="json", exclude={"venue", "minted", "version", "status", "updates", "published_precision"}
    )
    hashes = {"text_hash": paper.text_hash, "record_hash": paper.record_hash}
    with database.write() as connection:
        present = sa.Table("papers", sa.MetaData(), autoload_with=connection)
        connection.execute(sa.insert(present).values(**row, **hashes, created_at=at, updated_at=at))


def test_papers_kept_before_are_found_by_the_ids_that_they_name(stores: InFolders, tmp_path: Path):
    with stores.opened(tmp_path) as database:
        put_back(database)
        keep(database, "oa:2", NOW + timedelta(days=1), external_ids={"doi": "10.5555/eco.18", "pmid": "7"})
        keep(database, "oa:1", NOW, external_ids={"DOI": "10.5555/ECO.18"}, url="https://arxiv.org/abs/1711.09995v2")
        keep(database, "oa:3", NOW, external_ids={"pmid": "9", "isbn": "1"})
        keep(database, "pmid:9", NOW)
        keep(database, "hf:a-title-of-hf", NOW)
        database.migrate()
        catalog = Catalog(database)
        assert catalog.resolve(["doi:10.5555/eco.18", "arxiv:1711.09995", "pmid:7", "pmid:9", "isbn:1"]) == {
            "doi:10.5555/eco.18": "oa:1",  # the older of the two that claim it
            "arxiv:1711.09995": "oa:1",
            "pmid:7": "oa:2",
            "pmid:9": "pmid:9",
        }
        copy = make_paper("A title of oa:1", "Its text.", id="oa:4", source=Source(name="test"))
        assert catalog.put([copy], NOW)[0].id == "oa:1"
