"""What the Dockerfile promises, without Docker: nobody's user, no privileges, a file system that is only read."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from service import settings
from service.access import KEY_PATTERN
from service.cli import app

pytestmark = pytest.mark.embedded("one container over a data folder")
ROOT = Path(__file__).resolve().parents[2]
NOBODY = "65534"
needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("setpriv"), reason="needs root to give it up"
)


@needs_root
def test_it_works_as_nobody_on_a_read_only_file_system():
    with tempfile.TemporaryDirectory() as folder:
        data, scratch = Path(folder) / "data", Path(folder) / "tmp"
        Path(folder).chmod(0o755)
        for place in (data, scratch):
            place.mkdir()
            os.chown(place, int(NOBODY), int(NOBODY))
        # In a namespace of its own all is read-only but for the two folders that the container can write.
        script = (
            f"mount --bind {folder} {folder} && mount -o remount,ro,bind / && "
            f"exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --no-new-privs --bounding-set=-all "
            f"{sys.executable} -c 'from service.cli import main; main()' doctor --json --data-dir {data}"
        )
        done = subprocess.run(
            [str(shutil.which("unshare")), "--mount", "sh", "-c", script],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "HOME": str(scratch), "TMPDIR": str(scratch)},
            capture_output=True,
            text=True,
            check=False,
        )
    if "setpriv: failed to execute" in done.stderr:
        pytest.skip("nobody may not run this interpreter")
    assert done.returncode == 0, done.stderr
    assert all(check["ok"] for check in json.loads(done.stdout)["data"])


def test_compose_sets_what_is_a_setting_and_calls_what_is_a_command():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    known = {variable for variable, _, _ in settings.describe(settings.Settings())}
    assert {name for service in services.values() for name in service.get("environment", {}) if "PAPERLARK" in name}
    for service in services.values():
        assert {name for name in service.get("environment", {}) if name.startswith("PAPERLARK")} <= known
        if "build" in service and "command" in service:
            assert service["command"][0] in {
                command.name or command.callback.__name__ for command in app.registered_commands
            }


def published(service):
    """The addresses on which a service of compose.yaml is published."""
    return [port.rpartition(":")[0].rpartition(":")[0] for port in service.get("ports", ())]


def test_compose_asks_for_no_key_only_because_it_publishes_on_loopback_alone():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"].values()
    open_ones = [each for each in services if "off" in each.get("environment", {}).get("PAPERLARK_ACCESS__KEYS", "")]
    assert len(open_ones) >= 2
    assert {address for each in open_ones for address in published(each)} == {"127.0.0.1"}


def test_the_image_prints_a_first_key_unless_it_is_told_that_nobody_else_reaches_it(paperlark_in_image):
    code, out, err = paperlark_in_image(PAPERLARK_ACCESS__KEYS="off")
    assert (code, KEY_PATTERN.findall(out)) == (0, [])
    assert "open_to_the_network" in err
    code, out, err = paperlark_in_image()
    assert (code, len(KEY_PATTERN.findall(out))) == (0, 1)
    assert "open_to_the_network" not in err


@pytest.fixture
def paperlark_in_image(tmp_path, small_folder):
    """Runs what the image runs until it listens: its exit code and what it said."""
    data = Path(shutil.copytree(small_folder, tmp_path / "data"))
    dockerfile = (ROOT / "Dockerfile").read_text()
    entry, command = (
        json.loads(re.findall(rf"^{word} (.*)$", dockerfile, re.MULTILINE)[0]) for word in ("ENTRYPOINT", "CMD")
    )
    assert entry == ["paperlark"]
    assert "PAPERLARK_HOST=0.0.0.0" in dockerfile

    def run(**environment):
        said = {"PAPERLARK_HOST": "0.0.0.0", "PAPERLARK_PORT": "0", "PAPERLARK_DATA_DIR": str(data)}  # noqa: S104
        started = [sys.executable, "-c", "from service.cli import main; main()", *command]
        with subprocess.Popen(
            started,
            cwd=ROOT,
            env=os.environ | said | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            lines = []
            while not lines or (lines[-1] and "curl" not in lines[-1]):
                lines.append(process.stdout.readline())
            process.terminate()
            out, err = process.communicate(timeout=60)
        return process.returncode, "".join(lines) + out, err

    return run
