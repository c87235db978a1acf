"""Documents are true: every file and package that one names is there, and every link leads somewhere."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    file
    for pattern in ("*.md", "docs/*.md", "evals/**/*.md", "service/**/*.md", "prompts/*.md")
    for file in ROOT.glob(pattern)
)
CODE = re.compile(r"`([\w.-]+(?:/[\w.-]*)+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
FOLDERS = ("", "service", "evals")
KNOWN = {path.name for folder in FOLDERS for path in (ROOT / folder).iterdir()}


def named(text: str) -> list[str]:
    """The paths that a text names in code, as far as they begin in the repository, the service or evals."""
    return [path for path in CODE.findall(text) if path.split("/")[0] in KNOWN and "KIND" not in path]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_what_a_document_names_is_there(document: Path):
    text = document.read_text()
    gone = [path for path in named(text) if not any((ROOT / folder / path).exists() for folder in FOLDERS)]
    assert gone == []
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
BELOW = {"settings", "errors", "observability", "memory", "processes"}


def imports() -> set[tuple[str, str]]:
    """Which package of the service imports which, those below all others left out."""
    found: set[tuple[str, str]] = set()
    for file in (ROOT / "service").rglob("*.py"):
        own = file.relative_to(ROOT / "service").parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "service":
                parts = node.module.split(".")
                names = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
                found |= {(own, name) for name in names if name != own and not name.startswith("__")}
    return {(one, other) for one, other in found if not {one, other} & BELOW}


def reaches(one: str, other: str, arrows: set[tuple[str, str]]) -> bool:
    return any(start == one and (end == other or reaches(end, other, arrows)) for start, end in arrows)


def test_the_picture_of_the_packages_shows_every_one_and_what_imports_what():
    drawn = set(re.findall(r"^  (\w+)(?:\[.*?\])? --> (\w+)", ARCHITECTURE, re.MULTILINE))
    real = imports()
    assert drawn - real == set()
    assert [pair for pair in real if not reaches(*pair, drawn)] == []
    assert {name for pair in real for name in pair} == {name for pair in drawn for name in pair}
