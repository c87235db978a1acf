"""The same POST from twenty clients at once, and kill -9 in the middle of it: one job, which every answer names.

python -m tests.jobs.crowd ROUNDS [PAIR]

With the pair `server` there are two servers, of which one is killed. The moments are: when the request is sent, when
its key is kept, when its job is, and when the first client has its answer.
"""

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import sqlalchemy as sa

from service.app import build
from service.storage.sql import Database, jobs, replies
from tests.corpora import NOW, paper
from tests.processes_served import Served, environment, served
from tests.stores import InFolders, OnServers, stores_of

CLIENTS, PAPERS, PATIENCE_S = 20, 60, 90.0


@dataclass
class Outcome:
    """How far the requests were when a server was killed, by what was kept, and what was wrong in the end."""

    moments: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Servers:
    """One server of a data folder, or two over one store, which can be killed and come back at another address."""

    def __init__(self, variables: dict[str, str], folders: Sequence[Path]) -> None:
        self._variables, self._folders = variables, folders
        self._stacks = [ExitStack() for _ in folders]
        self._running: list[Served] = []
        for folder in folders:
            folder.parent.mkdir(parents=True, exist_ok=True)
            self._running.append(self._start(len(self._running)))

    def url(self, number: int) -> str:
        """The present address of a server, of the one whose turn this number is."""
        return str(self._running[number % len(self._running)].client.base_url)

    def kill(self, place: int) -> None:
        self._running[place].kill()

    def restart(self, place: int) -> None:
        self._stacks[place].close()
        self._running[place] = self._start(place)

    def close(self) -> None:
        for stack in self._stacks:
            stack.close()

    def _start(self, place: int) -> Served:
        return self._stacks[place].enter_context(served(self._folders[place], self._variables))


def crowd(stores: InFolders, folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """Send a request `rounds` times over, kill a server at each of the moments in turn, and count the jobs."""
    chance, outcome = random.Random(seed), Outcome()
    with build(stores.settings(folder)) as services:
        services.corpus.add([paper(number) for number in range(PAPERS)], NOW)
    folders = [folder, folder.with_name("second") / "data"] if isinstance(stores, OnServers) else [folder]
    with (
        closing(stores.database(folder)) as database,
        closing(Servers(environment([]) | stores.environment(folder), folders)) as servers,
        ThreadPoolExecutor(CLIENTS) as clients,
    ):
        for number in range(rounds):
            _round(number, servers, database, clients, chance.randrange(len(folders)), outcome)
    return outcome


def _round(
    number: int, servers: Servers, database: Database, clients: ThreadPoolExecutor, doomed: int, outcome: Outcome
) -> None:
    key, ready, answered = f"key-{number}", threading.Barrier(CLIENTS + 1), threading.Event()

    def client(place: int) -> str:
        with httpx2.Client(timeout=30, headers={"Idempotency-Key": key}) as http:
            ready.wait(60)
            return _asked(http, lambda: servers.url(place), answered)

    asked = [clients.submit(client, place) for place in range(CLIENTS)]
    moments = (
        lambda: True,
        lambda: _count(database, sa.select(replies.c.key).where(replies.c.key == key)),
        lambda: _count(database, sa.select(jobs.c.id)) > number,
        answered.is_set,
    )
    ready.wait(60)
    _until(moments[number % len(moments)])
    servers.kill(doomed)
    outcome.moments[_moment(database, key, number, answered)] += 1
    servers.restart(doomed)
    answers = {future.result() for future in asked}
    if len(answers) != 1:
        outcome.wrong.append(f"round {number}: {sorted(answers)}")
    if (found := _count(database, sa.select(jobs.c.id))) != number + 1:
        outcome.wrong.append(f"round {number}: {found} jobs")


def _asked(http: httpx2.Client, url: Callable[[], str], answered: threading.Event) -> str:
    """The job that the answer names, asked for until there is one; or what went wrong."""
    body = {"paper_ids": [paper(number).id for number in range(PAPERS)], "mode": "extractive", "kinds": ["summary"]}
    said, end = "nothing", time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            answer = http.post(f"{url()}/v1/summaries", json=body)
        except httpx2.TransportError as error:
            said = type(error).__name__
        else:
            if answer.status_code == 202:
                answered.set()
                return answer.headers["location"]
            said = f"{answer.status_code} {answer.text}"
            if answer.status_code not in {409, 503}:
                return said
        time.sleep(0.1)
    return f"no answer in time, the last was {said}"


def _until(reached: Callable[[], object]) -> None:
    for _ in range(20_000):
        if reached():
            return
        time.sleep(0.002)
    raise TimeoutError


def _moment(database: Database, key: str, number: int, answered: threading.Event) -> str:
    """How far the requests had come, by what is kept."""
    if answered.is_set():
        return "answered"
    if _count(database, sa.select(jobs.c.id)) > number:
        return "job kept"
    return "key kept" if _count(database, sa.select(replies.c.key).where(replies.c.key == key)) else "sent"


def _count(database: Database, rows: sa.Select[str]) -> int:
    with database.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(rows.subquery()))


def main(rounds: str, pair: str = "embedded") -> None:
    """Print what happened; exit with 1 when there was not exactly one job a round."""
    with stores_of(pair) as stores, tempfile.TemporaryDirectory() as folder:
        outcome = crowd(stores, Path(folder) / "first" / "data", int(rounds))
    sys.stdout.write(f"{pair}: {outcome}\n")
    sys.exit(1 if outcome.wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
