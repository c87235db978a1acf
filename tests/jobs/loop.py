"""Kill a server at random moments while it works on a job, and count what was lost, or done twice.

python -m tests.jobs.loop ROUNDS PAPERS [PAIR]

With the pair `server`, a server and a worker over PostgreSQL and Chroma are killed at the same moment, as a power cut
would do it.
"""

import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import httpx2

from service.app import build
from tests.corpora import NOW, paper
from tests.processes_served import alive, environment
from tests.stores import InFolders, stores_of
from tests.upstream import Upstream

CHUNK = 32
KNOBS = {"PAPERLARK_JOBS__CHUNK": str(CHUNK), "PAPERLARK_JOBS__DEAD_AFTER_S": "2"}
TITLE = re.compile(r"On \w+, part \d+")  # as `paper` makes them: the rest of a prompt is never the same


@dataclass
class Outcome:
    """What a client and the model's server have seen in the end."""

    kills: int
    jobs: int
    status: str
    lost: int
    quoted: int  # papers whose text no model wrote, as when the machine is too busy to ask in time
    again: int  # calls beyond one a paper

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, and nothing done again but what a kill found in flight."""
        return self.status == "completed" and self.lost == 0 and self.jobs == 1 and self.again <= self.kills * CHUNK


def folder_of(stores: InFolders, papers: int, folder: Path) -> Path:
    """A data folder of papers of our own."""
    with build(stores.settings(folder)) as services:
        services.corpus.add([paper(number) for number in range(papers)], NOW)
    return folder


def killed(stores: InFolders, folder: Path, papers: int, rounds: int, seed: int = 0, most_s: float = 2.0) -> Outcome:
    """Start a job once, kill whoever works on it `rounds` times, and let it end."""
    chance, names = random.Random(seed), [paper(number).id for number in range(papers)]
    jobs, kills = set[str](), 0
    with Upstream(seconds=0.5) as upstream:
        model = {"model": "openai/slow", "api_base": upstream.url, "api_key": "a-key"}
        variables = environment([model]) | stores.environment(folder) | KNOBS
        body = {"paper_ids": names, "kinds": ["summary"]}
        while True:
            with alive(folder, variables) as running:
                job = _begun(running.client, body)
                jobs.add(job)
                if kills < rounds:
                    _working(upstream, len(upstream.calls))
                    time.sleep(chance.uniform(0, most_s))
                    running.kill()
                    kills += 1
                    continue
                status = _ended(running.client, job)
                found = _sources(running.client, job)
                quoted = sum(source != "llm" for source in found.values())
                calls = Counter(TITLE.search(call.body["messages"][1]["content"])[0] for call in upstream.calls)
                return Outcome(
                    kills, len(jobs), status, len(set(names) - found.keys()), quoted, calls.total() - len(calls)
                )


def _working(upstream: Upstream, before: int) -> None:
    """Return when the model is asked again, or after a while: perhaps there is nothing left to ask."""
    for _ in range(600):
        if len(upstream.calls) > before:
            return
        time.sleep(0.1)


def _begun(client: httpx2.Client, body: object) -> str:
    answer = client.post("/v1/summaries", json=body, headers={"Idempotency-Key": "one-job"})
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def _ended(client: httpx2.Client, job: str) -> str:
    while True:
        said = client.get(job).json()
        if said["ended_at"]:
            return said["status"]
        time.sleep(0.5)


def _sources(client: httpx2.Client, job: str) -> dict[str, str]:
    """Who wrote the text of each paper that has one."""
    found, following = dict[str, str](), ""
    while following is not None:
        page = client.get(f"{job}/results?limit=500{following and f'&cursor={following}'}").json()
        found |= {item["paper_id"]: item["texts"][0]["source"] for item in page["data"] if item["texts"]}
        following = page["next"]
    return found


def main(rounds: str, papers: str, pair: str = "embedded") -> None:
    """Print what happened; exit with 1 when something was lost, or quoted where the model should have written."""
    with stores_of(pair) as stores, tempfile.TemporaryDirectory() as folder:
        data = folder_of(stores, int(papers), Path(folder) / "data")
        outcome = killed(stores, data, int(papers), int(rounds))
    sys.stdout.write(f"{pair}: {outcome}\n")
    sys.exit(0 if outcome.sound and not outcome.quoted else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
