"""Two servers and two workers over one PostgreSQL and one Chroma server, of which one is killed every few seconds.

python -m tests.scale.chaos SECONDS [EVERY]

Meanwhile a client likes papers and asks for recommendations through whichever server answers, and a job runs. Counted
is what a user would mind: an acknowledged like that is gone, an answer that is not what one process alone would give,
an error that does not say when to come back, a paper of the job without a text.
"""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from service import settings
from service.app import build
from tests.corpora import NOW, paper
from tests.servers import free_port, servers

COMMAND = str(Path(sys.executable).with_name("paperlark"))
PAPERS = 300
BODY = {"liked": [paper(3).id, paper(40).id], "limit": 5}


@dataclass
class Outcome:
    """What was done, and what went wrong."""

    kills: int = 0
    likes: int = 0
    answers: int = 0
    refused: int = 0  # connections to a server that was killed
    later: int = 0  # 503 with Retry-After
    wrong: list[str] = field(default_factory=list)
    lost: int = 0
    job: str = ""
    texts: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was lost and nothing was wrong."""
        return not self.wrong and not self.lost and self.job == "completed" and self.texts == PAPERS


class Member:
    """A server or a worker that can be killed and started again."""

    def __init__(self, environment: dict[str, str], *, serves: bool) -> None:
        self._environment, self.serves = environment, serves
        self.url = f"http://127.0.0.1:{free_port()}"
        self.start()

    def start(self) -> None:
        arguments = ["serve", "--port", self.url.rpartition(":")[2]] if self.serves else ["work"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([COMMAND, *arguments], env=self._environment, **quiet)

    def ready(self) -> bool:
        with suppress(httpx2.HTTPError):
            return httpx2.get(f"{self.url}/healthz", timeout=5).is_success
        return False

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def chaos(seconds: float, every: float, seed: int = 0) -> Outcome:
    """Run it all for so long, and count."""
    with servers() as (postgres, chroma):
        own = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
        environment = own | {
            "PAPERLARK_STORE__URL": postgres.create("chaos"),
            "PAPERLARK_INDEX__URL": chroma.url,
            "PAPERLARK_JOBS__DEAD_AFTER_S": "5",
            "PAPERLARK_JOBS__CHUNK": "4",
        }
        kept = {"url": environment["PAPERLARK_STORE__URL"]}
        with build(settings.load(store=kept, index={"url": chroma.url})) as services:
            services.corpus.add([paper(number) for number in range(PAPERS)], NOW)
        members = [Member(environment, serves=serves) for serves in (True, True, False, False)]
        try:
            return _watched(members, seconds, every, random.Random(seed))
        finally:
            for member in members:
                member.kill()


def _watched(members: list[Member], seconds: float, every: float, chance: random.Random) -> Outcome:
    outcome, servers_ = Outcome(), [member for member in members if member.serves]
    _wait(servers_)
    expected = _post(servers_[0], "/v1/recommendations", BODY).json()["data"]
    job = _post(servers_[0], "/v1/summaries", {"paper_ids": [paper(n).id for n in range(PAPERS)], "mode": "extractive"})
    location, acknowledged = job.headers["location"], set[str]()
    end, due, dead = time.monotonic() + seconds, time.monotonic() + every, None
    while (now := time.monotonic()) < end:
        if now >= due:
            if dead is not None:
                dead.start()
            dead = chance.choice(
                [member for member in members if not member.serves or all(s.ready() for s in servers_)]
            )
            dead.kill()
            outcome.kills, due = outcome.kills + 1, now + every
        server = chance.choice(servers_)
        liked = paper(len(acknowledged) % PAPERS).id
        answer = _tried(server, "PUT", f"/v1/users/ann/feedback/{liked}", {"kind": "like"}, outcome)
        if answer is not None:
            acknowledged.add(liked)
            outcome.likes += 1
        # Nobody else's likes may be told from ann's alone, so what content recommends stays what it was.
        answer = _tried(server, "POST", "/v1/recommendations", BODY, outcome)
        if answer is not None:
            outcome.answers += 1
            if answer.json()["data"] != expected:
                outcome.wrong.append("another list")
    if dead is not None:
        dead.start()
    _wait(servers_)
    kept = {said["paper_id"] for said in _all(servers_[1], "/v1/users/ann/feedback")}
    outcome.lost = len(acknowledged - kept)
    while (said := httpx2.get(f"{servers_[0].url}{location}", timeout=30).json())["ended_at"] is None:
        time.sleep(0.5)
    outcome.job = said["status"]
    outcome.texts = sum(bool(item["texts"]) for item in _all(servers_[0], f"{location}/results"))
    return outcome


def _tried(server: Member, method: str, path: str, body: object, outcome: Outcome) -> httpx2.Response | None:
    """The answer if there is one; every other end is counted."""
    try:
        answer = httpx2.request(method, f"{server.url}{path}", json=body, timeout=30)
    except httpx2.TransportError:
        outcome.refused += 1
        return None
    if answer.is_success:
        return answer
    if answer.status_code == 503 and "retry-after" in answer.headers:
        outcome.later += 1
    else:
        outcome.wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    return None


def _post(server: Member, path: str, body: object) -> httpx2.Response:
    answer = httpx2.post(f"{server.url}{path}", json=body, timeout=60)
    assert answer.is_success, answer.text
    return answer


def _all(server: Member, path: str) -> list[dict]:
    """Every item of a paged list."""
    found, following = list[dict](), None
    while True:
        cursor = {} if following is None else {"cursor": following}
        page = httpx2.get(f"{server.url}{path}", params={"limit": 100} | cursor, timeout=30).json()
        found += page["data"]
        if (following := page.get("next")) is None:
            return found


def _wait(servers_: list[Member]) -> None:
    for _ in range(600):
        if all(server.ready() for server in servers_):
            return
        time.sleep(0.1)
    raise RuntimeError("the servers do not come up")


def main(seconds: float, every: float = 5.0) -> None:
    """Print what happened; exit with 1 when something was lost or wrong."""
    outcome = chaos(seconds, every)
    sys.stdout.write(f"{outcome}\n")
    sys.exit(0 if outcome.sound else 1)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
