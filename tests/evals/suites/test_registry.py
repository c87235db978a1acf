"""Which suites there are, and what they say when they cannot be run."""

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.suites.registry import SUITES
from tests.evals.command import call


def test_every_suite_that_the_documentation_names_is_there():
    assert set(SUITES) == {
        "summaries", "blurbs", "edits", "faults", "importers", "scitldr", "highlights", "entailment", "consistency",
        "recommendations", "search", "embedding",
    }  # fmt: skip


@pytest.mark.parametrize("suite", [name for name, suite in SUITES.items() if suite.needs_data])
def test_a_suite_that_needs_data_says_so(tmp_path, suite):
    done = call(tmp_path, "run", suite)
    assert done.exit_code == 2
    assert f"{suite} needs --data" in done.stderr


def test_an_unknown_suite_is_a_usage_error():
    assert CliRunner().invoke(app, ["run", "nothing"]).exit_code == 2


def test_a_run_without_names_tells_which_suites_it_skips(tmp_path, monkeypatch):
    for name in ("summaries", "blurbs", "edits", "faults"):
        monkeypatch.delitem(SUITES, name)  # minutes
    done = call(tmp_path, "run", "--limit", "3")
    assert done.exit_code == 0
    for name in ("scitldr", "highlights", "entailment", "consistency", "recommendations"):
        assert f"skipped: {name} needs --data" in done.stderr


@pytest.mark.parametrize("name", SUITES)
def test_every_suite_is_a_module_of_its_name_that_can_be_measured(name):
    assert callable(SUITES[name].load())
