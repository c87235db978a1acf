"""Documents are true: every file and package that one names is there, and every link leads somewhere."""

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


def test_every_package_is_on_the_page_of_the_architecture():
    page = (ROOT / "docs" / "architecture.md").read_text()
    packages = [path.name for path in (ROOT / "service").iterdir() if (path / "__init__.py").is_file()]
    assert [name for name in packages if f'{name}["{name}<br/>' not in page and name != "settings"] == []
