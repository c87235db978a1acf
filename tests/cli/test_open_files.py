"""A server that runs out of file descriptors says so, once."""

import json

from tests.faults.processes import run

RUNNING_OUT = """
import resource, time
from service.cli.open_files import raise_limit, watched
from service.observability import configure
from service.settings import LogSettings

configure(LogSettings(format="json"))
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, most))
with watched(0.02):
    for taken in (50, 60, 60):
        held = []
        try:
            while len(held) < taken:
                held.append(open("/dev/null"))
        except OSError:
            pass
        time.sleep(0.3)
        for file in held:
            file.close()
        held = []
        time.sleep(0.1)
raise_limit()
assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, most)
"""


def test_files_that_run_out_are_an_error_in_the_log_each_time_that_they_do():
    done = run("-c", RUNNING_OUT)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert {(line["event"], line["level"], line["limit"]) for line in told} == {("files_run_out", "error", 64)}
    assert 2 <= len(told) <= 3
