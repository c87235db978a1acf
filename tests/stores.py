"""Where the data of tests lie: in a folder of their own, or on servers; `pytest --pair server` chooses."""

import itertools
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from pydantic import BaseModel

from service import settings
from service.settings import IndexSettings, Settings, StoreSettings
from service.storage.chroma import ChromaServer, EmbeddedChroma, VectorIndex
from service.storage.local import DATABASE_FILE, INDEX_FOLDER
from service.storage.sql import Database
from tests.servers import Chroma, Postgres, servers

# Texts are checked in the tests' own process, unless a test asks for others; Starlette's client asks for `testserver`.
HERE = {"text_processes": 0, "hosts": ("testserver",)}
EF_SEARCH = IndexSettings().ef_search


class InFolders:
    """SQLite and Chroma's files, both in the data folder; a new one has a database that is migrated already."""

    def settings(self, folder: Path, **overrides: Any) -> Settings:
        self._begin(folder)
        return settings.load(data_dir=folder, **HERE | overrides)

    def environment(self, _folder: Path) -> dict[str, str]:
        """What a process needs in its environment, beside `--data-dir`, to use the data of this folder."""
        return {}

    def database(self, folder: Path, **store: Any) -> Database:
        """The database of this folder."""
        self._begin(folder)
        return Database(folder / DATABASE_FILE, StoreSettings(**{"min_free_mb": 0} | store))

    def index(self, folder: Path, model: str) -> VectorIndex:
        return VectorIndex(EmbeddedChroma(folder / INDEX_FOLDER), model, EF_SEARCH)

    def copy(self, source: Path, target: Path) -> Path:
        """Another installation with the papers of one that is closed."""
        return Path(shutil.copytree(source, target))

    def clear(self, folder: Path) -> None:
        """Pytest sees to its folders itself."""

    @contextmanager
    def opened(self, folder: Path, **store: Any) -> Iterator[Database]:
        """The migrated database of this folder, which goes at the end."""
        database = self.database(folder, **store)
        database.migrate()
        yield database
        database.close()
        self.clear(folder)

    def _begin(self, folder: Path) -> None:
        """Put the migrated database into a folder where there is nothing yet."""
        if not folder.exists() or not any(folder.iterdir()):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / DATABASE_FILE).write_bytes(self._migrated)

    @cached_property
    def _migrated(self) -> bytes:
        """A database as the migrations make it: once, for they take as long as most tests."""
        with TemporaryDirectory() as folder:
            database = Database(Path(folder) / DATABASE_FILE, StoreSettings(min_free_mb=0))
            database.migrate()
            database.close()
            return database.path.read_bytes()


class OnServers(InFolders):
    """A database on PostgreSQL and a collection on a Chroma server for each data folder, which is left empty."""

    def __init__(self, postgres: Postgres, chroma: Chroma) -> None:
        self._postgres, self._chroma = postgres, chroma
        self._numbers = itertools.count()
        self._names: dict[Path, str] = {}
        postgres.create("migrated")
        database = Database(Path("migrated"), StoreSettings(url=postgres.url("migrated")))
        database.migrate()
        database.close()

    def settings(self, folder: Path, **overrides: Any) -> Settings:
        folder.mkdir(parents=True, exist_ok=True)
        store = _fields(overrides.pop("store", {})) | {"url": self._url(folder)}
        index = _fields(overrides.pop("index", {})) | {"url": self._chroma.url}
        return settings.load(data_dir=folder, store=store, index=index, **HERE | overrides)

    def environment(self, _folder: Path) -> dict[str, str]:
        return {"PAPERLARK_STORE__URL": self._url(_folder), "PAPERLARK_INDEX__URL": self._chroma.url}

    def database(self, folder: Path, **store: Any) -> Database:
        return Database(folder / DATABASE_FILE, StoreSettings(url=self._url(folder), **store))

    def index(self, folder: Path, model: str) -> VectorIndex:
        server = ChromaServer(IndexSettings(url=self._chroma.url).url, 10, 10)
        return VectorIndex(server, model, EF_SEARCH, f"of-{self._database(folder)}")

    def copy(self, source: Path, target: Path) -> Path:
        self._create(target, self._names[source])
        with psycopg.connect(self._url(target).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DELETE FROM state WHERE name = 'installation'")  # or else they share a collection
            connection.execute("UPDATE vectors SET indexed = false")
        return target

    def clear(self, folder: Path) -> None:
        """Drop the databases of this folder and of those in it."""
        for known in [known for known in self._names if known.is_relative_to(folder)]:
            self._postgres.drop(self._names.pop(known))

    def _url(self, folder: Path) -> str:
        return self._postgres.url(self._database(folder))

    def _database(self, folder: Path) -> str:
        if folder not in self._names:
            self._create(folder, "migrated")
        return self._names[folder]

    def _create(self, folder: Path, template: str) -> None:
        self._names[folder] = f"test{next(self._numbers)}"
        self._postgres.sql(f'CREATE DATABASE "{self._names[folder]}" TEMPLATE "{template}"')


@contextmanager
def stores_of(pair: str) -> Iterator[InFolders]:
    """The stores of a pair by its name, `embedded` or `server`; the servers go at the end."""
    if pair == "embedded":
        yield InFolders()
        return
    with servers() as (postgres, chroma):
        yield OnServers(postgres, chroma)


def _fields(group: Mapping[str, Any] | BaseModel) -> dict[str, Any]:
    """The settings of a group that are given."""
    return group.model_dump(exclude_unset=True) if isinstance(group, BaseModel) else dict(group)
