"""What is installed is what was looked at, and the container may do no more than it must."""

import re
import tomllib
from pathlib import Path
from sysconfig import get_path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
COMPROMISED = ("1.82.7", "1.82.8")  # of litellm
OWN_HOOKS = {"_editable_impl_paperlark.pth", "distutils-precedence.pth"}  # the second is of setuptools


@pytest.mark.parametrize("file", ["requirements.txt", "constraints.txt"])
def test_every_package_is_pinned_with_a_hash(file):
    entries = re.split(r"\n(?=[\w.-]+[=\[])", (ROOT / file).read_text())
    pinned = [entry for entry in entries if re.match(r"[\w.-]+(?:\[[\w,-]+\])?==", entry)]
    assert len(pinned) > 100
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_no_compromised_release_can_be_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (litellm,) = (each for each in map(Requirement, project["dependencies"]) if each.name == "litellm")
    assert not any(litellm.specifier.contains(version) for version in COMPROMISED)
    for file in ("requirements.txt", "constraints.txt"):
        pinned = re.findall(r"^litellm(?:\[[\w,-]+\])?==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
        assert len(pinned) == 1
        assert not {*pinned} & {*COMPROMISED}


def test_no_foreign_package_runs_when_python_starts():
    assert {file.name for file in Path(get_path("purelib")).glob("*.pth")} <= OWN_HOOKS


def test_the_container_is_nobody_and_says_whether_it_works():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users[-1:] not in ([], ["0"], ["root"])
    assert any(line.startswith("HEALTHCHECK ") for line in lines)


def test_our_containers_may_write_nowhere_and_gain_nothing():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"].values()
    ours = [each for each in services if "build" in each]
    assert len(ours) == 3
    for each in ours:
        assert each["read_only"] is True
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
