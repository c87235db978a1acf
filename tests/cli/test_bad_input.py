"""Bad input at the command line: one line that names what is wrong, an exit code, and nothing kept."""

import fcntl

import pytest

from tests.cli.printed import LINE, one_line

pytestmark = pytest.mark.embedded("starts commands on a data folder")

BAD_FILES = {
    "empty": (b"", "empty"),
    "blank": (b"\n \n", "empty"),
    "no known format": (b"Dear reader,\nthis is a letter.\n", "format"),
    "binary": (bytes(range(256)) * 1_000, "format"),
    "zeros": (bytes(100_000), "format"),
    "a line of 50 MB": (b'{"title": "' + b"x" * 50_000_000 + b'"}', "Line 1"),
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
