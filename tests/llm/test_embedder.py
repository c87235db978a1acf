"""Embedding models on a server: unit vectors in order whatever the server does, or a sentence with the way out."""

import asyncio
import threading

import numpy as np
import pytest

from service.embedding import Embedder
from service.errors import BadInput, EmbeddingAway, EmbeddingUnavailable
from service.llm import Account, close, load_embedder
from service.settings import EmbeddingSettings
from tests.corpora import NOW
from tests.upstream.embeddings import hashed_words

TEXTS = [f"Owls of season {number} and {number * number} herons" for number in range(40)]
TOKEN = 1_000  # nano-dollars


@pytest.fixture
def embedder(ledger, upstream):
    """Opens the embedder that the stub plays under a name."""

    def opened(model: str, budget_usd: float | None = None, kept: str | None = None, **given: object) -> Embedder:
        name = model if "/" in model else f"openai/{model}"
        settings = EmbeddingSettings(**{"model": name, "api_base": upstream.url, "api_key": "k"} | given)
        return load_embedder(settings, Account(ledger, budget_usd, lambda: NOW), kept)

    yield opened
    asyncio.run(close())


def expected(texts: list[str], dim: int = 64) -> np.ndarray:
    rows = np.array([hashed_words(text, dim) for text in texts])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_vectors_are_of_unit_length_and_in_the_order_of_the_texts(embedder, upstream):
    counts = []
    made = embedder("hashed").embed(TEXTS, counts.append)
    assert np.array_equal(made, expected(TEXTS))
    assert counts[-1] == len(TEXTS)
    assert [len(call.body["input"]) for call in upstream.calls[:1]] == [1]  # how long the vectors are
    assert sorted(len(call.body["input"]) for call in upstream.calls[1:]) == [8, 32]


def test_the_key_names_the_model_and_its_dimension(embedder, upstream):
    assert (embedder("hashed").info.key, embedder("hashed").info.dim) == ("openai/hashed@64", 64)
    upstream.dim = 96
    assert embedder("hashed").info.key == "openai/hashed@96"


def test_where_vectors_of_the_model_are_kept_nothing_is_asked_at_a_start(embedder, upstream):
    assert embedder("hashed", kept="openai/hashed@64").info.dim == 64
    assert upstream.calls == []


def test_no_texts_give_no_vectors_and_ask_nobody(embedder, upstream):
    assert embedder("hashed", kept="openai/hashed@64").embed([]).shape == (0, 64)
    assert upstream.calls == []


@pytest.mark.parametrize("model", ["backwards", "narrow", "same-index"])
def test_what_a_server_does_otherwise_changes_no_vector(embedder, model):
    assert np.array_equal(embedder(model).embed(TEXTS), expected(TEXTS))


def test_ollama_answers_in_its_own_words(embedder, upstream):
    address = upstream.url.removesuffix("/v1")
    made = embedder("ollama/ollama-hashed", api_base=address).embed(TEXTS)
    assert np.array_equal(made, expected(TEXTS))


def test_a_text_that_is_too_long_for_the_server_is_cut_alone(embedder):
    long = "owls " * 200
    made = embedder("brief").embed([*TEXTS, long])
    assert np.array_equal(made[:-1], expected(TEXTS))
    assert np.allclose(made[-1], expected(["owls"])[0])


@pytest.mark.parametrize("model", ["nan", "nought", "fewer", "ragged", "html", "not-json", "huge"])
def test_an_answer_without_a_usable_vector_for_each_text_is_refused(embedder, model):
    with pytest.raises(EmbeddingUnavailable, match=f"openai/{model} at http://127"):
        embedder(model, kept=f"openai/{model}@64").embed(TEXTS[:4])


def test_another_dimension_is_refused_with_the_way_out(embedder, upstream):
    found = embedder("hashed")
    upstream.dim = 96
    with pytest.raises(EmbeddingUnavailable, match=r"96 numbers, and those kept here have 64.*reindex --new-model"):
        found.embed(TEXTS)


@pytest.mark.parametrize(
    ("model", "reason"),
    [("limited-for-long", "rate_limited"), ("broken", "upstream_error"), ("dropping", "upstream_error")],
)
def test_what_passes_is_told_from_what_does_not(embedder, model, reason):
    with pytest.raises(EmbeddingAway, match=reason) as caught:
        embedder(model)
    assert caught.value.retry_after == (3_600 if model == "limited-for-long" else 30)


