"""Kill whoever fetches a source at random moments, and count what was lost or came twice.

python -m tests.sources.kills ROUNDS [SEED] [PAIR]
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
from pathlib import Path

from service.app import build
from service.settings import ArxivSource, load
from service.sources import fetch
from tests.sources.arxiv_server import TODAY, ArxivServer, Record
from tests.sources.web_server import Asked, Reply
from tests.stores import InFolders, stores_of

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
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


def killed(stores: InFolders, folder: Path, rounds: int, seed: int) -> Outcome:
    """Fetch, kill, and fetch again so many times, then to the end; every third kill, all tokens expire."""
    chance = random.Random(seed)
    papers = PAGE * (rounds + 5)
    records = [_record(number, papers) for number in range(papers)]
    with ArxivServer(records, PAGE) as server:
        kills = expired = 0
        while kills < rounds:
            with _fetching(stores, folder, server) as process:
                _kill_later(server, process, chance)
                process.wait(120)
            kills += process.returncode == -signal.SIGKILL
            if process.returncode == 0:
                break
            if kills % 3 == 2:
                server.arxiv.expire()
                expired += 1
        with _fetching(stores, folder, server) as process:
            assert process.wait(120) == 0
        calls = len(server.asked)
    with build(stores.settings(folder)) as services:
        here = services.corpus.catalog.first_ids(papers + 1)
    wanted = {f"arxiv:{record.id}" for record in records}
    return Outcome(kills, papers, len(wanted - {*here}), len(here) - len(wanted), calls, papers // PAGE, expired)


def _record(number: int, papers: int) -> Record:
    """The papers came out and changed over twenty days, some of them on one."""
    day = SINCE + timedelta(days=number * DAYS // papers)
    return Record(number, created=day, changed=day)


def _fetching(stores: InFolders, folder: Path, server: ArxivServer) -> "subprocess.Popen[bytes]":
    settings = {f"PAPERLARK_FETCH__{name.upper()}": str(value) for name, value in server.settings.items()}
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
    command = [sys.executable, "-m", "tests.sources.kills", "--fetch", str(folder)]
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


def _fetch(folder: Path) -> None:
    with build(load(data_dir=folder)) as services:
        fetch(services.fetches.stores, services.fetches.sources.of(SPEC), SINCE, NOW)


def main(rounds: int, seed: int = 0, pair: str = "embedded") -> None:
    """So many kills, and what they cost."""
    with tempfile.TemporaryDirectory() as folder, stores_of(pair) as stores:
        outcome = killed(stores, Path(folder) / "data", rounds, seed)
        sys.stdout.write(f"{pair}: {outcome}\n")
        sys.exit(not outcome.sound)


if __name__ == "__main__":
    if sys.argv[1] == "--fetch":
        _fetch(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]), *map(int, sys.argv[2:3]), *sys.argv[3:4])
