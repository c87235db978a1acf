"""kill -9 while a job runs: nothing is lost, and little done again; `make kills` does it at length."""

from tests.jobs.loop import folder_of, killed


def test_a_job_whose_workers_are_killed_again_and_again_loses_nothing(stores, tmp_path):
    outcome = killed(stores, folder_of(stores, 100, tmp_path / "data"), 100, rounds=2, seed=1)
    assert outcome.sound, outcome
    stores.clear(tmp_path)