def test_a_server_that_hangs_is_not_waited_for(embedder):
    with pytest.raises(EmbeddingAway, match="timeout"):
        embedder("hanging", timeout_s=0.1)


def test_a_slow_server_is_sent_fewer_texts_until_it_is_in_time(embedder, upstream):
    upstream.seconds = 0.1
    found = embedder("slow-hashed", kept="openai/slow-hashed@64", timeout_s=1)
    for _ in range(2):
        with pytest.raises(EmbeddingAway, match="timeout"):
            found.embed(TEXTS[:32])
    assert np.array_equal(found.embed(TEXTS[:32]), expected(TEXTS[:32]))
    assert max(len(call.body["input"]) for call in upstream.calls[-4:]) == 8


def test_a_server_that_is_not_there_names_its_setting(embedder):
    with pytest.raises(EmbeddingAway, match=r"PAPERLARK_EMBEDDING__API_BASE \(unreachable"):
        embedder("hashed", api_base="http://127.0.0.1:1/v1")


def test_a_refused_key_is_never_quoted(embedder):
    with pytest.raises(EmbeddingUnavailable, match=r"API_KEY \(key_refused") as caught:
        embedder("key-echoing", api_key="s3cret")
    assert not isinstance(caught.value, EmbeddingAway)
    assert "s3cret" not in caught.value.detail


def test_a_key_of_the_environment_is_never_sent_to_an_address_of_ones_own(embedder, upstream, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "of-the-environment")
    embedder("hashed", api_key="").embed(TEXTS)
    assert {call.headers["authorization"] for call in upstream.calls} == {"bearer no-key"}


def test_a_call_that_fails_in_passing_is_tried_again(embedder, upstream):
    assert np.array_equal(embedder("limited-twice").embed(TEXTS[:2] * 3), expected(TEXTS[:2] * 3))
    assert len(upstream.calls) == 4


def test_a_server_that_fails_again_and_again_is_left_alone(embedder, upstream):
    found = embedder("broken", kept="openai/broken@64")
    for _ in range(8):
        with pytest.raises(EmbeddingAway):
            found.embed(["a query"])
    assert len(upstream.calls) == 5


def test_a_query_is_embedded_once(embedder, upstream):
    found = embedder("hashed", kept="openai/hashed@64")
    first = found.embed(["owls"])
    first[:] = 0
    assert np.array_equal(found.embed(["owls"]), expected(["owls"]))
    assert len(upstream.calls) == 1


def test_what_calls_cost_is_in_the_ledger_of_the_language_models(embedder, ledger):
    embedder("hashed", usd_per_million=1.0).embed(TEXTS)
    spent = ledger.spending(NOW)
    assert (spent.calls, spent.tokens_in, spent.total_nano) == (3, 300, 300 * TOKEN)
    assert spent.open_calls == 0
    assert ledger.audit() == []


def test_usage_that_cannot_be_is_booked_at_the_most_a_call_can_cost(embedder, ledger):
    embedder("unmetered", kept="openai/unmetered@64", usd_per_million=1.0).embed(TEXTS[:2])
    assert ledger.spending(NOW).total_nano == len("".join(TEXTS[:2])) * TOKEN


def test_a_call_that_could_pass_the_budget_is_not_made(embedder, upstream, ledger):
    found = embedder("hashed", 1e-6, kept="openai/hashed@64", usd_per_million=1.0)
    with pytest.raises(EmbeddingUnavailable, match=r"PAPERLARK_LLM__BUDGET_USD \(budget_spent"):
        found.embed(TEXTS)
    assert upstream.calls == []
    assert ledger.spending(NOW).calls == 0


def test_a_budget_needs_a_price(embedder):
    with pytest.raises(
        BadInput, match="PAPERLARK_EMBEDDING__USD_PER_MILLION: a budget needs the price of openai/hashed"
    ):
        embedder("hashed", 1.0)


def test_threads_may_share_it(embedder):
    found, answers = embedder("hashed"), []
    threads = [threading.Thread(target=lambda: answers.append(found.embed(TEXTS))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(np.array_equal(answer, expected(TEXTS)) for answer in answers)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00", "owls " * 100_000, "ł" * 20_000])
def test_any_text_gets_a_vector(embedder, text, upstream):
    made = embedder("hashed", kept="openai/hashed@64").embed([text, text])
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)
    assert max(len(sent) for sent in upstream.calls[0].body["input"]) <= 8_000
