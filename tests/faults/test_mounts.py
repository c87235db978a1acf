"""File systems that are full or cannot be written: small ones of our own, which needs root."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.processes import PAPERLARK, ROOT


def _may_mount() -> bool:
    unshare = shutil.which("unshare")
    return (
        unshare is not None
        and os.geteuid() == 0
        and subprocess.run([unshare, "-m", "true"], check=False, capture_output=True).returncode == 0
    )


MOUNTS = _may_mount()

pytestmark = [
    pytest.mark.skipif(not MOUNTS, reason="mounting a file system needs root"),
    pytest.mark.embedded("about the disk of a data folder"),
]


def mounted(folder: Path, options: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run Python with `folder` a tmpfs of these options; the mount goes with the process."""
    script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", script, "sh", options, str(folder), sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)


def test_a_disk_that_fills_up_loses_nothing_and_works_again_with_room(tmp_path: Path):
    done = mounted(tmp_path, "size=9m", "-m", "tests.faults.full_disk", str(tmp_path))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("acknowledged") > 10
    assert told == {
        "refused": "disk_full",
        "reads_go_on": True,
        "refused_when_full": "disk_full",
        "lost": [],
        "sound": True,
        "in_step": True,
        "accepts_again": True,
        "same_after_reindex": True,
    }


def test_a_folder_that_cannot_be_written_is_the_callers_mistake_in_one_sentence(tmp_path: Path):
    done = mounted(tmp_path, "ro", "-c", PAPERLARK, "doctor", "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "cannot be written (Read-only file system); name another one." in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
