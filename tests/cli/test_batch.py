"""`paperlark summarize --file --out`: a batch that can be interrupted and gone on with."""

import json

import httpx
import pytest

from service.cli import batch
from service.cli.in_process import InProcess
from service.client import Client
from service.corpus import no_progress
from service.errors import BadInput
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


@pytest.mark.slow
def test_what_a_user_should_read_is_a_batch_that_can_be_gone_on_with(folder):
    out = folder.with_name("out.jsonl")
    ask = ["summarize", "--user", "ann", "--top", "25", "--out", str(out)]  # more than an answer has: a job
    assert command(folder, environment([]), *ask).returncode == 0
    lines = out.read_text().splitlines(keepends=True)
    assert len({json.loads(line)["paper_id"] for line in lines}) == 25
    out.write_text("".join(lines[:-2]))
    assert command(folder, environment([]), *ask).returncode == 0
    assert out.read_text() == "".join(lines)


@pytest.fixture
def client(sampled):
    with Client("http://localhost", transport=InProcess(sampled)) as client:
        yield client


def test_what_is_done_is_not_done_again_and_half_a_line_is(client, sampled, tmp_path):
    out, ids = tmp_path / "out.jsonl", sampled.corpus.catalog.first_ids(5)
    whole = [json.dumps({"paper_id": name, "texts": ["mine"]}) for name in ids[:2]]
    out.write_text("\n".join(whole) + '\n{"paper_id": "hf:cut')
    batch.run(client, ids, {}, out, no_progress)
    lines = out.read_text().splitlines()
    assert lines[:2] == whole
    assert [json.loads(line)["paper_id"] for line in lines] == ids


def test_a_text_that_fails_costs_its_paper_alone(tmp_path):
    def answer(request):
        if request.url.path == "/v1/meta":
            return httpx.Response(200, json={"limits": {"summaries": 20}})
        names = json.loads(request.content)["paper_ids"]
        data = [{"paper_id": name, "kind": kind} for name in names for kind in ("summary", "blurb")]
        errors = [each for each in data if (each["paper_id"], each["kind"]) == ("hf:b", "summary")]
        data = [each for each in data if each not in errors]
        return httpx.Response(200, json={"data": data, "errors": errors, "not_found": []})

    out = tmp_path / "out.jsonl"
    client = Client("http://localhost", transport=httpx.MockTransport(answer))
    with client, pytest.raises(BadInput, match=r"1 papers failed .*: hf:b$"):
        batch.run(client, ["hf:a", "hf:b", "hf:c"], {}, out, no_progress)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(row["paper_id"], [text["paper_id"] for text in row["texts"]]) for row in rows] == [
        ("hf:a", ["hf:a"] * 2),
        ("hf:c", ["hf:c"] * 2),
    ]


def test_a_file_that_is_something_else_is_left_as_it_is(client, tmp_path):
    out = tmp_path / "out.txt"
    out.write_text("my notes\n")
    with pytest.raises(BadInput, match="another --out"):
        batch.run(client, ["hf:a"], {}, out, no_progress)
    assert out.read_text() == "my notes\n"
