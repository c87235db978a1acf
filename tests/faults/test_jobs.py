"""kill -9 while a job is asked for or runs: nothing is lost, and little done again; `make kills` does it at length."""

import pytest

from tests.jobs import likes
from tests.jobs.crowd import crowd
from tests.jobs.loop import folder_of, killed


@pytest.fixture
def folder(stores, tmp_path):
    yield tmp_path / "data"
    stores.clear(tmp_path)


@pytest.mark.slow
def test_a_job_whose_workers_are_killed_again_and_again_loses_nothing(stores, folder):
    outcome = killed(stores, folder_of(stores, 100, folder), 100, rounds=2, seed=1)
    assert outcome.sound, outcome


def test_likes_of_a_file_whose_worker_is_killed_are_what_one_process_leaves(stores, tmp_path):
    outcome = likes.killed(stores, tmp_path / "killed" / "data", 120, rounds=2, seed=1, most_s=1.0)
    stores.clear(tmp_path)
    assert outcome.kills == 2
    assert outcome.sound(120), outcome


@pytest.mark.slow
def test_the_same_post_twenty_times_across_a_kill_is_one_job(stores, folder):
    outcome = crowd(stores, folder, rounds=4)
    assert not outcome.wrong, outcome
    assert outcome.moments.total() == 4
