"""On which machine, and of which code, figures are."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.ground import ROOT
from tests.bench.measured import best_of

_COPIED = 2**26  # float32 values: 256 MB, far beyond any cache


def described() -> dict[str, Any]:
    """Cores, model of the processor, memory in GB, load before the run, and the commit, marked when files differ."""
    return {
        "cores": os.cpu_count(),
        "processor": processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "commit": commit(ROOT),
    }


def processor() -> str:
    """The model's name as Linux tells it, or what the platform says."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def commit(checkout: Path) -> str:
    """The short id of a checkout's commit, with a + when tracked files differ from it."""
    described = _git(checkout, "rev-parse", "--short", "HEAD")
    return described + ("+" if _git(checkout, "status", "--porcelain", "--untracked-files=no") else "")


def bandwidth() -> float:
    """Bytes a second that one core moves when it copies memory, reading and writing counted."""
    source = np.ones(_COPIED, np.float32)
    target = np.empty_like(source)
    return 2 * source.nbytes / best_of(lambda: np.copyto(target, source), 5)


def _git(checkout: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(checkout), *words], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.strip()
