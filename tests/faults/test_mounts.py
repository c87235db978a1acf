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


def test_neither_a_backup_nor_a_restored_one_is_left_half_written_on_a_full_disk(small_folder: Path, tmp_path: Path):
    small, source = tmp_path / "small", shutil.copytree(small_folder, tmp_path / "data")
    small.mkdir()
    whole = subprocess.run(
        [sys.executable, "-c", PAPERLARK, "backup", str(tmp_path / "whole"), "--data-dir", str(source)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert whole.returncode == 0
    # The process that fills the disk lists what is left there: the mount goes with it.
    listing = f"import subprocess, sys, os; done = subprocess.run([sys.executable, '-c', {PAPERLARK!r}, *sys.argv[1:]])"
    listing += f"; print(sorted(os.listdir({str(small)!r}))); sys.exit(done.returncode)"
    for command, left in (
        (["backup", str(small / "file"), "--data-dir", str(source)], "[]"),
        (["restore", str(tmp_path / "whole"), "--data-dir", str(small)], "['lock']"),
    ):
        done = mounted(small, "size=200k", "-c", listing, *command)
        assert done.returncode == 1, done.stderr
        assert "too little room" in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr
        assert done.stdout.strip() == left
