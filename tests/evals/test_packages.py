"""How the packages of evals hang together."""

import ast
from pathlib import Path

import pytest

EVALS = Path(__file__).resolve().parents[2] / "evals"
# What each package may import from, beside itself. The command line may import from all.
BELOW = {
    "blind": {"datasets", "metrics", "reporting"},
    "datasets": set(),
    "edits": set(),
    "fault_injection": {"datasets"},
    "metrics": {"datasets", "fault_injection"},
    "rankers": set(),
    "reporting": {"datasets", "metrics"},
    "suites": {"datasets", "edits", "fault_injection", "metrics", "rankers", "reporting"},
    "llm": {"datasets", "metrics", "suites"},
    "training": {"datasets", "fault_injection", "metrics"},
}


def test_every_package_has_its_place_and_nothing_else_lies_beside_them():
    assert {path.parent.name for path in EVALS.glob("*/__init__.py")} == set(BELOW)
    assert {path.name for path in EVALS.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("package", BELOW)
def test_a_package_imports_only_from_those_below_it(package):
    for path in (EVALS / package).rglob("*.py"):
        nodes = [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)
        ]
        modules = [node.module.split(".") for node in nodes if node.module]
        assert {names[1] for names in modules if names[0] == "evals"} <= BELOW[package] | {package}, path
