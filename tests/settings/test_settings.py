"""Settings: from the environment, checked, described, and never echoed when wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.app import build
from service.errors import BadInput
from service.settings.groups import Settings, describe, load
from service.settings.model_catalog import Price


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _, _ in describe(Settings.model_construct()):
        monkeypatch.delenv(name, raising=False)


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


MODELS = "PAPERLARK_LLM__MODELS"
GOOD = '[{"model": "openai/x"}]'


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        ({MODELS: '[{"model": "openai/x"'}, MODELS),
        ({MODELS: "openai/x"}, MODELS),
        ({MODELS: '{"model": "openai/x"}'}, MODELS),
        ({MODELS: '[{"model": "no-such-model"}]'}, f"{MODELS}__0__MODEL"),
        ({MODELS: '[{"model": "nobody/x"}]'}, f"{MODELS}__0__MODEL"),
        ({MODELS: '[{"model": "openai/"}]'}, f"{MODELS}__0__MODEL"),
        ({MODELS: '[{"model": "openai/x", "api_base": "localhost:1"}]'}, f"{MODELS}__0__API_BASE"),
        ({MODELS: '[{"model": "openai/x", "api_base": "file:///etc/passwd"}]'}, f"{MODELS}__0__API_BASE"),
        ({MODELS: '[{"model": "openai/x", "usd_per_million_in": -1}]'}, f"{MODELS}__0__USD_PER_MILLION_IN"),
        ({MODELS: '[{"model": "openai/x", "api_kee": "KANARY"}]'}, f"{MODELS}__0__API_KEE"),
        ({MODELS: '[{"model": "openai/x", "api_key": "KANARY-\\u00fc"}]'}, f"{MODELS}__0__API_KEY"),
        ({MODELS: '[{"model": "openai/x", "api_key": "KANARY\\r\\nX-Admin: 1"}]'}, f"{MODELS}__0__API_KEY"),
        ({MODELS: "[" + ", ".join([GOOD[1:-1]] * 11) + "]"}, MODELS),
        ({"PAPERLARK_LLM__BUDGET_USD": "0"}, "PAPERLARK_LLM__BUDGET_USD"),
        ({"PAPERLARK_LLM__BUDGET_USD": "-1"}, "PAPERLARK_LLM__BUDGET_USD"),
        ({"PAPERLARK_LLM__BUDGET_REQUEST_USD": "inf"}, "PAPERLARK_LLM__BUDGET_REQUEST_USD"),
        ({"PAPERLARK_LLM__DEADLINE_S": "0"}, "PAPERLARK_LLM__DEADLINE_S"),
        ({"PAPERLARK_LLM__ATTEMPTS": "0"}, "PAPERLARK_LLM__ATTEMPTS"),
    ],
)
def test_a_model_that_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, settings, variable):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput) as caught:
        load()
    assert [fault.pointer for fault in caught.value.errors] == [variable]
    assert "KANARY" not in caught.value.detail


@pytest.mark.parametrize("budget", ["BUDGET_USD", "BUDGET_USER_DAY_USD", "BUDGET_REQUEST_USD"])
def test_a_budget_needs_a_price(monkeypatch: pytest.MonkeyPatch, budget):
    monkeypatch.setenv(f"PAPERLARK_LLM__{budget}", "1")
    monkeypatch.setenv(MODELS, '[{"model": "ollama/llama-of-mine"}]')
    with pytest.raises(BadInput, match="usd_per_million_in and usd_per_million_out"):
        load()
    monkeypatch.setenv(
        MODELS, '[{"model": "ollama/llama-of-mine", "usd_per_million_in": 0, "usd_per_million_out": 0.5}]'
    )
    assert load().llm.models[0].price == Price(0.0, 5e-7)


def test_the_price_of_a_listed_model_is_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(MODELS, '[{"model": "openai/gpt-4o-mini"}, {"model": "gpt-4o-mini"}]')
    assert all(model.price and 0 < model.price.read < model.price.written for model in load().llm.models)


@pytest.mark.parametrize(
    ("setting", "prompt"),
    [
        ("summary_prompt", "summary/v999"),
        ("blurb_prompt", "blurb/v999"),
        ("blurb_prompt", "summary/v1"),
        ("summary_prompt", "judge-faithfulness/v1"),
    ],
)
def test_a_prompt_that_is_not_there_or_of_another_kind_is_refused_by_name(tmp_path: Path, setting, prompt):
    with (
        pytest.raises(BadInput, match=f"PAPERLARK_LLM__{setting.upper()}: "),
        build(load(data_dir=tmp_path, llm={setting: prompt})),
    ):
        pass


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


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://u:s3cret@h/d", "must start with postgresql"),
        ("mysql://u:s3cret@h/d", "must start with postgresql"),
        ("postgresql+psycopg://u:s3cret@h:x/d", "cannot be read"),
        ("postgresql+psycopg://u:1/s3cret@h/d", "needs them as %2F"),
        ("postgresql+psycopg://u:1@s3cret@h/d", "needs them as %2F"),
        ("postgresql+psycopg://u:1?s3cret@h/d", "needs them as %2F"),
        ("postgresql+psycopg://u:s3cret@h", "needs a host and a database"),
        ("postgresql+psycopg://u:s3cret@h/d", "PAPERLARK_INDEX__URL goes with it"),
    ],
)
def test_a_store_address_that_cannot_be_used_is_refused_by_name_without_its_password(url: str, said: str):
    with pytest.raises(BadInput, match=f"PAPERLARK_STORE__URL: .*{said}") as caught:
        load(store={"url": url})
    assert "s3cret" not in caught.value.detail


def test_the_password_of_the_store_is_shown_nowhere():
    current = load(store={"url": "postgresql+psycopg://u:s3cret@h:1/d?x=y"}, index={"url": "http://127.0.0.1:1"})
    shown = [current.model_dump_json(), repr(current), str(describe(current))]
    assert all("u:***@h:1/d" in text and "s3cret" not in text for text in shown)
    assert current.secrets == ["s3cret"]
