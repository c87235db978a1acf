"""Logs: one line of JSON per event on standard error, ours and the libraries' alike."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from service.observability import configure, log
from service.settings import LogSettings


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return [json.loads(line) for line in captured.err.splitlines()]


def test_an_event_is_one_line_of_json_with_its_facts(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json"))
    log.warning("index_rebuilt", papers=3, note="two\nlines \x1b[31m")
    (line,) = lines(capsys)
    assert line.items() >= {"event": "index_rebuilt", "papers": 3, "level": "warning"}.items()
    assert line["note"] == "two\nlines \x1b[31m"
    assert str(line["timestamp"]).endswith("Z")


def test_a_library_writes_in_the_same_form(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json"))
    logging.getLogger("some.package").error("it failed: %s", "why")
    assert [line["event"] for line in lines(capsys)] == ["it failed: why"]


def test_what_is_less_severe_than_the_level_is_not_written(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json", level="warning"))
    log.info("quiet")
    logging.getLogger("some.package").info("quiet")
    log.error("loud")
    assert [line["event"] for line in lines(capsys)] == ["loud"]


def test_a_chatty_library_is_held_to_warnings(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json", level="debug"))
    logging.getLogger("chromadb").info("chatter")
    logging.getLogger("alembic.runtime").info("chatter")
    logging.getLogger("chromadb").warning("trouble")
    assert [line["event"] for line in lines(capsys)] == ["trouble"]


def test_what_is_bound_to_a_request_is_on_its_lines(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json"))
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        log.info("inside")
    log.info("outside")
    assert [line.get("request_id") for line in lines(capsys)] == ["r1", None]


def test_an_exception_stays_on_its_line(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json"))
    try:
        int("what went wrong")
    except ValueError:
        log.exception("failed")
    (line,) = lines(capsys)
    assert "ValueError: invalid literal" in str(line["exception"])
    assert "what went wrong" in str(line["exception"])


def test_configuring_twice_does_not_write_twice(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="json"))
    configure(LogSettings(format="json"))
    log.info("once")
    assert len(lines(capsys)) == 1


def test_without_a_terminal_auto_means_json_and_console_can_be_had(capsys: pytest.CaptureFixture[str]):
    configure(LogSettings(format="auto"))
    log.info("for_machines")
    assert [line["event"] for line in lines(capsys)] == ["for_machines"]
    configure(LogSettings(format="console"))
    log.info("for_people", papers=3)
    assert "for_people" in (err := capsys.readouterr().err)
    assert not err.startswith("{")
