"""`paperlark summarize --file --out`: a batch that can be interrupted and gone on with."""

import asyncio
import json

import pytest

from service.cli import batch
from service.corpus import silent
from service.errors import BadInput
from service.summarization import TextOptions
from tests.processes_served import command, copied, environment

pytestmark = pytest.mark.embedded("starts commands on a data folder")


@pytest.fixture
def folder(small_folder, tmp_path):
    return copied(small_folder, tmp_path)


def asked(folder, *lines):
    file, out = folder.with_name("ids.txt"), folder.with_name("out.jsonl")
    file.write_text("".join(f"{line}\n" for line in lines))
    done = command(folder, environment([]), "summarize", "--file", str(file), "--out", str(out))
    return done, [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else None


def test_every_paper_of_the_file_is_a_line_and_what_is_missing_is_named(folder, sampled):
    ids = sampled.corpus.catalog.first_ids(30)
    done, rows = asked(folder, *ids, "", "hf:nowhere", ids[0])
    assert [row["paper_id"] for row in rows] == ids
    assert all({text["kind"] for text in row["texts"]} == {"summary", "blurb"} for row in rows)
    assert done.returncode == 2
    assert "hf:nowhere" in done.stderr


def test_a_line_that_is_no_id_is_named_and_nothing_is_done(folder):
    done, rows = asked(folder, "hf:a", "", "no id at all!")
    assert (done.returncode, rows) == (2, None)
    assert "line 3:" in done.stderr


def test_a_batch_about_something_has_the_papers_nearest_to_it(folder, sampled):
    paper = sampled.corpus.catalog.get(sampled.corpus.catalog.first_ids(9)[8:]).popitem()[1]
    out = folder.with_name("out.jsonl")
    done = command(folder, environment([]), "summarize", "--query", paper.title, "--top", "7", "--out", str(out))
    rows = [json.loads(line)["paper_id"] for line in out.read_text().splitlines()]
    assert (done.returncode, rows[0], len(set(rows))) == (0, paper.id, 7)


def test_a_batch_has_its_papers_from_one_place(folder):
    for more in (["--query", "flows"], ["--file", "ids.txt"]):
        done = command(folder, environment([]), "summarize", "hf:a", *more, "--out", "out.jsonl")
        assert done.returncode == 2
        assert "Take one of" in done.stderr


async def _run(services, ids, out):
    return await batch.run(services, TextOptions(("summary", "blurb")), ids, out, silent)


def test_what_is_done_is_not_done_again_and_half_a_line_is(sampled, tmp_path):
    out, ids = tmp_path / "out.jsonl", sampled.corpus.catalog.first_ids(5)
    whole = [json.dumps({"paper_id": name, "texts": ["mine"]}) for name in ids[:2]]
    out.write_text("\n".join(whole) + '\n{"paper_id": "hf:cut')
    assert asyncio.run(_run(sampled, ids, out)) == []
    lines = out.read_text().splitlines()
    assert lines[:2] == whole
    assert [json.loads(line)["paper_id"] for line in lines] == ids


def test_a_file_that_is_something_else_is_left_as_it_is(sampled, tmp_path):
    out = tmp_path / "out.txt"
    out.write_text("my notes\n")
    with pytest.raises(BadInput, match="another --out"):
        asyncio.run(_run(sampled, ["hf:a"], out))
    assert out.read_text() == "my notes\n"
