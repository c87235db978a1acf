"""A client that asks `/healthz` again and again until its standard input ends, and then prints its longest wait.

A process of its own, so that what other clients do does not count: `python -m tests.bench.probe ADDRESS`.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection


def main(address: str) -> None:
    """Print seconds."""
    over, longest = threading.Event(), 0.0
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    connection = HTTPConnection(address)
    print("asking", flush=True)
    while not over.wait(0.002):
        began = time.perf_counter()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        longest = max(longest, time.perf_counter() - began)
    connection.close()
    print(longest)


@contextmanager
def probing(address: str) -> Generator[list[float]]:
    """While it lasts, another process asks; its longest wait, in seconds, is in the list afterwards."""
    command, pipe = [sys.executable, "-m", "tests.bench.probe", address], subprocess.PIPE
    found = list[float]()
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        yield found
        process.stdin.close()
        found.append(float(process.stdout.readline()))


if __name__ == "__main__":
    main(sys.argv[1])
