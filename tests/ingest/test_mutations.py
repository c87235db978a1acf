"""Files spoilt at random: read or refused, and nothing else. `make fuzz` does it fifty times as often."""

import random

import pytest

from tests.ingest.mutations import mutated, read_or_refuse
from tests.ingest.samples import FILES


@pytest.mark.parametrize("kind", FILES)
def test_a_spoilt_file_is_read_or_refused(kind):
    format_name, data = FILES[kind]
    for number in range(200):
        read_or_refuse(mutated(data, random.Random(f"{kind} {number}")), format_name if number % 2 else None)
