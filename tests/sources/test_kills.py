"""kill -9 of whoever fetches: every record is here once; `make source-kills` does it at length."""

from tests.sources.kills import killed


def test_a_source_whose_fetch_is_killed_again_and_again_is_here_whole_and_once(stores, tmp_path):
    outcome = killed(stores, tmp_path / "data", rounds=3, seed=1, who="catalog")
    stores.clear(tmp_path)
    assert outcome.kills  # of three: the last fetch may end before its time has come
    assert outcome.sound, outcome
