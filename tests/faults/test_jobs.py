"""kill -9 while a job runs: nothing is lost, and little done again; `make kills` does it at length."""

import pytest

from tests.jobs.loop import folder_of, killed

pytestmark = pytest.mark.embedded("kills the owner of a data folder")


def test_a_job_whose_server_is_killed_again_and_again_loses_nothing(tmp_path):
    outcome = killed(folder_of(100, tmp_path / "data"), 100, rounds=2, seed=1)
    assert outcome.sound, outcome
