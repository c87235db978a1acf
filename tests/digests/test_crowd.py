"""A thin slice of what `make digests` does."""

from tests.digests.crowd import killed


def test_a_server_that_is_killed_while_it_sends_digests_sends_none_twice(stores, tmp_path):
    outcome = killed(stores, tmp_path / "data", subscribers=12, kills=1)
    assert outcome.sound, outcome
    assert outcome.arrived >= 11
