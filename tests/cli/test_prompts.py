"""`paperlark prompts`: shows, checks, compares and releases, and says in one line what is wrong."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from service import prompts
from service.cli import commands as cli

SHIPPED = prompts.load()
DRAFTS = {"blurb/v2", "summary/v2"}
COMMANDS = ["show", "check", "diff", "release"]


@pytest.fixture
def paperlark(monkeypatch, capsys):
    """Runs `paperlark prompts …` as the shell does; gives its exit code, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["paperlark", "prompts", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped prompts with another version of the summary's, not yet released."""
    copy = tmp_path / "prompts"
    shutil.copytree(SHIPPED.folder, copy)
    text = (copy / "summary" / "v1.md").read_text()
    (copy / "summary" / "v9.md").write_text(text.replace("temperature = 0.0", "temperature = 0.7"))
    return copy


def test_the_group_stands_in_the_help_and_lists_its_commands(paperlark):
    _, out, err = paperlark()
    for command in COMMANDS:
        assert f" {command} " in out + err
    assert "prompts" in {group.name for group in cli.app.registered_groups}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_that_runs(paperlark, folder, command):
    code, out, _ = paperlark(command, "--help")
    assert code == 0
    words = shlex.split(re.search(r"Example: (.*)", out)[1])
    assert words[:3] == ["paperlark", "prompts", command]
    assert paperlark(*words[2:], "--folder", folder)[0] == 0


def test_show_lists_every_prompt_by_name_and_prints_one_as_its_file_has_it(paperlark, folder):
    _, out, _ = paperlark("show", "--folder", folder)
    lines = out.splitlines()
    assert [line.split("#")[0] for line in lines] == sorted([*SHIPPED.ids(), "summary/v9"])
    assert {line.split("#")[0] for line in lines if line.split()[1] == "draft"} == {*DRAFTS, "summary/v9"}
    assert lines[0].startswith(SHIPPED.get("blurb/v1").name)
    assert paperlark("show", "summary/v1")[1] == (SHIPPED.folder / "summary" / "v1.md").read_text()


def test_check_finds_the_shipped_prompts_sound(paperlark):
    code, out, err = paperlark("check")
    assert (code, err) == (0, "")
    assert [line.split()[1] for line in out.splitlines()] == [SHIPPED.get(name).name for name in SHIPPED.ids()]


def test_check_names_every_faulty_file_in_one_line_and_ends_with_2(paperlark, folder):
    (folder / "summary" / "v9.md").write_text("hello")
    with (folder / "blurb" / "v1.md").open("a") as file:
        file.write("Be kind.\n")
    code, out, err = paperlark("check", "--folder", folder)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("paperlark: blurb/v1.md: it was released and has changed")
    assert "summary/v9.md, line 1: it must begin with front matter" in err


def test_diff_shows_what_changed_under_both_names(paperlark, folder):
    code, out, _ = paperlark("diff", "summary/v1", "summary/v9", "--folder", folder)
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == f"--- {SHIPPED.get('summary/v1').name}"
    assert lines[1].startswith("+++ summary/v9#")
    assert [line for line in lines[3:] if line[0] in "+-"] == ["-temperature = 0.0", "+temperature = 0.7"]
    assert paperlark("diff", "summary/v1", "summary/v1")[1] == ""


def test_a_released_prompt_is_held_to_its_bytes(paperlark, folder):
    code, out, _ = paperlark("release", "summary/v9", "--folder", folder)
    assert code == 0
    assert re.fullmatch(r"summary/v9#[0-9a-f]{8} is released\n", out)
    assert paperlark("check", "--folder", folder)[1].count("released") == len(SHIPPED.ids()) - len(DRAFTS) + 1
    with (folder / "summary" / "v9.md").open("a") as file:
        file.write("\n")
    assert paperlark("check", "--folder", folder)[0] == 2


def test_releasing_again_changes_nothing(paperlark, folder):
    before = (folder / prompts.LOCK).read_bytes()
    assert paperlark("release", "summary/v1", "--folder", folder)[0] == 0
    assert (folder / prompts.LOCK).read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [["show", "summary/v9"], ["diff", "summary/v1", "summary/v9"], ["release", "summary/v9"]]
)
def test_an_unknown_prompt_is_one_line_with_those_there_are(paperlark, arguments):
    code, out, err = paperlark(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "There is no prompt 'summary/v9'; there are blurb/v1" in err


def test_a_folder_that_is_not_there_is_one_line(paperlark, tmp_path):
    code, _, err = paperlark("check", "--folder", tmp_path / "nowhere")
    assert (code, err.count("\n")) == (2, 1)
    assert "nowhere" in err


def test_a_lock_file_that_cannot_be_written_is_one_line(paperlark, folder):
    (folder / prompts.LOCK).unlink()
    (folder / prompts.LOCK).symlink_to(folder / "nowhere" / "lock")
    code, _, err = paperlark("release", "summary/v9", "--folder", folder)
    assert (code, err.count("\n")) == (2, 1)
    assert prompts.LOCK in err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("paperlark prompts show su", ["summary/v1", "summary/v2"]),
        ("paperlark prompts diff summary/v1 b", ["blurb/v1", "blurb/v2"]),
        ("paperlark prompts release nothing", []),
    ],
)
def test_the_shell_completes_ids(typed, offered):
    code = "import sys; sys.argv = ['paperlark']; from service.cli import main; main()"
    asked = {"_PAPERLARK_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == offered
