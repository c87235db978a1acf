"""Papers as JSON and JSON lines: a bad record costs itself only."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import ingest
from service.corpus import sample
from service.errors import IngestError

FULL = {
    "title": "Neural Spline Flows",
    "abstract": "We flow.",
    "id": "arXiv:1906.04032v2",
    "authors": ["C. Durkan"],
    "published": "2019-06-10T17:00:00Z",
    "categories": ["stat.ML"],
    "url": "https://arxiv.org/abs/1906.04032",
    "external_ids": {"DOI": "10.1000/x"},
    "somebody": {"else": ["s"]},
}
SHORT = {"title": "Other", "abstract": None}


def as_lines(*records: object) -> bytes:
    return "\n".join(map(json.dumps, records)).encode()


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (as_lines(FULL, SHORT), "jsonl"),
        (b"\xef\xbb\xbf" + as_lines(FULL, SHORT).replace(b"\n", b"\r\n\n"), "jsonl"),
        (json.dumps([FULL, SHORT]).encode(), "json"),
        (json.dumps({"papers": [FULL, SHORT]}).encode(), "json"),
        (json.dumps({"papers": [FULL, SHORT]}, indent=2).encode(), "json"),
    ],
)
def test_the_three_spellings_give_the_same_papers(data: bytes, format_name: str) -> None:
    reading = ingest.read(data)
    assert (reading.format, reading.rows) == (format_name, 2)
    assert [(said.code, said.message) for said in reading.diagnostics] == [
        ("fields_not_kept", "Fields not kept, with the number of records: somebody (1).")
    ]
    full, short = reading.papers
    assert (full.id, full.published, full.authors) == ("arxiv:1906.04032", date(2019, 6, 10), ("C. Durkan",))
    assert (full.categories, full.url) == (("stat.ML",), "https://arxiv.org/abs/1906.04032")
    assert (short.id, short.abstract, short.published) == ("hf:other", "", None)


@pytest.mark.parametrize(
    ("bad", "code", "named"),
    [
        (b"{not json", "not_json", "line 2"),
        (b'"a string"', "not_an_object", "object"),
        (b'{"abstract": "A"}', "invalid_paper", "title"),
        (b'{"title": 5}', "invalid_paper", "title"),
        (b'{"title": " "}', "invalid_paper", "title"),
        (b'{"title": "T\xff"}', "not_json", "UTF-8"),
        (b'{"a":' * 100_000, "not_json", "nested"),
        (b'{"n": ' + b"9" * 5_000 + b"}", "not_json", "digits"),
    ],
)
def test_a_bad_line_is_named_and_costs_itself_only(bad: bytes, code: str, named: str) -> None:
    reading = ingest.read(as_lines(FULL) + b"\n" + bad + b"\n" + as_lines(SHORT), format="jsonl")
    assert [paper.title for paper in reading.papers] == ["Neural Spline Flows", "Other"]
    diagnostic, _ = reading.diagnostics
    assert (diagnostic.line, diagnostic.code) == (2, code)
    assert named.lower() in diagnostic.message.lower()
    assert reading.rows == 3


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("id", "arXiv:2113.00001", "id"),
        ("published", "yesterday", "published"),
        ("published", 5, "published"),
        ("published", "86400", "published"),
        ("published", "2021-02-30", "published"),
        ("published", "in press", "published"),
        ("authors", 7, "authors"),
        ("authors", ["A", "x" * 301], "authors"),
        ("url", "javascript:alert(1)", "url"),
        ("url", "ftp://example.org/x", "url"),
        ("external_ids", 3.5, "external_ids"),
        ("abstract", "x " * 50_000, "abstract"),
        ("nested", [[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]], "nested"),
    ],
)
def test_a_bad_field_costs_no_paper_and_is_named(field: str, value: object, named: str) -> None:
    reading = ingest.read(as_lines({"title": "T", field: value}))
    assert [paper.id for paper in reading.papers] == ["hf:t"]
    (diagnostic,) = reading.diagnostics
    assert diagnostic.line == 1
    assert f"The field {named} was" in diagnostic.message


def test_a_fault_in_a_list_is_named_by_its_line_and_the_papers_before_it_are_kept() -> None:
    data = b'[\n{"title": "One"},\n{"title": 2},\n{"title": "Three"},\n{"title": "Fo\n]'
    reading = ingest.read(data)
    assert [paper.title for paper in reading.papers] == ["One", "Three"]
    assert [(diagnostic.line, diagnostic.code) for diagnostic in reading.diagnostics] == [
        (3, "invalid_paper"),
        (5, "not_json"),
    ]


def test_a_list_longer_than_the_decoding_window_is_read_whole() -> None:
    papers = [{"title": f"Paper {'é' * n} {n}", "abstract": "x" * (n * 97 % 40_000)} for n in range(300)]
    reading = ingest.read(json.dumps(papers, ensure_ascii=False).encode())
    assert [paper.raw_title for paper in reading.papers] == [paper["title"] for paper in papers]
    assert reading.diagnostics == ()


def test_the_sample_reads_as_784_papers_with_their_best_rank() -> None:
    reading = ingest.read(sample.data())
    assert (len(reading.papers), reading.diagnostics, reading.format) == (784, (), "jsonl")
    rows = {row["id"]: row for row in map(json.loads, sample.data().splitlines())}
    assert all(p.source.rank == min(seen["rank"] for seen in rows[p.id]["seen"]) for p in reading.papers)


def test_notes_of_a_large_file_are_counted_and_stop_nothing() -> None:
    reading = ingest.read(as_lines(*({"title": f"T {n}", "published": "soon", "shelf": n} for n in range(3_000))))
    assert len(reading.papers) == 3_000
    assert [said.code for said in reading.diagnostics[-2:]] == ["more_notes", "fields_not_kept"]
    assert "2,000 more" in reading.diagnostics[-2].message
    assert "shelf (3,000)" in reading.diagnostics[-1].message


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(FULL)), inner, max_size=4),
    max_leaves=9,
)


@given(st.lists(JSON, min_size=1, max_size=4), st.booleans())
def test_any_json_is_read_or_refused_and_nothing_else(values: list[object], as_list: bool) -> None:
    data = json.dumps(values).encode() if as_list else as_lines(*values)
    try:
        reading = ingest.read(data)
    except IngestError:
        return
    assert reading.papers or reading.references
