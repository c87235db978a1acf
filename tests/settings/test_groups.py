"""The settings of language models: one that cannot be is refused by name, and a budget needs a price."""

from pathlib import Path

import pytest

from service.app import build
from service.errors import BadInput
from service.settings import Price, load

MODELS = "PAPERLARK_LLM__MODELS"
VERIFIER = "PAPERLARK_LLM__VERIFIER"
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
        ({VERIFIER: "openai/x"}, VERIFIER),
        ({VERIFIER: '{"model": "nobody/x"}'}, f"{VERIFIER}__MODEL"),
        ({VERIFIER: '{"model": "openai/x", "api_kee": "KANARY"}'}, f"{VERIFIER}__API_KEE"),
        ({"PAPERLARK_LLM__VERIFY": "sometimes"}, "PAPERLARK_LLM__VERIFY"),
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


def test_the_model_that_verifies_needs_a_price_too_and_its_key_is_a_secret(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(MODELS, '[{"model": "openai/gpt-4o-mini", "api_key": "KANARY-one"}]')
    monkeypatch.setenv(VERIFIER, '{"model": "ollama/llama-of-mine", "api_key": "KANARY-two"}')
    assert load().secrets == ["KANARY-one", "KANARY-two"]
    monkeypatch.setenv("PAPERLARK_LLM__BUDGET_USD", "1")
    with pytest.raises(BadInput, match="the price of ollama/llama-of-mine"):
        load()


def test_the_price_of_a_listed_model_is_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(MODELS, '[{"model": "openai/gpt-4o-mini"}, {"model": "gpt-4o-mini"}]')
    assert all(
        model.price and 0 < model.price.usd_per_token_in < model.price.usd_per_token_out for model in load().llm.models
    )


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
