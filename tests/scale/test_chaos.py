"""kill -9 of servers and workers over one store: what was acknowledged stays. `make chaos` does it for five minutes."""

import pytest

from tests.scale.chaos import chaos
from tests.servers import BINARIES


@pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL is installed; apt-get install postgresql")
@pytest.mark.slow
def test_servers_and_workers_that_are_killed_lose_nothing_and_answer_nothing_wrong():
    outcome = chaos(seconds=9, every=4, seed=3)
    assert outcome.sound, outcome
    assert outcome.kills
    assert outcome.likes
    assert outcome.answers
