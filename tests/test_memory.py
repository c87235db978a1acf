"""Memory of large requests: it goes back to the system."""

import platform
from pathlib import Path

import pytest

from service.memory import give_back_memory


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries give back without being asked")
def test_what_is_free_between_what_is_in_use_is_given_back():
    texts = [bytes(5_000) for _ in range(20_000)]
    kept = texts[::200]
    del texts
    before = resident_mb()
    give_back_memory()
    assert len(kept) == 100
    assert before - resident_mb() > 50
