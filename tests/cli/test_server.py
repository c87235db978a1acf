"""`paperlark serve` as a process on a real port: what it prints, how it starts again, how it ends."""

import json
import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from html import unescape
from pathlib import Path

import httpx2
import pytest

from service.cli.server import reachable_url
from service.discovery import FIRST
from service.storage.local import serving_url

pytestmark = pytest.mark.embedded("starts commands on a data folder")

COMMAND = str(Path(sys.executable).with_name("paperlark"))
PATIENCE_S = 120  # the machine may be busy; nothing is measured


@pytest.fixture(autouse=True, scope="module")
def short_texts():
    """Sixteen tokens of each paper: the sample corpus is embedded in seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERLARK_EMBEDDING__MAX_TOKENS", "16")
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture(scope="module")
def first_words(folder):
    """What the first start on an empty folder prints, once it can be pasted."""
    with serving(folder) as (_, words, _process):
        (curl,) = [line for line in words if line.startswith("curl ")]
        return words, subprocess.run(shlex.split(curl), capture_output=True, check=True).stdout


@contextmanager
def serving(folder, *options):
    """A server on a free port: its address, what it printed at the start, its process."""
    arguments = [COMMAND, "serve", "--sample", "--port", "0", "--data-dir", str(folder), *options]
    log = folder.with_name("log")
    with (
        log.open("w") as err,
        subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=err, text=True) as process,
    ):
        try:
            words = []
            while not words or not words[-1].startswith("curl "):
                words.append(process.stdout.readline())
                assert words[-1], log.read_text()
            address, port = re.search(r"http://([\d.]+|\[[\d:]+\]):(\d+)", words[0]).groups()
            yield (address, int(port)), words, process
        finally:
            process.kill()


def request_in_flight(address):
    """A connection whose request the server has begun to read, and waits for the rest of."""
    connection = socket.create_connection(address, timeout=PATIENCE_S)
    head = "POST /v1/papers/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    connection.sendall(f"{head}Content-Length: 16\r\nExpect: 100-continue\r\n\r\n".encode())
    assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")
    return connection


def rest_of(connection):
    parts = []
    while part := connection.recv(65_536):
        parts.append(part)
    return b"".join(parts).decode()


def test_it_prints_its_address_three_papers_and_a_request(first_words):
    words, _ = first_words
    assert re.match(r"Paperlark listens on http://127\.0\.0\.1:\d+ ", words[0])
    assert len(words[1].removeprefix("Some papers: ").split()) == 3


def test_the_printed_request_gives_explained_recommendations(first_words):
    words, answer = first_words
    papers = set(words[1].removeprefix("Some papers: ").split())
    data = json.loads(answer)["data"]
    assert len(data) == 3
    assert {cause["paper_id"] for item in data for cause in item["because"]} == papers


def test_what_the_first_cards_say_is_written_beside_requests(first_words, folder):  # noqa: ARG001  # has the sample
    with serving(folder) as ((host, port), _, _process):
        url = f"http://{host}:{port}"
        first = httpx2.get(f"{url}/v1/users/nobody/recommendations?limit={FIRST}").json()["data"]
        deadline = time.monotonic() + PATIENCE_S
        while any(item["paper"]["abstract"] in unescape(httpx2.get(url).text) for item in first):
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_a_second_start_embeds_and_writes_nothing_and_answers_the_same_bytes(first_words, folder):
    words, before = first_words
    kept = state_of(folder)
    with serving(folder) as (address, again, _):
        body = json.loads(shlex.split(again[-1])[-1])
        answer = httpx2.post(f"http://{address[0]}:{address[1]}/v1/recommendations", json=body)
        assert httpx2.get(f"http://{address[0]}:{address[1]}/v1/meta").json()["papers"] == 784
    assert answer.content == before
    assert again[1] == words[1]
    assert state_of(folder) == kept
    assert "Loading" not in folder.with_name("log").read_text()


@pytest.mark.usefixtures("first_words")
def test_sigterm_lets_a_request_in_flight_finish_and_ends_with_0(folder):
    with serving(folder) as (address, _, process), request_in_flight(address) as connection:
        process.send_signal(signal.SIGTERM)
        wait_until_closed(address)
        connection.sendall(b'{"ids":["hf:a"]}')
        answer = rest_of(connection)
        assert answer.startswith("HTTP/1.1 200 ")
        assert '"not_found":["hf:a"]' in answer
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.usefixtures("first_words")
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_at_once_after_the_start_ends_it_with_0(folder, name):
    with serving(folder) as (_, _words, process):
        process.send_signal(name)
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.usefixtures("first_words")
@pytest.mark.parametrize(("host", "reached"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]")])  # noqa: S104
def test_the_folder_says_where_it_is_served_until_it_is_not(folder, host, reached, monkeypatch):
    monkeypatch.setenv("PAPERLARK_ACCESS__KEYS", "off")
    with serving(folder, "--host", host) as (_, _words, process):
        url = serving_url(folder)
        assert re.fullmatch(rf"http://{re.escape(reached)}:\d+", url)
        assert httpx2.get(f"{url}/healthz").status_code == 200
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)
    assert serving_url(folder) is None
    assert (folder / "lock").read_text() == ""


@pytest.mark.parametrize(
    ("family", "host", "reached"),
    [
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET, "0.0.0.0", "127.0.0.1"),  # noqa: S104
        (socket.AF_INET, "localhost", "127.0.0.1"),
        (socket.AF_INET6, "::", "[::1]"),
        (socket.AF_INET6, "::1", "[::1]"),
    ],
)
def test_what_listens_is_reached_by_an_address_of_this_machine(family, host, reached):
    with socket.create_server((host, 0), family=family) as listener:
        assert reachable_url(listener) == f"http://{reached}:{listener.getsockname()[1]}"


@pytest.mark.usefixtures("first_words")
def test_what_is_no_http_is_refused_and_the_next_request_is_served(folder):
    with serving(folder) as (address, _, _process):
        for garbage in (
            b"\x16\x03\x01\x02\x00\x01\x00" * 100,
            b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nZZ",
            b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
            b"get\0/ HTTP/9.9\r\n\r\n",
        ):
            assert status_of(address, garbage) in {b"400", b"404", b"431", b""}
        assert httpx2.get(f"http://{address[0]}:{address[1]}/healthz").status_code == 200


def test_a_port_that_is_taken_is_one_sentence_and_exit_code_2(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = [COMMAND, "serve", "--port", port, "--data-dir", str(tmp_path / "data")]
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
    (line,) = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"127.0.0.1:{port}" in line
    assert "--port" in line


def wait_until_closed(address):
    """Return when new connections are refused, that is when the server is on its way out."""
    while True:
        try:
            socket.create_connection(address, timeout=PATIENCE_S).close()
        except (ConnectionRefusedError, ConnectionResetError):  # or closed with ours in its queue
            return


def status_of(address, sent):
    """The status that the server answers to raw bytes; none when it hangs up."""
    with socket.create_connection(address, timeout=PATIENCE_S) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(1_000)[9:12]
        except OSError:
            return b""


def state_of(folder):
    """Counts and the change counter of the database: equal when nothing was written."""
    with closing(sqlite3.connect(folder / "paperlark.db")) as database:
        rows = database.execute("SELECT name, value FROM state ORDER BY name").fetchall()
        return rows, database.execute("SELECT count(*), max(rowid) FROM vectors").fetchone()
