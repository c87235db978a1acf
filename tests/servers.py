"""A real PostgreSQL and a real Chroma server for tests, on ports that the system picks and in folders of their own."""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import psycopg

BINARIES = next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)), None) or (  # noqa: PTH207
    str(Path(found).parent) if (found := shutil.which("postgres")) else None
)
CHROMA = Path(sys.executable).with_name("chroma")
USER = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """A cluster in a temporary folder, which can be stopped and started again."""

    def __init__(self, folder: Path, tables: Path | None = None) -> None:
        """The tables lie in a folder of their own, if there is one, and only the log is in the other one."""
        self.folder, self.port = folder, free_port()
        self._data = (tables or folder) / "db"
        if USER:
            for each in filter(None, (folder, tables)):
                shutil.chown(each, USER)
        log = f"-X {folder / 'wal'}" if tables else ""
        options = f"-D {self._data} -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8 {log}"
        self._run("initdb", *options.split())

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def sql(self, statement: str) -> None:
        with psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def create(self, name: str) -> str:
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, tool: str, *arguments: str | Path) -> None:
        command = [f"{BINARIES}/{tool}", *map(str, arguments)]
        subprocess.run(command, user=USER, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Chroma:
    """`chroma run`, which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [CHROMA, "run", "--path", self._folder / "chroma", "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                with urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):  # noqa: S310  # our own
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("Chroma does not come up")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def servers(tables: Path | None = None) -> Iterator[tuple[Postgres, Chroma]]:
    """Both, running; their folders go with them. PostgreSQL's tables lie in the folder that is given, if one is."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="paperlark-servers-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        postgres = Postgres(folder, tables)
        chroma = Chroma(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        for server in (postgres, chroma):
            server.start()
            stack.callback(server.stop)
        yield postgres, chroma
