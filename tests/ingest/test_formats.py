"""A file is read by the format that it has, or refused with its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import ingest
from service.errors import IngestError


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\r\n ", "the file is empty"),
        (b"\x00\xff\xfe\x89PNG" * 50, "no format we know"),
        (b"just some prose\n" * 50, "no format we know"),
        (b"{" + b"a" * 50_000_000, "Line 1 has 50,000,001 bytes"),
        (b'[{"title": "' + b"a" * 5_000_000, "not JSON"),
        (b"[" * 5_000_000, "nested too deeply"),
        (b"[]", "no records"),
        (b"{}", "title"),
    ],
)
def test_a_file_of_nothing_is_refused_in_one_sentence_that_names_it(data: bytes, reason: str) -> None:
    with pytest.raises(IngestError, match=reason) as refused:
        ingest.read(data, name="my\nfile.txt")
    assert refused.value.detail.startswith("my file.txt: ")
    assert "\n" not in refused.value.detail


def test_a_format_that_does_not_exist_is_refused_with_the_list_of_those_that_do() -> None:
    with pytest.raises(IngestError, match="hf-page, ids, json, jsonl"):
        ingest.read(b"{}", format="docx")


def test_a_file_of_faults_is_given_up_after_a_thousand() -> None:
    reading = ingest.read(b'{"title": "Other"}' + b"\n{}" * 5_000)
    assert len(reading.diagnostics) == 1_001
    assert reading.diagnostics[-1].code == "too_many_faults"


@given(st.binary(max_size=200), st.sampled_from(sorted(ingest.FORMATS)))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes, format_name: str) -> None:
    try:
        ingest.read(data, format=format_name)
    except IngestError as error:
        assert error.detail.startswith("upload: ")


def test_a_page_of_long_records_has_fewer_of_them() -> None:
    lines = (b'{"title": "Paper %d", "abstract": "%s"}\n' % (number, b"long " * 8_000) for number in range(25))
    pages = list(ingest.read_pages(lines, records=100))
    assert [len(page.papers) for page in pages] == [10, 10, 5]
    assert [page.rows for page in pages] == [10, 10, 5]
