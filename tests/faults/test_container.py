"""What the Dockerfile promises, without Docker: nobody's user, no privileges, a file system that is only read."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from service import settings
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
