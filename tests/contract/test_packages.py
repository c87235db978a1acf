"""Packages: each shows what others may use of it in its face, and nobody reaches past that."""

import ast
import importlib
import inspect
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "alembic",
    "chromadb",
    "dbos",
    "fastapi",
    "litellm",
    "numpy",
    "onnxruntime",
    "scipy",
    "scipy.cluster",
    "sqlalchemy",
    "tokenizers",
)
SCRIPTS = {"service.corpus.sample.build", "service.embedding.onnx", "service.embedding.onnx.build_graph"}


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def sources(*folders: str) -> list[Path]:
    found = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return sorted(file for file in found if "migrations" not in file.parts)


def faces() -> list[str]:
    """The packages of the service that have a face, with the folders inside them that have one."""
    named = (
        file for file in sources("service") if file.name == "__init__.py" and len(file.parts) > len(ROOT.parts) + 2
    )
    return [name for name in map(module_of, named) if name not in SCRIPTS]


def imported(file: Path) -> Iterator[tuple[str, str]]:
    """Each (module, name) that a file imports from the service."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "service":
            yield from ((node.module, alias.name) for alias in node.names)


@pytest.mark.parametrize("name", faces())
def test_a_face_says_what_its_package_is_for_and_shows_only_what_exists(name: str):
    face: Any = importlib.import_module(name)
    assert face.__doc__, "a docstring: what the package is for, and what it never does"
    assert [each for each in face.__all__ if not hasattr(face, each)] == []


@pytest.mark.parametrize("name", faces())
def test_every_class_and_function_that_a_face_shows_says_what_it_is(name: str):
    face: Any = importlib.import_module(name)
    shown = {each: getattr(face, each) for each in face.__all__}
    ours = {each: thing for each, thing in shown.items() if inspect.isclass(thing) or inspect.isfunction(thing)}
    assert [each for each, thing in ours.items() if not thing.__doc__] == []


def test_everybody_imports_from_faces_and_nobody_from_behind_them():
    known, behind = set(faces()), list[str]()
    for file in sources("service", "evals"):
        own = module_of(file)
        for module, name in imported(file):
            package = ".".join(module.split(".")[:2])
            outside = own != package and not own.startswith(f"{package}.")
            if outside and module.count(".") > 1 and module not in known | SCRIPTS:
                behind.append(f"{own} imports {name} from {module}")
    assert behind == []


def test_what_nobody_else_uses_is_not_shown():
    files = sources("service", "evals", "tests")
    taken = {each for file in files for each in imported(file)}
    text = "\n".join(file.read_text() for file in files)
    shown = [(face, name) for face in faces() for name in importlib.import_module(face).__all__]
    idle = [each for each in shown if each not in taken and f"{each[0].rpartition('.')[2]}.{each[1]}" not in text]
    assert idle == []


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("service.cli", ()),
        ("service.client", ()),
        ("service.settings", ()),
        ("service.summarization", ("numpy",)),
        ("service.recommender", ("numpy", "scipy")),
        ("service.faithfulness", ("numpy",)),
        ("service.storage", ("numpy", "sqlalchemy", "alembic")),
        ("service.llm", ("numpy", "sqlalchemy", "alembic")),
    ],
)
def test_heavy_libraries_are_imported_late(module: str, needs: tuple[str, ...]):
    code = f"import sys, {module}; print(*sorted(sys.modules.keys() & {set(HEAVY)}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) <= set(needs)
