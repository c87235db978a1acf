"""The bytes of files: gzip, bombs, encodings, line ends, chunks of any size."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import ingest
from service.errors import IngestError
from service.ingest import Reading
from tests.ingest.samples import BIBTEX, FILES, RIS

RECORD = b'{"title": "T %d", "abstract": "We tide."}\n'


def titles(reading: Reading) -> list[str]:
    return [paper.title for paper in reading.papers]


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_each_kind_is_known_by_its_beginning_and_read_without_a_fault(kind):
    format_name, data = FILES[kind]
    reading = ingest.read(data)
    assert reading.format == format_name
    assert reading.papers or reading.references
    assert not [said for said in reading.diagnostics if said.code.startswith(("not_", "cut_", "invalid"))]


@pytest.mark.parametrize("kind", FILES)
@settings(deadline=None)
@given(data=st.data())
def test_a_file_is_the_same_in_chunks_of_any_size(kind, data):
    _, whole = FILES[kind]
    size = data.draw(st.integers(1, 200))
    assert ingest.read(whole[start : start + size] for start in range(0, len(whole), size)) == ingest.read(whole)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_mark_at_the_beginning_says_what_a_file_is_in(encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    for text in (RIS, BIBTEX):
        assert ingest.read(mark + text.encode(encoding)) == ingest.read(text.encode())


def test_what_is_not_utf_8_is_read_as_windows_1252_and_that_is_said():
    reading = ingest.read(RIS.replace("é", "\u2019é").encode("cp1252"))
    assert reading.papers[0].authors == ("Ngozi Okafor", "Jan’é Doe Jr")
    assert "other_encoding" in [said.code for said in reading.diagnostics]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_any_end_of_a_line_counts_as_one(end):
    for text in (RIS, BIBTEX):
        assert ingest.read(text.replace("\n", end).encode()) == ingest.read(text.encode())


def test_a_gzip_file_of_several_members_with_padding_is_read_whole():
    data = gzip.compress(RECORD % 1) + gzip.compress(RECORD % 2) + bytes(700)
    reading = ingest.read(data)
    assert (titles(reading), reading.diagnostics) == (["T 1", "T 2"], ())


@pytest.mark.parametrize("spoil", [lambda data: data[: len(data) // 2], lambda data: data[:-300] + bytes(300)])
def test_of_a_damaged_gzip_file_what_comes_before_the_damage_is_kept_and_the_rest_is_named(spoil):
    data = gzip.compress(b"".join(RECORD % n for n in range(5_000)))
    reading = ingest.read(spoil(data))
    assert 500 < len(reading.papers) < 5_000
    assert "cut_short" in [said.code for said in reading.diagnostics]


def bomb(megabytes: int) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=31)
    yield packer.compress(RECORD % 1)
    for _ in range(megabytes):
        yield packer.compress(b" " * 1_048_576)
    yield packer.flush()


def test_a_gzip_bomb_is_refused_before_it_takes_memory():
    tracemalloc.start()
    with pytest.raises(IngestError, match="more than 100 times its size"):
        ingest.read(bomb(10_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


def test_a_gzip_file_may_not_unpack_to_more_than_is_asked_for():
    data = gzip.compress(b"".join(RECORD % n for n in range(3_000)))
    assert ingest.read(data, most_bytes=2_000_000).rows == 3_000
    with pytest.raises(IngestError, match="unpacks to more than 100,000 bytes"):
        ingest.read(data, most_bytes=100_000)


def test_a_file_that_is_larger_than_memory_should_be_is_read_page_by_page():
    def chunks() -> Iterator[bytes]:
        for n in range(0, 5_000, 100):
            yield b"".join(RECORD % number for number in range(n, n + 100))

    tracemalloc.start()
    pages = 0
    papers = 0
    for page in ingest.read_pages(chunks(), records=50):
        pages, papers = pages + 1, papers + len(page.papers)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (pages, papers) == (100, 5_000)
    assert peak < 3_000_000


def test_every_line_before_a_fault_is_read():
    def chunks() -> Iterator[bytes]:
        yield b"".join(RECORD % n for n in range(2_050))
        raise IngestError("The disk is gone.")

    pages = []
    with pytest.raises(IngestError, match="The disk is gone"):
        pages.extend(ingest.read_pages(chunks(), records=50))
    assert len(pages) == 40  # the last page has no end


def test_pages_say_together_what_one_reading_says():
    data = b"".join(RECORD % n for n in range(20)) + b"{}\n" + b'{"title": "Last", "shelf": 3}\n'
    whole = ingest.read(data)
    pages = list(ingest.read_pages([data], records=7))
    assert [len(page.papers) for page in pages] == [7, 7, 6, 1]
    assert sum((page.papers for page in pages), ()) == whole.papers
    assert sum((page.diagnostics for page in pages), ()) == whole.diagnostics


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"SQLite format 3\0", "export the library"),
        (b"<!DOCTYPE html><html>", "web page"),
    ],
)
def test_what_is_often_sent_by_mistake_is_refused_with_the_way_out(data, words):
    with pytest.raises(IngestError, match=words):
        ingest.read(data)
