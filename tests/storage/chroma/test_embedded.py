"""The files of Chroma: what is broken, or may be, is thrown away, and the rest is trusted."""

from pathlib import Path

import pytest

from tests.storage.chroma.rows import embedded

pytestmark = pytest.mark.embedded("about the files of Chroma")


@pytest.mark.parametrize("note", ["opening", "0" * 64, "", "\xff"])
def test_files_that_nobody_vouches_for_are_thrown_away(tmp_path: Path, open_index, note: str):
    first = open_index()
    first.add(embedded(5))
    first.close()
    (tmp_path / "chroma.seal").write_text(note)
    assert open_index().ids() == set()


def test_an_index_is_not_vouched_for_until_it_is_settled(tmp_path: Path, open_index):
    index = open_index()
    assert (tmp_path / "chroma.seal").read_text() == "opening"
    index.mark_readable()
    assert (tmp_path / "chroma.seal").read_text() == "open"


def test_an_index_in_use_is_trusted_after_a_kill(tmp_path: Path, open_index):
    first, rows = open_index(), embedded(5)
    first.add(rows)
    first.close()
    (tmp_path / "chroma.seal").write_text("open")
    assert open_index().ids() == set(rows.ids)


def test_files_that_chroma_cannot_open_are_thrown_away(tmp_path: Path, open_index):
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"this was an index once " * 500)
    index, rows = open_index(), embedded(5)
    assert index.ids() == set()
    index.add(rows)
    assert index.finds(rows.vectors)
