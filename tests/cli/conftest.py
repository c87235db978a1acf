"""Commands of ours, run in this process on a folder of 60 papers."""

import json
import logging
import shutil
import sys

import pytest
import structlog

from service.cli import commands as cli
from service.corpus import sample


@pytest.fixture
def paperlark(monkeypatch, capsys):
    """Runs the command as the shell does; gives its exit code, standard output and standard error."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["paperlark", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    yield run
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def folder(small_folder, tmp_path):
    """A data folder with 60 papers."""
    shutil.copytree(small_folder, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def ids():
    return [json.loads(line)["id"] for line in sample.data().splitlines()[:60]]
