"""The page on trust names tests that exist, and says what came of the last run."""

import json
import re

import pytest

from tests.trust import page
from tests.trust.figures import FIGURES

ROOT = page.DOCS.parent


def test_the_page_is_what_the_last_run_gives():
    assert page.PAGE.read_text() == page.page(json.loads(page.FILE.read_text()))


@pytest.mark.parametrize("test", sorted({test for each in FIGURES for test in each.tests}))
def test_what_is_named_exists(test):
    file, _, name = test.partition("::")
    assert not name or re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


@pytest.mark.parametrize("command", sorted({command for each in FIGURES for command in each.commands}))
def test_a_command_is_a_target_or_a_module_that_there_is(command):
    if target := re.fullmatch(r"make ([a-z-]+)", command):
        assert re.search(rf"^{target[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    elif module := re.search(r"-m (tests[.\w]+)", command):
        path = ROOT / module[1].replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()
    else:
        assert (ROOT / command.split()[-1]).exists()


def test_every_figure_has_what_counts_it_or_says_why_not():
    assert len({each.id for each in FIGURES}) == len(FIGURES)
    assert [each.id for each in FIGURES if not (each.tests or each.commands or each.missing)] == []


def test_a_figure_that_failed_is_told_as_that():
    run = json.loads(page.FILE.read_text())
    run["figures"]["D1"] = {"tests": {"passed": 3, "failed": 1}, "commands": {"make kills": 1}}
    (line,) = (line for line in page.page(run).splitlines() if line.startswith("| D1 "))
    assert "3 passed, 1 failed, `make kills` failed, 2 commands not run" in line
