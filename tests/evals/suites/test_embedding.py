"""Whether another embedding model pays: figures of the small corpus of two topics."""

import json

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.metrics.bootstrap import Interval
from evals.suites.embedding import verdict
from tests.evals.command import call


@pytest.fixture
def by_stub(upstream, monkeypatch):
    """The settings of a model that the stub plays."""

    def chosen(model: str) -> None:
        monkeypatch.setenv("PAPERLARK_EMBEDDING__MODEL", f"openai/{model}")
        monkeypatch.setenv("PAPERLARK_EMBEDDING__API_BASE", upstream.url)

    return chosen


def run(folder, cache, *more):
    return CliRunner().invoke(app, ["run", "embedding", "--data", str(folder), "--cache", str(cache), *more])


def test_both_models_are_measured_on_the_same_cases_and_compared(folder, cache, by_stub, upstream):
    by_stub("hashed")
    done = run(folder, cache, "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)["results"]
    methods = {row["method"] for row in rows if "method" in row}
    assert methods == {
        f"{kind}, {model}"
        for kind in ("paperlark content", "dense centroid")
        for model in ("all-MiniLM-L6-v2", "openai/hashed")
    }
    gains = {row["measure"]: row for row in rows if "measure" in row}
    assert set(gains) == {
        f"{kind}, openai/hashed ahead, N={n}" for kind in ("paperlark content", "dense centroid") for n in (1, 3, 5)
    }
    calls = len(upstream.calls)
    assert json.loads(run(folder, cache, "--json").stdout)["results"][0]["ndcg@10"] == rows[0]["ndcg@10"]
    assert len(upstream.calls) == calls + 1  # how long the vectors are; the others were kept


def test_a_person_is_told_whether_it_pays(folder, cache, by_stub):
    by_stub("hashed")
    assert "Does it pay?" in run(folder, cache).stdout


def test_without_another_model_there_is_nothing_to_compare(folder, tmp_path):
    done = call(tmp_path, "run", "embedding", "--data", str(folder))
    assert done.exit_code == 2
    assert "set PAPERLARK_EMBEDDING__MODEL" in done.stderr


def test_a_model_that_gives_no_vectors_is_a_sentence(folder, cache, by_stub):
    by_stub("nan")
    done = run(folder, cache)
    assert done.exit_code == 2
    assert "no usable vector" in done.stderr


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (Interval(0.02, 0.01, 0.03), "yes"),
        (Interval(-0.02, -0.03, -0.01), "no, it costs"),
        (Interval(0.01, -0.01, 0.03), "cannot be told"),
    ],
)
def test_a_gain_is_one_when_chance_does_not_explain_it(gain, said):
    assert verdict(gain) == said
