"""Settings: from the environment, checked, described, and never echoed when wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.errors import BadInput
from service.settings.environment import describe, load
from service.settings.groups import Settings


def test_without_an_environment_the_defaults_hold():
    settings = load()
    assert (settings.data_dir, settings.host, settings.port) == (Path("data"), "127.0.0.1", 8000)


def test_a_nested_variable_sets_a_nested_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PAPERLARK_LIMITS__LIKED", "50")
    monkeypatch.setenv("PAPERLARK_STORE__MIN_FREE_MB", "0")
    settings = load()
    assert settings.limits.liked == 50
    assert settings.limits.results == Settings().limits.results
    assert settings.store.min_free_mb == 0


def test_an_argument_beats_the_environment_and_none_does_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PAPERLARK_PORT", "9001")
    assert load(port=9002).port == 9002
    assert load(port=None).port == 9001


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PAPERLARK_PORT", "70000"),
        ("PAPERLARK_LIMITS__LIKED", "0"),
        ("PAPERLARK_LIMITS__LIKED", "many-secrets"),
        ("PAPERLARK_TEXT_PROCESSES", "-1"),
        ("PAPERLARK_TEXT_PROCESSES", "1000000"),
        ("PAPERLARK_LIMITS__LYKED", "50"),
        ("PAPERLARK_EMBEDDING__MODEL", "other-secret-model"),
        ("PAPERLARK_EMBEDDING__MAX_TOKENS", "100000"),
        ("PAPERLARK_LOG__LEVEL", "loud"),
        ("PAPERLARK_STORE__BUSY_TIMEOUT_S", "nan"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
):
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput) as caught:
        load()
    assert [fault.pointer for fault in caught.value.errors] == [variable]
    assert variable in caught.value.detail
    assert value not in caught.value.detail


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PAPERLARK_PORT", "-1")
    monkeypatch.setenv("PAPERLARK_LIMITS__RESULTS", "-1")
    with pytest.raises(BadInput) as caught:
        load()
    assert {fault.pointer for fault in caught.value.errors} == {"PAPERLARK_PORT", "PAPERLARK_LIMITS__RESULTS"}


@pytest.mark.parametrize("variable", ["PAPERLARK_DATADIR", "PAPERLARK_LIMIT__LIKED", "PAPERLARK_"])
def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str):
    monkeypatch.setenv(variable, "x")
    with pytest.raises(BadInput, match=f"{variable}: there is no such setting"):
        load()


def test_every_setting_is_described_with_the_variable_that_sets_it(monkeypatch: pytest.MonkeyPatch):
    rows = describe(load())
    assert all(about for _, _, about in rows)
    assert len({variable for variable, _, _ in rows}) == len(rows) > 15
    for variable, value, _ in rows:
        if value not in {"None", ""}:
            monkeypatch.setenv(variable, value)
    assert describe(load()) == rows


def test_settings_cannot_be_changed_once_read():
    settings = load()
    with pytest.raises(ValidationError):
        settings.port = 1
    with pytest.raises(ValidationError):
        settings.limits.liked = 1
