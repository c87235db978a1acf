"""What is handed to who runs it: files that parse, settings that exist, images to be pinned, bounds that are set."""

import configparser
import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from service import settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "operations"
GUIDE = (ROOT / "docs" / "operations.md").read_text()
KNOWN = {variable for variable, _, _ in settings.describe(settings.Settings())}


def test_every_setting_that_is_named_exists():
    told = [GUIDE, (ROOT / "CHANGELOG.md").read_text(), *(file.read_text() for file in FOLDER.iterdir())]
    assert {name for text in told for name in re.findall(r"PAPERLARK_[A-Z_]+[A-Z]", text)} <= KNOWN


def test_every_alert_is_explained_and_no_other():
    rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text())["groups"][0]["rules"]
    assert {rule["alert"] for rule in rules} == set(re.findall(r"`(Paperlark\w+)`", GUIDE))


def test_the_unit_of_systemd_starts_a_command_and_bounds_it():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string((FOLDER / "paperlark.service").read_text())
    service = unit["Service"]
    assert service["ExecStart"].endswith("paperlark serve")
    assert {"MemoryMax", "TasksMax", "LimitNOFILE", "EnvironmentFile"} <= set(service)


def test_a_pod_asks_for_what_means_it_and_never_has_a_second_beside_it():
    (deployment,) = (
        each for each in yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text()) if each["kind"] == "Deployment"
    )
    assert (deployment["spec"]["replicas"], deployment["spec"]["strategy"]["type"]) == (1, "Recreate")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    probes = {name: container[name]["httpGet"]["path"] for name in ("readinessProbe", "livenessProbe", "startupProbe")}
    assert probes == {"readinessProbe": "/readyz", "livenessProbe": "/healthz", "startupProbe": "/readyz"}
    assert container["resources"]["limits"]["memory"]


def test_every_container_is_bounded_and_ours_take_a_file_of_settings():
    for service in yaml.safe_load((ROOT / "compose.yaml").read_text())["services"].values():
        assert service["mem_limit"]
        assert service["pids_limit"]
        if "build" in service:
            assert service["env_file"] == [{"path": "paperlark.env", "required": False}]
            assert not service.get("healthcheck", {}).get("disable")


def test_what_compose_fills_in_is_told_to_belong_into_the_file_that_it_fills_in_from():
    filled_in = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text()))
    told = re.search(r"\(\.\./compose\.yaml\)\.([^.]*) go into `\.env`", GUIDE)
    assert told
    assert set(re.findall(r"`(\w+)`", told[1])) == filled_in


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_images_are_pinned_by_what_a_registry_says_also_for_the_second_time(name: str):
    spec = importlib.util.spec_from_file_location("pin_images", ROOT / ".ci" / "pin_images.py")
    pin_images = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pin_images)
    text = (ROOT / name).read_text()
    first, second = (pin_images.pinned(text, lambda _, each=each: f"sha256:{each * 64}") for each in "ab")
    assert first.count("@sha256:") == len(pin_images.IMAGE.findall(text)) == 2
    assert pin_images.pinned(first, lambda _: "sha256:" + "b" * 64) == second
