"""How servers of sources are asked: politely, again where that helps, and within bounds."""

import gzip
import threading

import pytest

from service import __version__
from service.errors import SourceUnavailable
from service.settings import FetchSettings
from service.sources import FetchStopped
from service.sources.http import BUSY, Answer, SourceServer, Unreadable
from tests.sources.waits import Waits
from tests.sources.web_server import Reply, WebServer


@pytest.fixture
def web():
    with WebServer() as server:
        yield server


@pytest.fixture
def waits():
    return Waits()


def asker(waits: Waits | None = None, pause_s: float = 0.0, busy=BUSY, **settings: object) -> SourceServer:
    return SourceServer(FetchSettings.model_validate(settings), pause_s, busy, waits)


def body(answer: Answer) -> bytes:
    return answer.body


def test_a_server_is_told_who_asks_and_takes_its_body_packed(web):
    web.answer = lambda _: Reply(gzip.compress(b"papers"), headers={"Content-Encoding": "gzip"})
    assert asker(contact="me@example.org").get(f"{web.url}/list", body, {"q": "a&b %2F"}) == b"papers"
    (asked,) = web.asked
    assert (asked.path, asked.params) == ("/list", {"q": "a&b %2F"})
    assert asked.headers["user-agent"] == f"Paperlark/{__version__} (mailto:me@example.org)"
    assert asked.headers["accept-encoding"] == "gzip, identity"


@pytest.mark.parametrize("status", sorted(BUSY))
def test_a_server_that_is_busy_is_asked_again_as_late_as_it_says(web, waits, status):
    web.first.extend([Reply(status=status, headers={"Retry-After": "17"})] * 2)
    assert asker(waits).get(web.url, body) == b"<none/>"
    assert [round(seconds) for seconds in waits.seconds if seconds] == [17, 17]


def test_one_that_does_not_say_when_is_asked_ever_later(web, waits):
    web.first.extend([Reply(status=503)] * 3)
    asker(waits).get(web.url, body)
    first, second, third = (seconds for seconds in waits.seconds if seconds)
    assert 2 <= first < second < third < 60


def test_one_that_asks_for_too_long_is_left_and_the_error_says_until_when(web, waits):
    web.first.append(Reply(status=429, headers={"Retry-After": "7200"}))
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 answers with status 429") as error:
        asker(waits).get(web.url, body)
    assert (error.value.retry_after, len(web.asked)) == (7200, 1)


def test_what_a_busy_server_asks_for_holds_for_all_that_is_asked_there(web, waits):
    server = asker(waits)
    web.first.append(Reply(status=429, headers={"Retry-After": "7200"}))
    for path in ("one", "another"):
        with pytest.raises(SourceUnavailable, match="wait for 7,200 s") as error:
            server.get(f"{web.url}/{path}", body)
        assert error.value.retry_after == 7200
    assert len(web.asked) == 1


def test_one_that_stays_busy_is_left_after_so_many_tries(web, waits):
    web.answer = lambda _: Reply(status=503)
    with pytest.raises(SourceUnavailable, match="503"):
        asker(waits, tries=3).get(web.url, body)
    assert len(web.asked) == 3


def test_a_refusal_is_not_repeated_and_its_words_are_passed_on_as_text(web, waits):
    web.first.append(Reply(b"no such\x1b[31m list" + b"!" * 5_000, 404, {"Content-Type": "text/plain"}))
    with pytest.raises(SourceUnavailable, match="404: no such") as error:
        asker(waits).get(web.url, body)
    assert len(web.asked) == 1
    assert error.value.detail.isprintable()
    assert len(error.value.detail) < 300


def test_a_status_by_which_one_server_alone_puts_clients_off_is_busy_there_alone(web, waits):
    web.first.extend([Reply(status=406)] * 2)
    assert asker(waits, busy=BUSY | {406}).get(web.url, body) == b"<none/>"
    web.first.append(Reply(status=406))
    with pytest.raises(SourceUnavailable):
        asker(waits).get(web.url, body)


@pytest.mark.parametrize("how", ["dripping", "dripping-head", "cut"])
def test_an_answer_that_does_not_come_whole_in_time_is_asked_for_again(web, waits, how):
    web.first.append(Reply(b"half of it", headers={"Content-Length": "1000"} if how == "dripping" else {}, how=how))
    assert asker(waits, call_s=0.5).get(web.url, body) == b"<none/>"
    assert len(web.asked) == 2


