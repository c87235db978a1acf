"""What clients of a real socket may do to it: say half a thing, say too much, say nothing, and speak no HTTP."""

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from service.app import create_server
from tests.servers import free_port

PATIENCE_S = 1
MB = 2**20


@pytest.fixture(scope="module")
def port(sampled):
    """The port of a server that soon loses its patience and has little room."""
    limits = sampled.settings.limits.model_copy(
        update={"patience_s": PATIENCE_S, "concurrency": 2, "streams": 2, "bodies_mb": 8, "import_mb": 8}
    )
    settings = sampled.settings.model_copy(update={"limits": limits})
    server = create_server(replace(sampled, settings=settings))
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        _answer(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        yield port
        server.should_exit = True
        thread.join(20)


@contextmanager
def _connected(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        yield connection


def _said(connection):
    """All that comes until the other side ends."""
    parts = []
    while part := connection.recv(2**16):
        parts.append(part)
    return b"".join(parts)


def _answer(port, *parts):
    with _connected(port) as connection:
        for part in parts:
            connection.sendall(part)
        return _said(connection)


def _problem(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head.lower()
    return json.loads(body)


def _post(path, length):
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}"
    return f"{head}\r\nConnection: close\r\n\r\n".encode()


def _status(port, path):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: loc", b"\r\n"])
def test_a_head_that_does_not_come_is_not_waited_for(port, sent):
    assert _problem(_answer(port, sent))["status"] == 408


def test_a_second_head_that_does_not_come_is_not_waited_for_either(port):
    first = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert _answer(port, first + b"GET /he").count(b"HTTP/1.1 408") == 1


def test_a_head_without_end_is_refused_and_not_kept(port):
    with _connected(port) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        try:
            for number in range(1_000):
                connection.sendall(b"X-%d: %s\r\n" % (number, b"a" * 4_096))
            said = _said(connection)
        except ConnectionError:
            return  # refused while we still wrote
        assert _problem(said)["status"] == 431


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"a b c d\r\n\r\n"]
)
def test_what_is_no_http_is_answered_with_a_problem(port, sent):
    assert _problem(_answer(port, sent))["code"] == "unreadable_request"


def test_trailers_are_not_taken_for_headers(port):
    body = b'{"ids": ["hf:x"]}'
    head = b"POST /v1/papers/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    chunked = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n%x\r\n%s\r\n0\r\n" % (len(body), body)
    answer = _answer(port, head + chunked + b"Host: evil.example\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")


def test_bodies_that_do_not_come_keep_nobody_from_being_served(port):
    sockets = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(20)]
    for each in sockets:
        each.sendall(_post("/v1/papers/lookup", 100) + b'{"ids"')
    assert _status(port, "/v1/meta") == 200
    for each in sockets:
        assert _problem(_said(each))["code"] == "request_too_slow"
        each.close()


def test_a_body_that_comes_at_a_pace_has_more_time(port):
    size, part = 40_000, b" " * 4_000
    with _connected(port) as connection:
        connection.sendall(_post("/v1/papers/lookup", size))
        for _ in range(size // len(part)):
            time.sleep(PATIENCE_S / 6)
            connection.sendall(part)
        assert _problem(_said(connection))["status"] == 400


def test_what_came_quickly_buys_no_silence_afterwards(port):
    began = time.monotonic()
    said = _answer(port, _post("/v1/papers", 8 * MB) + b"[" * 7 * MB)
    assert _problem(said)["code"] == "request_too_slow"
    assert time.monotonic() - began < 10


def test_a_form_is_not_decoded_by_a_codec_of_the_senders_choice(port):
    text = "x" * 100_000 + "-" + "a" * 100_000
    form = f'--X\r\nContent-Disposition: form-data; name="key"\r\n\r\n{text}\r\n--X--\r\n'.encode()
    head = _post("/sign-in", len(form)).replace(
        b"application/json", b"multipart/form-data; boundary=X; Charset=punycode"
    )
    assert _problem(_answer(port, head + form))["status"] == 400


def test_clients_that_do_not_read_keep_nobody_from_being_served(port):
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50
    sockets = [socket.socket() for _ in range(3)]  # of two places
    for each in sockets:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        each.connect(("127.0.0.1", port))
        each.sendall(asked)
    until = time.monotonic() + 10 * PATIENCE_S
    while _status(port, "/v1/meta") != 200 and time.monotonic() < until:
        time.sleep(0.1)
    assert _status(port, "/v1/meta") == 200
    for each in sockets:
        each.close()


def test_a_head_behind_a_request_that_is_worked_on_breaks_no_answer(port):
    body = b'{"ids": ["hf:x"]}' + b" " * 100_000
    whole = _post("/v1/papers/lookup", len(body)).replace(b"Connection: close\r\n", b"") + body
    assert _answer(port, whole + b"GET /he").startswith(b"HTTP/1.1 200")


def test_a_body_that_is_too_large_is_refused_in_words_that_an_ordinary_client_reads(port):
    for length in (9 * MB, 40 * MB):
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(f"http://127.0.0.1:{port}/v1/papers", b"x" * length, method="POST"), timeout=20)
        assert refused.value.code == 413
        assert json.load(refused.value)["code"] == "body_too_large"


def test_who_asks_before_sending_too_much_is_refused_at_once(port):
    expecting = _post("/v1/papers", 100 * MB).replace(b"Host", b"Expect: 100-continue\r\nHost")
    answer = _answer(port, expecting)
    assert answer.startswith(b"HTTP/1.1 413")


def test_bodies_have_a_limit_together(port):
    with _connected(port) as first:
        first.sendall(_post("/v1/papers", 5 * MB) + b"[" * (5 * MB - 1))
        answer = _answer(port, _post("/v1/papers", 5 * MB) + b"[" * (5 * MB))
        with suppress(ConnectionError):  # or it is the first one that finds no room
            first.sendall(b"[")
        assert {_problem(said)["status"] for said in (answer, _said(first))} == {422, 503}


def test_an_idempotency_key_lifts_no_limit(port):
    keyed = _post("/v1/papers", 9 * MB).replace(b"Host", b"Idempotency-Key: a\r\nHost")
    assert _answer(port, keyed + b"[" * 9 * MB).startswith(b"HTTP/1.1 413")
