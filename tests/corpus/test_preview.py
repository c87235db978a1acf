"""What an import would do, told without doing it."""

import itertools
from datetime import timedelta

import pytest

from service import ingest
from service.corpus import keep_papers, preview_papers
from service.errors import IngestError
from tests.corpora import NOW
from tests.ingest.samples import BIBTEX, IDS

LATER = b'{"id": "arXiv:1412.6980", "title": "On Adam", "abstract": "We study Adam at length."}\n'


def test_a_preview_counts_what_the_import_then_does_and_writes_nothing(empty):
    corpus = empty.corpus
    for data in (BIBTEX.encode(), BIBTEX.encode(), LATER):
        before = corpus.catalog.snapshot_id(), corpus.catalog.count(), corpus.catalog.version()
        told = preview_papers(corpus, ingest.read_pages([data]), NOW)
        assert (corpus.catalog.snapshot_id(), corpus.catalog.count(), corpus.catalog.version()) == before
        done = keep_papers(corpus, ingest.read_pages([data]), lambda: NOW)
        assert (told.counts, told.merged, told.diagnostics, told.rows) == (
            done.counts,
            done.merged,
            done.diagnostics,
            done.rows,
        )


def test_a_file_that_is_kept_page_by_page_is_kept_as_in_one(empty, tmp_path, open_services):
    data = b"".join(b'{"title": "Tide %d", "abstract": "We see tide %d."}\n' % (n % 40, n % 40) for n in range(50))
    pages = keep_papers(empty.corpus, ingest.read_pages([data], records=7), lambda: NOW)
    with open_services(tmp_path / "other") as other:
        whole = keep_papers(other.corpus, [ingest.read(data)], lambda: NOW)
    assert pages.snapshot == whole.snapshot
    assert (pages.rows, pages.counts) == (50, {"created": 40, "unchanged": 10})


def test_each_page_comes_when_it_is_kept_and_not_when_the_file_was_opened(empty):
    data = b"".join(b'{"id": "hf:tide-%d", "title": "Tide %d", "abstract": "We see."}\n' % (n, n) for n in range(3))
    hours = (NOW + timedelta(hours=n) for n in itertools.count())
    keep_papers(empty.corpus, ingest.read_pages([data], records=1), lambda: next(hours))
    came = empty.corpus.catalog.dates([f"hf:tide-{n}" for n in range(3)])
    assert [came[f"hf:tide-{n}"].added for n in range(3)] == [NOW + timedelta(hours=n) for n in range(3)]


def test_a_file_that_only_names_papers_is_refused_with_the_reason(empty):
    with pytest.raises(IngestError, match=r"ids\.txt: no paper could be read\. Line 2 names arxiv:2106\.15928"):
        keep_papers(empty.corpus, [ingest.read(IDS.encode(), name="ids.txt")], lambda: NOW)
    assert empty.corpus.catalog.count() == 0
