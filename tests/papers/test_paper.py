"""A record becomes a paper within limits; its hashes see what it says, and not where it was seen."""

import json
import random
from datetime import date

import pytest

from service.corpus import sample
from service.errors import InvalidPaper
from service.papers.paper import Paper, Source, make_paper

HERE = Source(name="test")
ROWS = [json.loads(line) for line in sample.data().splitlines()]


def test_the_three_titles_beyond_ascii_keep_their_letters_and_fold_in_their_ids() -> None:
    odd = [row for row in ROWS if not row["title"].isascii()]
    assert len(odd) == 3
    assert all(row["id"].isascii() and make_paper(row["title"], "", source=HERE).title == row["title"] for row in odd)


def test_ids_do_not_depend_on_the_order_of_arrival() -> None:
    shuffled = random.Random(7).sample(ROWS, len(ROWS))
    assert {row["id"] for row in shuffled} == {
        make_paper(row["title"], row["abstract"], source=HERE).id for row in ROWS
    }


def test_the_raw_text_is_kept_beside_the_clean_one() -> None:
    paper = make_paper(r"Pad\'e", 'na\\"ive\u200b\n text\x00\ud800', source=HERE)
    assert (paper.title, paper.abstract) == ("Padé", "naïve text")
    assert (paper.raw_title, paper.raw_abstract) == (r"Pad\'e", 'na\\"ive\u200b\n text\ufffd\ufffd')


def test_hashes_are_stable_across_machines() -> None:
    paper = make_paper("Neural Spline Flows", "We flow.", authors=["É. A"], source=HERE)
    assert paper.text_hash == "4a3a1b6efd42738b3835e3a3019c91ce91a879a8ff71ac4498bc7194d69b4b04"
    assert paper.record_hash == "fc776211fdd272588f4d71b5ebe16c0de699167224c4c187a36e9482515c7c9a"


def test_the_record_hash_sees_every_fact_but_not_where_it_was_seen() -> None:
    paper = make_paper("T", "A", source=Source(name="hf-page", rank=3))
    elsewhere = make_paper("T", "A", source=Source(name="jsonl"))
    dated = make_paper("T", "A", url="https://example.org/2020--21", source=HERE)
    assert paper.record_hash == elsewhere.record_hash != dated.record_hash
    assert paper.text_hash == dated.text_hash != make_paper("T", "B", source=HERE).text_hash


def test_an_external_id_is_preferred_to_a_minted_one() -> None:
    assert make_paper("T", "", external_ids={"ArXiv": "2106.15928v2"}, source=HERE).id == "arxiv:2106.15928"
    assert make_paper("T", "", external_ids={"DOI": "doi:10.1/x", "arxiv": "?"}, source=HERE).id == "hf:t"
    assert make_paper("T", "", external_ids={"CorpusId": "7"}, source=HERE).id == "corpusid:7"


@pytest.mark.parametrize(
    ("raw", "abstract"),
    [
        ("ABSTRACT Background: Frost.", "Background: Frost."),
        ("Abstract: We flow. © 2021 Elsevier B.V. All rights reserved.", "We flow."),
        ("We flow. Copyright (c) 2019 The Authors.", "We flow."),
        ("Abstract interpretation flows.", "Abstract interpretation flows."),
        ("We do (a), (b) and (c) 2019 times.", "We do (a), (b) and (c) 2019 times."),
        ("© 2021 Elsevier B.V. All rights reserved.", ""),
    ],
)
def test_labels_and_copyright_lines_are_no_part_of_an_abstract(raw: str, abstract: str) -> None:
    paper = make_paper("T", raw, source=HERE)
    assert (paper.abstract, paper.raw_abstract) == (abstract, raw)


def test_a_title_with_and_without_markup_is_one_paper() -> None:
    marked = make_paper("CO&lt;sub&gt;2&lt;/sub&gt; &amp; <i>water</i>", "", source=HERE)
    assert (marked.id, marked.title) == (make_paper("CO2 & water", "", source=HERE).id, "CO2 & water")


def test_a_date_known_less_exactly_replaces_none_that_agrees() -> None:
    full = make_paper("T", "", published=date(2021, 6, 30), source=HERE)
    year = make_paper("T", "", published=date(2021, 1, 1), published_precision="year", source=HERE)
    other = make_paper("T", "", published=date(2020, 1, 1), published_precision="year", source=HERE)
    assert full.updated_by(year).published_text == "2021-06-30"
    assert year.updated_by(full).published_text == "2021-06-30"
    assert full.updated_by(other).published_text == "2020"
    assert full.updated_by(make_paper("T", "", source=HERE)).published_text == "2021-06-30"
    assert full.record_hash != year.record_hash


@pytest.mark.parametrize(
    ("received", "venue"),
    [
        (None, None),
        (" \u200b", None),
        ("N/A", None),
        (" <i>Journal</i> of\n Tides &amp; Pools ", "Journal of Tides & Pools"),
    ],
)
def test_a_venue_is_cleaned_and_none_where_it_says_nothing(received: str | None, venue: str | None) -> None:
    assert make_paper("T", "", venue=received, source=HERE).venue == venue


def test_a_correction_has_its_venue_and_another_record_only_fills_the_gap() -> None:
    bare, nature, science = (make_paper("T", "", venue=venue, source=HERE) for venue in (None, "Nature", "Science"))
    assert nature.updated_by(science).venue == "Science"
    assert nature.updated_by(bare).venue == "Nature"
    assert nature.completed_by(science).venue == bare.completed_by(nature).venue == "Nature"
    assert len({bare.record_hash, nature.record_hash, science.record_hash}) == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " \u200b "),
        ("title", "x" * 1_001),
        ("abstract", "x" * 50_001),
        ("venue", "x" * 501),
        ("authors", ["x" * 301]),
        ("authors", ["x"] * 10_001),
        ("url", "javascript:alert(1)"),
        ("url", "https://a b"),
        ("external_ids", {"doi": "x" * 301}),
    ],
)
def test_a_record_beyond_the_limits_is_refused_naming_the_field(field: str, value: object) -> None:
    with pytest.raises(InvalidPaper) as refused:
        make_paper(**{"title": "T", "abstract": "A", "source": HERE} | {field: value})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_paper_reads_back_from_json_as_it_was_written() -> None:
    for row in ROWS[:50]:
        paper = make_paper(row["title"], row["abstract"], authors=["A"], source=HERE)
        assert Paper.model_validate_json(paper.model_dump_json()) == paper
