"""The shell commands: examples that hold, one JSON object, and one line for every fault."""

import fcntl
import json
import logging
import re
import shlex
import shutil
import sys

import pytest
import structlog

from service.cli import commands as cli
from service.corpus import sample

pytestmark = pytest.mark.embedded("starts commands on a data folder")

COMMANDS = [
    "serve",
    "demo",
    "ingest",
    "recommend",
    "summarize",
    "similar",
    "reindex",
    "doctor",
    "settings",
    "migrate-store",
    "work",
]
LINE = '{"title": "Neural Surfaces", "abstract": "We study them.", "id": "2106.15928"}\n'


@pytest.fixture
def paperlark(monkeypatch, capsys):
    """Runs the command as the shell does; gives its exit code, standard output and standard error."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["paperlark", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    yield run
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def folder(small_folder, tmp_path):
    """A data folder with 60 papers."""
    shutil.copytree(small_folder, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def ids():
    return [json.loads(line)["id"] for line in sample.data().splitlines()[:60]]


def one_line(err):
    """The only line of an error, without the command's name."""
    lines = [line for line in err.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, err
    assert lines[0].startswith("paperlark: ")
    assert "Traceback" not in err
    return lines[0].removeprefix("paperlark: ")


def one_object(out):
    assert out.count("\n") == 1
    return json.loads(out)


def test_the_bare_command_lists_every_command(paperlark):
    _, out, err = paperlark()
    for command in COMMANDS:
        assert f" {command} " in out + err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_with_options_that_exist(paperlark, command):
    code, out, _ = paperlark(command, "--help")
    assert code == 0
    example = re.search(r"Example: (.*)", out)[1]
    words = [word for word in shlex.split(example) if not word.startswith("PAPERLARK_")]
    assert words[:2] == ["paperlark", command]
    for option in (word for word in words if word.startswith("--")):
        assert option in out.replace(example, "")


def test_help_says_the_defaults_that_the_settings_have(paperlark):
    _, out, _ = paperlark("serve", "--help")
    for default in ("(default: data)", "(default: 127.0.0.1)", "(default: 8000)"):
        assert default in out


def test_ingest_keeps_a_file_and_prints_one_json_object(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE + "{nonsense\n")
    code, out, _ = paperlark("ingest", file, "--data-dir", tmp_path / "data", "--json")
    (report,) = one_object(out)["data"]
    assert code == 0
    assert (report["file"], report["format"], report["counts"]) == (str(file), "jsonl", {"created": 1})
    assert [item["line"] for item in report["diagnostics"]] == [2]


def test_two_files_of_the_same_name_are_both_reported(paperlark, tmp_path):
    files = [tmp_path / name / "mine.jsonl" for name in "ab"]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(json.dumps({"title": f"Paper {number}"}))
    _, out, _ = paperlark("ingest", *files, "--data-dir", tmp_path / "data", "--json")
    assert [report["counts"] for report in one_object(out)["data"]] == [{"created": 1}] * 2


def test_ingest_tells_a_person_which_line_was_wrong(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE + "{nonsense\n")
    _, out, _ = paperlark("ingest", file, "--data-dir", tmp_path / "data")
    assert "1 created" in out
    assert "line 2: " in out


def test_recommend_prints_causes_to_a_person_and_one_json_object_to_a_script(paperlark, folder, ids):
    code, out, _ = paperlark("recommend", *ids[:2], "--limit", 2, "--data-dir", folder)
    assert code == 0
    assert ids[0][:20] in out
    _, out, _ = paperlark("recommend", *ids[:2], "--dislike", ids[2], "--limit", 2, "--data-dir", folder, "--json")
    answer = one_object(out)
    assert len(answer["data"]) == 2
    assert {cause["paper_id"] for item in answer["data"] for cause in item["because"]} == set(ids[:3])


def test_summarize_and_similar_print_one_json_object(paperlark, folder, ids):
    _, out, _ = paperlark("summarize", ids[0], "--liked", ids[1], "--data-dir", folder, "--json")
    assert [item["kind"] for item in one_object(out)["data"]] == ["summary", "blurb"]
    _, out, _ = paperlark("similar", ids[0], "--limit", 3, "--data-dir", folder, "--json")
    assert len(one_object(out)["data"]) == 3


def test_summarize_and_similar_show_a_person_the_text_and_the_titles(paperlark, folder, ids):
    _, out, _ = paperlark("summarize", ids[0], "--data-dir", folder)
    assert f"{ids[0]}  summary, extractive\n" in out
    _, out, _ = paperlark("similar", ids[0], "--limit", 3, "--data-dir", folder)
    assert out.count("hf:") == 3


def test_unknown_papers_are_said_on_standard_error(paperlark, folder, ids):
    code, out, err = paperlark("recommend", ids[0], "hf:nowhere", "--data-dir", folder, "--json")
    assert code == 0
    assert one_object(out)["not_found"] == ["hf:nowhere"]
    _, _, err = paperlark("recommend", ids[0], "hf:nowhere", "--data-dir", folder)
    assert "Not found: hf:nowhere" in err


def test_reindex_changes_no_answer(paperlark, folder, ids):
    ask = ("recommend", *ids[:3], "--data-dir", folder, "--json")
    before = paperlark(*ask)[1]
    assert paperlark("reindex", "--data-dir", folder)[0] == 0
    assert paperlark(*ask)[1] == before


def test_doctor_finds_a_sound_installation_sound(paperlark, folder):
    code, out, _ = paperlark("doctor", "--data-dir", folder, "--json")
    assert code == 0
    assert {check["name"] for check in one_object(out)["data"]} >= {"database", "index", "database file"}
    assert "FAIL" not in paperlark("doctor", "--data-dir", folder)[1]


def test_settings_show_every_setting_and_its_variable(paperlark, monkeypatch):
    monkeypatch.setenv("PAPERLARK_LIMITS__LIKED", "50")
    code, out, _ = paperlark("settings", "--json")
    assert code == 0
    assert one_object(out)["limits"]["liked"] == 50
    _, out, _ = paperlark("settings")
    for variable in ("PAPERLARK_DATA_DIR", "PAPERLARK_LIMITS__LIKED", "PAPERLARK_LOG__LEVEL"):
        assert variable in out


def test_demo_shows_likes_recommendations_and_a_summary(paperlark, folder):
    code, out, _ = paperlark("demo", "--data-dir", folder)
    assert code == 0
    for part in ("You like", "So you may want to read", "summary, extractive", "blurb, extractive", "Go on"):
        assert part in out


def test_demo_of_too_few_papers_says_so(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE)
    paperlark("ingest", file, "--data-dir", tmp_path / "data")
    code, _, err = paperlark("demo", "--data-dir", tmp_path / "data")
    assert code == 2
    assert "too few papers" in one_line(err)


BAD_FILES = {
    "empty": (b"", "empty"),
    "blank": (b"\n \n", "empty"),
    "no known format": (b"Dear reader,\nthis is a letter.\n", "format"),
    "binary": (bytes(range(256)) * 1_000, "format"),
    "zeros": (bytes(100_000), "format"),
    "a line of 50 MB": (LINE.encode() + b'{"title": "' + b"x" * 50_000_000 + b'"}', "Line 2"),
    "no paper in it": (b'{"name": "x"}\n{"name": "y"}', "Line 1"),
    "broken at once": (b'{"title": \n', "Line 1"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_line_and_exit_code_2_and_nothing_is_kept(paperlark, tmp_path, name):
    data, words = BAD_FILES[name]
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(LINE)
    bad.write_bytes(data)
    code, out, err = paperlark("ingest", good, bad, "--data-dir", tmp_path / "data")
    assert (code, out) == (2, "")
    line = one_line(err)
    assert "bad.jsonl" in line
    assert words in line
    assert not (tmp_path / "data").exists()


def test_a_missing_file_a_folder_and_an_unknown_format_are_one_line_and_exit_code_2(paperlark, tmp_path):
    file = tmp_path / "good.jsonl"
    file.write_text(LINE)
    for arguments, words in (
        ([tmp_path / "nowhere"], "No such file"),
        ([tmp_path], "Is a directory"),
        ([file, "--format", "zip"], "no such format"),
    ):
        code, _, err = paperlark("ingest", *arguments, "--data-dir", tmp_path / "data")
        assert code == 2
        assert words in one_line(err)


def test_a_file_name_that_would_move_the_cursor_is_shown_without_that(paperlark, tmp_path):
    _, _, err = paperlark("ingest", tmp_path / "a\x1b[2J\nb\u202e", "--data-dir", tmp_path / "data")
    assert "\x1b[2J" not in err
    assert "\u202e" not in err
    one_line(err)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recommend", "arXiv:2413.00001"], "liked: Not a paper id: there is no month 13"),
        (["recommend", "hf:a", "--dislike", "../x"], "disliked: Not a paper id"),
        (["recommend", "hf:a", "--dislike", "HF:A"], "liked and disliked"),
        (["recommend", "hf:a", "--limit", "-1"], "limit: "),
        (["recommend", "hf:a", "--limit", "0"], "limit: "),
        (["recommend", "hf:a", "--limit", "1000000000"], "limit: more than the limit of 100"),
        (["recommend", "hf:a", *["hf:b"] * 1_000], "liked: more than the limit of 1,000"),
        (["summarize", "2413.00001"], "paper_ids: Not a paper id"),
        (["summarize", "hf:a", "--liked", "no such id"], "liked: Not a paper id"),
        (["similar", "2413.00001"], "there is no month 13"),
        (["similar", "hf:nowhere"], "No paper has this id"),
        (["similar", "hf:a", "--limit", "-1"], "limit: "),
        (["similar", "hf:a", "--limit", "1000000000"], "limit: more than the limit of 100"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field_and_exit_code_2(paperlark, folder, arguments, words):
    code, out, err = paperlark(*arguments, "--data-dir", folder)
    assert (code, out) == (2, "")
    assert words in one_line(err)


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["recommend"], ["similar", "hf:a", "--limit", "ten"], ["serve", "-x"]]
)
def test_a_command_that_does_not_exist_or_is_incomplete_is_exit_code_2(paperlark, arguments):
    code, out, err = paperlark(*arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err


def test_a_setting_out_of_range_is_named_and_its_value_is_not_shown(paperlark, monkeypatch):
    monkeypatch.setenv("PAPERLARK_PORT", "123456")
    code, _, err = paperlark("settings")
    assert code == 2
    assert "PAPERLARK_PORT" in one_line(err)
    assert "123456" not in err


def test_a_data_folder_in_use_is_exit_code_1_and_one_line_that_names_its_owner(paperlark, folder, ids):
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write('{"pid": 77, "host": "here", "command": "paperlark serve", "since": "today"}')
        lock.flush()
        for command in (["similar", ids[0]], ["reindex"], ["doctor"], ["serve", "--port", "0"]):
            code, out, err = paperlark(*command, "--data-dir", folder)
            assert (code, out) == (1, "")
            assert "`paperlark serve` (process 77 on here" in one_line(err)


def test_a_data_folder_that_is_a_file_is_one_line(paperlark, tmp_path):
    (tmp_path / "data").write_text("x")
    code, _, err = paperlark("doctor", "--data-dir", tmp_path / "data")
    assert code in {1, 2}
    assert str(tmp_path / "data") in one_line(err)
