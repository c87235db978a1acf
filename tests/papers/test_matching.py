"""Whether two records are of one paper, on pairs that somebody else wrote, and at the edges."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from service.papers import Merging, Paper, Source, make_paper

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAIRS = [
    pair for line in (Path(__file__).parent / "pairs.jsonl").read_text().splitlines() for pair in [json.loads(line)]
]


def paper_of(record: dict[str, Any]) -> Paper:
    """The paper of a record, of whose date the year alone is sure."""
    year = record.get("published", "")[:4]
    known = {name: record[name] for name in ("authors", "url", "external_ids") if name in record}
    name = record["id"] if ":" in record["id"] else f"pair:{record['id']}"
    published = date(int(year), 1, 1) if year else None
    source = Source(name="test")
    return make_paper(
        record["title"], record.get("abstract") or "", id=name, published=published, source=source, **known
    )


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['case']}-{number}" for number, pair in enumerate(PAIRS)])
@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_is_one_paper_or_two_whichever_comes_first(pair: dict[str, Any], turned: bool):
    pairs = [paper_of(pair["first"]), paper_of(pair["second"])]
    merging = Merging([], {}, set(), NOW)
    homes = {merging.home(merging.add(each).id) for each in (pairs[::-1] if turned else pairs)}
    assert len(homes) == (1 if pair["same"] else 2), pair["why"]
