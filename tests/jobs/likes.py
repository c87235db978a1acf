"""Kill a server at random moments while it likes the papers of a library file, and compare with an undisturbed import.

python -m tests.jobs.likes ROUNDS ENTRIES [PAIR]
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx2

from service import ingest
from service.api import Services
from service.app import build
from service.corpus import import_likes, library_import
from service.export import FORMATS, Entry
from service.papers import Paper
from tests.corpora import NOW, paper
from tests.jobs.loop import CHUNK, KNOBS
from tests.processes_served import alive, environment
from tests.stores import InFolders, stores_of

USER, COLLECTION = "ann", "thesis"
ALWAYS_A_JOB = KNOBS | {"PAPERLARK_JOBS__IMPORT_ABOVE": "1"}
URL = f"/v1/users/{USER}/imports"


@dataclass(frozen=True)
class Kept:
    """What an import leaves: the content of the catalog, likes with their moments, and the collection."""

    snapshot: str
    papers: int
    likes: Mapping[str, datetime]
    collected: frozenset[str]


@dataclass
class Outcome:
    """What a client has seen in the end, beside an undisturbed import."""

    kills: int
    jobs: int
    status: str
    same: bool  # papers, likes and collection
    lines: int  # of which an outcome is told
    told_otherwise: int  # entries that were looked at again, and said to be known by then
    undone: bool  # all of it, likes and collection, by one request

    def sound(self, entries: int) -> bool:
        """Whether nothing was lost or done twice, and nothing looked at again but what a kill found in flight."""
        whole = self.status == "completed" and self.same and self.undone and self.lines == entries
        return whole and self.jobs == 1 and self.told_otherwise <= self.kills * CHUNK


def library(entries: int) -> bytes:
    """A file of entries, some known here, some with a title alone, each added to the library at another hour."""
    papers = [_record(number) for number in range(entries)]
    dated = [Entry(each, NOW - timedelta(hours=place)) for place, each in enumerate(papers)]
    return "".join(FORMATS["bibtex"].write(dated)).encode()


def killed(stores: InFolders, folder: Path, entries: int, rounds: int, seed: int = 0, most_s: float = 2.0) -> Outcome:
    """Start an import once, kill whoever works on it `rounds` times, and let it end."""
    chance, data = random.Random(seed), library(entries)
    expected, told = _undisturbed(stores, folder.with_name("undisturbed") / "data", data, entries)
    _known(stores, folder, entries)
    jobs, kills = set[str](), 0
    while True:
        with alive(folder, environment([]) | stores.environment(folder) | ALWAYS_A_JOB) as running:
            job = _begun(running.client, data)
            jobs.add(job)
            if kills < rounds and _progressing(running.client, job):
                time.sleep(chance.uniform(0, most_s))
                running.kill()
                kills += 1
                continue
            status, results = _ended(running.client, job)
            import_id = running.client.get(f"{job}/results").json()["import_id"]
            break
    found = _kept(stores, folder)
    otherwise = sum(results.get(line) != outcome for line, outcome in told.items())
    undone = _undone(stores, folder, import_id, len(expected.likes))
    return Outcome(kills, len(jobs), status, found == expected, len(results), otherwise, undone)


def _record(number: int) -> Paper:
    return paper(number, "" if number % 10 == 3 else None)


def _known(stores: InFolders, folder: Path, entries: int) -> None:
    """An installation that has every fourth paper of the file already."""
    with build(stores.settings(folder)) as services:
        services.corpus.add([_record(number) for number in range(0, entries, 4)], NOW)


def _undisturbed(stores: InFolders, folder: Path, data: bytes, entries: int) -> tuple[Kept, dict[int, str]]:
    """What the import leaves in one go, and what it says of each line."""
    _known(stores, folder, entries)
    with build(stores.settings(folder)) as services:
        reading = ingest.read(data)
        made = library_import(USER, "undisturbed", reading.format, COLLECTION, NOW)
        import_likes(services.corpus, services.libraries, made, [reading], NOW)
    kinds = {
        number: "liked" if number % 4 == 0 else "title_only" if number % 10 == 3 else "added"
        for number in range(entries)
    }
    return _kept(stores, folder), {line: kinds[place] for place, line in enumerate(reading.lines)}


def _kept(stores: InFolders, folder: Path) -> Kept:
    with build(stores.settings(folder)) as services:
        likes = {each.paper_id: each.at for each in services.corpus.feedback.of_user(USER)}
        return Kept(services.corpus.catalog.snapshot_id(), services.corpus.catalog.count(), likes, _collected(services))


def _collected(services: Services) -> frozenset[str]:
    return frozenset(each.paper_id for each in services.libraries.collections.papers(USER, COLLECTION))


def _undone(stores: InFolders, folder: Path, import_id: str, likes: int) -> bool:
    """Whether undoing it takes every like back, and empties the collection."""
    with build(stores.settings(folder)) as services:
        undone = services.libraries.imports.undo(USER, import_id)
        left = services.corpus.feedback.of_user(USER)
        return (
            undone is not None and undone.likes == undone.collected == likes and not left and not _collected(services)
        )


def _begun(client: httpx2.Client, data: bytes) -> str:
    answer = client.post(URL, params={"collection": COLLECTION}, content=data, headers={"Idempotency-Key": "one-job"})
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def _progressing(client: httpx2.Client, job: str) -> bool:
    """Whether the job goes on, once more of it is done than at first."""
    before = client.get(job).json()["counts"]["done"]
    while True:
        said = client.get(job).json()
        if said["ended_at"] or said["counts"]["done"] > before:
            return not said["ended_at"]
        time.sleep(0.05)


def _ended(client: httpx2.Client, job: str) -> tuple[str, dict[int, str]]:
    """How the job ended, and what it says of each line."""
    while not (said := client.get(job).json())["ended_at"]:
        time.sleep(0.2)
    found, following = Counter[int](), ""
    outcomes: dict[int, str] = {}
    while following is not None:
        page = client.get(f"{job}/results?limit=500{following and f'&cursor={following}'}").json()
        found.update(item["line"] for item in page["data"])
        outcomes |= {item["line"]: item["outcome"] for item in page["data"]}
        following = page["next"]
    assert set(found.values()) == {1}, "an entry is told of twice"
    return said["status"], outcomes


def main(rounds: str, entries: str, pair: str = "embedded") -> None:
    """Print what happened; exit with 1 when something was lost or done twice."""
    with stores_of(pair) as stores, tempfile.TemporaryDirectory() as folder:
        outcome = killed(stores, Path(folder) / "killed" / "data", int(entries), int(rounds))
    sys.stdout.write(f"{pair}: {outcome}\n")
    sys.exit(0 if outcome.sound(int(entries)) else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
