"""The service as a process of its own, with models from its environment."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

COMMAND = str(Path(sys.executable).with_name("paperlark"))


def environment(models: Sequence[object], **llm: object) -> dict[str, str]:
    """What sets these models and other settings of `llm`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLARK_")}
    knobs = {f"PAPERLARK_LLM__{name.upper()}": str(value) for name, value in llm.items()}
    return own | knobs | {"PAPERLARK_LLM__MODELS": json.dumps(models), "PAPERLARK_PORT": "0"}


def run(variables: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command of ours, run to its end."""
    return subprocess.run(
        [COMMAND, *arguments], env=variables, capture_output=True, text=True, timeout=120, check=False
    )


def command(folder: Path, variables: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command on a data folder, run to its end."""
    return run(variables, *arguments, "--data-dir", str(folder))


@dataclass
class Served:
    """A client of the process, and what it wrote; `output` is whole once the process has ended."""

    client: httpx2.Client
    process: "subprocess.Popen[str]"
    log: Path
    output: list[str] = field(default_factory=list)
    worker: "subprocess.Popen[str] | None" = None

    def kill(self) -> None:
        """kill -9 of all at the same moment."""
        alive = [process for process in (self.process, self.worker) if process]
        for process in alive:
            process.kill()
        for process in alive:
            process.wait(30)


@contextmanager
def served(folder: Path, variables: dict[str, str], *python: str) -> Generator[Served]:
    """`paperlark serve` on a free port, once it listens; killed at the end. `python` are options of the interpreter."""
    log = folder.with_name("log")
    with (
        log.open("w") as err,
        subprocess.Popen(
            [sys.executable, *python, COMMAND, "serve", "--data-dir", str(folder)],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        ) as process,
    ):
        first = process.stdout.readline()
        address = re.search(r"http://[\d.]+:\d+", first)
        assert address, log.read_text()
        with httpx2.Client(base_url=address[0], timeout=60) as client:
            running = Served(client, process, log)
            try:
                yield running
            finally:
                process.kill()
                running.output += [first, process.stdout.read(), log.read_text()]


@contextmanager
def alive(folder: Path, variables: dict[str, str]) -> Generator[Served]:
    """`served`, and where several processes share a store, as their settings say, a worker beside it."""
    with served(folder, variables) as running:
        if "PAPERLARK_STORE__URL" in variables:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            running.worker = subprocess.Popen([COMMAND, "work"], env=variables, text=True, **quiet)
        try:
            yield running
        finally:
            running.kill()


def copied(small_folder: Path, tmp_path: Path) -> Path:
    """A data folder with 60 papers, to be written to."""
    return Path(shutil.copytree(small_folder, tmp_path / "data"))


def posted(client: httpx2.Client, ids: Sequence[str], **body: Any) -> list[dict[str, Any]]:
    """The summaries of these papers."""
    answer = client.post("/v1/summaries", json={"paper_ids": list(ids), "kinds": ["summary"]} | body)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]