def test_a_body_without_an_end_is_left_at_its_bound(web, waits):
    web.first.append(Reply(how="endless"))
    with pytest.raises(SourceUnavailable, match="more than 1 MB"):
        asker(waits, answer_mb=1).get(web.url, body)


def test_a_body_that_unpacks_to_more_than_the_bound_is_left(web, waits):
    web.first.append(Reply(gzip.compress(b"\0" * 5_000_000), headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SourceUnavailable, match="more than 1 MB"):
        asker(waits, answer_mb=1).get(web.url, body)


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "deflate", "gzip;q=1"])
def test_a_body_that_is_packed_otherwise_than_was_asked_for_is_refused_before_it_is_unpacked(web, waits, packing):
    web.answer = lambda _: Reply(
        gzip.compress(gzip.compress(b"\0" * 90_000_000)), headers={"Content-Encoding": packing}
    )
    with pytest.raises(SourceUnavailable, match="packed in a way that was not asked for"):
        asker(waits, answer_mb=1, tries=1).get(web.url, body)


def test_a_body_in_several_packed_parts_is_whole_and_one_that_breaks_off_or_is_not_packed_is_not(web, waits):
    packed = gzip.compress(b"pap") + gzip.compress(b"ers")
    web.answer = lambda _: Reply(packed, headers={"Content-Encoding": "gzip"})
    assert asker(waits).get(web.url, body) == b"papers"
    for broken in (packed[:-3], b"papers"):
        web.answer = lambda _, broken=broken: Reply(broken, headers={"Content-Encoding": "gzip"})
        with pytest.raises(SourceUnavailable, match="or broken"):
            asker(waits, tries=1).get(web.url, body)


def test_what_cannot_be_read_is_asked_for_again(web, waits):
    def read(answer: Answer) -> bytes:
        if answer.body == b"<html>":
            raise Unreadable("it is a page for people")
        return answer.body

    web.first.append(Reply(b"<html>"))
    assert asker(waits).get(web.url, read) == b"<none/>"
    web.answer = lambda _: Reply(b"<html>")
    with pytest.raises(SourceUnavailable, match="a page for people"):
        asker(waits).get(web.url, read)


def test_nobody_there_is_an_error_that_names_the_host(web, waits):
    web.__exit__()
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 cannot be reached"):
        asker(waits, tries=2).get(web.url, body)


def test_one_is_sent_on_within_a_host_and_nowhere_else_without_https(web, waits):
    web.first.append(Reply(status=301, headers={"Location": "/there"}))
    assert asker(waits).get(f"{web.url}/here", body, headers={"Key": "secret"}) == b"<none/>"
    assert [(asked.path, asked.headers.get("key")) for asked in web.asked] == [
        ("/here", "secret"),
        ("/there", "secret"),
    ]
    for place in ("http://other.example/x", "ftp://127.0.0.1/x"):
        web.first.append(Reply(status=302, headers={"Location": place}))
        with pytest.raises(SourceUnavailable):
            asker(waits).get(web.url, body)
    web.answer = lambda _: Reply(status=302, headers={"Location": "/"})
    with pytest.raises(SourceUnavailable, match="on and on"):
        asker(waits).get(web.url, body)


def test_two_calls_have_a_pause_between_them_and_one_that_a_server_asks_for_is_kept(web, waits):
    server = asker(waits, pause_s=3.0)
    server.get(web.url, body)
    web.first.append(Reply(headers={"Backoff": "30"}))
    server.get(web.url, body)
    server.get(web.url, body)
    first, second, third = waits.seconds
    assert first == 0.0
    assert 2 < second <= 3
    assert 29 < third <= 30


def test_a_call_under_way_breaks_off_when_the_process_ends(web):
    ended = threading.Event()
    web.first.append(Reply(how="dripping", headers={"Content-Length": "1000"}))
    threading.Timer(0.3, ended.set).start()
    with pytest.raises(FetchStopped):
        asker(ended, call_s=30).get(web.url, body)
    with pytest.raises(FetchStopped):
        asker(ended).get(web.url, body)
