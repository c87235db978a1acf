"""Kill whoever fetches a source at random moments, and count what was lost or came twice.

python -m tests.sources.kills ROUNDS [SEED] [PAIR]

Whoever fetches is the whole service, or, which begins much sooner, the catalog without vectors.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Literal, cast

from service.settings import ArxivSource, load
from service.sources import Sources, fetch
from service.storage import Catalog
from service.storage.local import DATABASE_FILE
from service.storage.sql import Database
from tests.sources.arxiv_server import TODAY, ArxivServer, Record
from tests.sources.stores import stores_in
from tests.sources.web_server import Asked, Reply
from tests.stores import InFolders, stores_of

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
Who = Literal["service", "catalog"]
DAYS = 20
SINCE = TODAY - timedelta(days=DAYS)
SPEC = ArxivSource(source="arxiv", category="cs.LG")
PAGE = 4
MOST_S = 0.2  # from an answer on, until the kill


@dataclass
class Outcome:
    """What is here in the end of what the server has; `calls` are pages that were asked for, of `pages`."""

    kills: int
    papers: int
    lost: int
    more: int
    calls: int
    pages: int
    expired: int

    @property
    def sound(self) -> bool:
        """Whether every record is here once, for two pages a kill, and a day where its token had expired as well."""
        most = self.pages + 2 * self.kills + (self.pages // DAYS + 2) * self.expired
        return self.lost == self.more == 0 and self.calls <= most


def killed(stores: InFolders, folder: Path, rounds: int, seed: int, who: Who) -> Outcome:
    """Fetch, kill, and fetch again so many times, then to the end; every third kill, all tokens expire."""
    chance = random.Random(seed)
    papers = PAGE * (rounds + 5)
    records = [_record(number, papers) for number in range(papers)]
    with ArxivServer(records, PAGE) as server:
        kills = expired = 0
        while kills < rounds:
            with _fetching(stores, folder, server, who) as process:
                _kill_later(server, process, chance)
                process.wait(120)
            kills += process.returncode == -signal.SIGKILL
            if process.returncode == 0:
                break
            if kills % 3 == 2:
                server.arxiv.expire()
                expired += 1
        with _fetching(stores, folder, server, who) as process:
            assert process.wait(120) == 0
        calls = len(server.asked)
    database = stores.database(folder)
    here = Catalog(database).first_ids(papers + 1)
    database.close()
    wanted = {f"arxiv:{record.id}" for record in records}
    return Outcome(kills, papers, len(wanted - {*here}), len(here) - len(wanted), calls, papers // PAGE, expired)


def _record(number: int, papers: int) -> Record:
    """The papers came out and changed over twenty days, some of them on one."""
    day = SINCE + timedelta(days=number * DAYS // papers)
    return Record(number, created=day, changed=day)


def _fetching(stores: InFolders, folder: Path, server: ArxivServer, who: Who) -> "subprocess.Popen[bytes]":
    settings = {f"PAPERLARK_FETCH__{name.upper()}": str(value) for name, value in server.settings.items()}
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
    command = [sys.executable, "-m", "tests.sources.kills", "--fetch", str(folder), who]
    return subprocess.Popen(command, env=variables | settings | stores.environment(folder))


def _kill_later(server: ArxivServer, process: "subprocess.Popen[bytes]", chance: random.Random) -> None:
    """kill -9 at some moment after one of the next answers."""
    left, delay = chance.randint(1, 3), chance.uniform(0, MOST_S)

    def answer(asked: Asked) -> Reply:
        nonlocal left
        left -= 1
        if left == 0:
            threading.Timer(delay, process.kill).start()
        return server.arxiv(asked)

    server.answer = answer


def _fetch(folder: Path, who: Who) -> None:
    settings = load(data_dir=folder)
    source = Sources(settings.fetch).of(SPEC)
    if who == "service":
        with import_module("service.app").build(settings) as services:  # chromadb takes seconds to import
            fetch(services.fetches.stores, source, SINCE, NOW)
        return
    folder.mkdir(exist_ok=True)
    database = Database(folder / DATABASE_FILE, settings.store)
    database.start()
    fetch(stores_in(database), source, SINCE, NOW)


def main(rounds: int, seed: int = 0, pair: str = "embedded") -> None:
    """So many kills, and what they cost."""
    with tempfile.TemporaryDirectory() as folder, stores_of(pair) as stores:
        outcome = killed(stores, Path(folder) / "data", rounds, seed, "service")
        sys.stdout.write(f"{pair}: {outcome}\n")
        sys.exit(not outcome.sound)


if __name__ == "__main__":
    if sys.argv[1] == "--fetch":
        _fetch(Path(sys.argv[2]), cast(Who, sys.argv[3]))
    else:
        main(int(sys.argv[1]), *map(int, sys.argv[2:3]), *sys.argv[3:4])
