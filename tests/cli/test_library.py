"""A user's library from the shell: in, looked at, undone, out."""

import json
import unicodedata
from pathlib import Path

import pytest

from tests.cli.printed import one_line, one_object

pytestmark = pytest.mark.embedded("starts commands on a data folder")

LIBRARY = Path(__file__).parents[1] / "library" / "my.bib"


@pytest.fixture
def run(paperlark, folder):
    """The command for a user on the folder; fails unless it ends well."""

    def run(*arguments, user="me"):
        code, out, err = paperlark(*arguments, "--user", user, "--data-dir", folder)
        assert code == 0, err
        return out

    return run


def test_a_library_comes_in_is_recommended_from_and_is_undone(run):
    out = run("likes", "import", LIBRARY, "--collection", "thesis")
    assert "line 38: Patterns of hand weaving in three valleys" in out
    assert "line 51: arxiv:2401.99001" in out
    undo = out.partition("`paperlark ")[2].partition("`")[0].split()
    found = one_object(run("recommend", "--limit", "2", "--json"))
    assert {cause["paper_id"] for item in found["data"] for cause in item["because"]} >= {"doi:10.5555/eco.18"}
    collected = one_object(run("recommend", "--collection", "thesis", "--limit", "2", "--json"))
    assert collected | {"next": None} == found | {"next": None}
    shown = one_object(run("collections", "show", "thesis", "--json"))
    assert "doi:10.5555/eco.18" in {item["paper_id"] for item in shown["data"]}
    assert undo[:2] == ["likes", "undo"]
    assert one_object(run(*undo[:3], "--json"))["likes"] == len(shown["data"])
    assert one_object(run("collections", "list", "--json")) == {"data": []}


def test_a_dry_run_keeps_nothing_and_says_the_same(run):
    first = one_object(run("likes", "import", LIBRARY, "--dry-run", "--json"))
    assert "Undo" not in run("likes", "import", LIBRARY, "--dry-run")
    assert one_object(run("likes", "import", LIBRARY, "--json"))["counts"] == first["counts"]


def test_a_collection_is_filled_and_emptied(run, ids):
    run("collections", "add", "for later", *ids[:2], "--note", "winter")
    run("collections", "remove", "for later", ids[0])
    (item,) = one_object(run("collections", "show", "for later", "--json"))["data"]
    assert (item["paper_id"], item["note"]) == (ids[1], "winter")
    assert "winter" in run("collections", "show", "for later")
    assert "for later" in run("collections", "list")
    run("collections", "delete", "for later")


def test_likes_go_out_as_a_file_and_to_standard_output(run, tmp_path):
    run("likes", "import", LIBRARY, "--collection", "thesis")
    file = tmp_path / "out.ris"
    assert run("likes", "export", "--format", "ris", "--out", file) == ""
    assert run("likes", "export", "--format", "ris") == file.read_text("utf-8")
    lines = run("likes", "export", "--collection", "thesis", "--format", "jsonl").splitlines()
    assert {json.loads(line)["id"] for line in lines} >= {"doi:10.5555/eco.18"}
    again = one_object(run("likes", "import", file, "--json"))
    assert again["counts"] == {"unchanged": len(lines)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("likes", "import", "nowhere.bib", "--user", "me"), "nowhere.bib"),
        (("likes", "import", LIBRARY, "--user", "-me"), "/user: "),
        (("likes", "import", LIBRARY, "--user", "me", "--collection", "🦉" * 300), "/collection: has 300 characters"),
        (("likes", "undo", "none", "--user", "me"), "no import of this id"),
        (("likes", "export", "--user", "me", "--format", "word"), "must be one of bibtex"),
        (("likes", "export", "--user", "me", "--collection", "none"), "no collection of this name"),
        (("collections", "add", "x", "hf:nowhere", "--user", "me"), "No paper has this id"),
        (("recommend",), "--user"),
        (("recommend", "hf:a", "--user", "me"), "--user"),
        (("recommend", "hf:a", "--collection", "x"), "--user"),
    ],
)
def test_what_cannot_be_is_one_line(paperlark, folder, arguments, words):
    code, _, err = paperlark(*arguments, "--data-dir", folder)
    assert code == 2
    assert words in one_line(err)


def test_a_user_of_any_script_has_a_library_under_each_form_of_the_name(run, paperlark, folder):
    name, in_parts = "Zoë山田", unicodedata.normalize("NFD", "Zoë山田")
    made = one_object(run("likes", "import", LIBRARY, "--json", user=in_parts))
    assert one_object(run("recommend", "--limit", "1", "--json", user=name))["data"]
    assert one_object(run("likes", "undo", made["id"], "--json", user=name))["likes"] > 0
    for refused in ("ann\u200b", "ann\udcff"):
        for command in (("likes", "import", LIBRARY), ("recommend",), ("map", "show")):
            code, _, err = paperlark(*command, "--user", refused, "--data-dir", folder)
            assert code == 2
            assert "/user: is no name for a user" in one_line(err)
