"""Files spoilt at random: read or refused, and nothing else. `make fuzz` does it fifty times as often."""

import random

import pytest

from service import ingest
from tests.ingest.bibtex_families import FAMILIES
from tests.ingest.mutations import KINDS, mutated, read_or_refuse
from tests.ingest.samples import FILES

UNSPOILT = ("nested braces", "macros and joined strings", "months", "line ends", "Latin-1", "byte order marks")


@pytest.mark.parametrize("kind", FILES)
def test_a_spoilt_file_is_read_or_refused(kind):
    format_name, data = FILES[kind]
    for number in range(200):
        read_or_refuse(mutated(data, random.Random(f"{kind} {number}")), format_name if number % 2 else None)


@pytest.mark.parametrize("family", FAMILIES)
def test_bibtex_entries_with_a_trap_are_read_or_refused(family):
    _, make = KINDS[f"BibTeX, {family}"]
    for number in range(12):
        read_or_refuse(make(random.Random(f"{family} {number}")), "bibtex" if number % 2 else None)


@pytest.mark.parametrize("family", UNSPOILT)
def test_no_entry_is_lost_to_a_trap_that_bibtex_allows(family):
    for number in range(8):
        data = FAMILIES[family](random.Random(f"{family} {number}"))
        reading = ingest.read(data, "bibtex")
        assert [paper.external_ids["citation-key"] for paper in reading.papers] == [
            f"key{place}" for place in range(len(reading.papers))
        ]
        assert len(reading.papers) == data.replace(b"\0", b"").count(b"key")
