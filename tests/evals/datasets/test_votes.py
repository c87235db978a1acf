"""Public sets of human votes: the layouts they come in, and texts that come in tokens."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from evals.__main__ import app
from evals.datasets.detokenization import detokenised
from evals.datasets.votes import Voted, read_voted
from evals.metrics.agreement import auc, pearson
from evals.training.votes import FOREIGN, SENTENCE, SIGNALS, fit, main, table
from service.errors import BadInput
from service.faithfulness import Source, check
from service.faithfulness.classifier import load_weights

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "summaries"
ARTICLE = "Owls hunt at night . They eat 3,800 mice a year , a 20-year-old study says ."
TEXT = {"hash": "h1", "article": ARTICLE, "reference": "Owls .", "split": "test"}
VOTE = {"hash": "h1", "dataset": "cnndm", "split": "test", "RelE": 1.0, "Flip_RelE": 1.0}


def published(folder: Path, texts: list[dict], votes: list[dict]) -> Path:
    """A folder as FRANK is published."""
    (folder / "benchmark_data.json").write_text(json.dumps(texts), encoding="utf-8")
    (folder / "human_annotations.json").write_text(json.dumps(votes), encoding="utf-8")
    return folder


def frank(folder: Path) -> Path:
    texts = [
        TEXT | {"model_name": "bart", "summary": "Owls hunt at night . They eat mice ."},
        TEXT | {"model_name": "s2s", "summary": "Penguins fly to 91 moons ."},
    ]
    votes = [
        VOTE | {"model_name": "s2s", "Factuality": 0.0},
        VOTE | {"model_name": "bart", "Factuality": 1.0},
    ]
    return published(folder, texts, votes)


def test_frank_as_published_is_joined_by_article_and_model(tmp_path):
    false, true = read_voted(frank(tmp_path))
    assert (false.id, false.dataset, false.human) == ("h1-s2s", "frank_cnndm", 0.0)
    assert (true.id, true.summary, true.human) == ("h1-bart", "Owls hunt at night. They eat mice.", 1.0)
    assert read_voted(tmp_path / "human_annotations.json") == [false, true]


def test_frank_as_published_is_measured_by_one_command(tmp_path):
    words = ["run", "consistency", "--data", str(frank(tmp_path)), "--json", "--runs", str(tmp_path / "runs")]
    done = CliRunner().invoke(app, words)
    (row,) = json.loads(done.stdout)["results"]
    assert (row["dataset"], row["n"], row["auc"]) == ("frank_cnndm", 2, 1.0)


@pytest.mark.parametrize(
    ("texts", "votes", "message"),
    [
        ([], [VOTE | {"model_name": "bart", "Factuality": 1}], "record 1: benchmark_data.json has no text h1-bart"),
        ([], [VOTE | {"model_name": "bart"}], "human_annotations.json: record 1: Factuality: Field required"),
        ([TEXT], [], "benchmark_data.json: record 1: model_name: Field required"),
    ],
)
def test_a_record_of_frank_that_cannot_be_used_is_named(tmp_path, texts, votes, message):
    with pytest.raises(BadInput, match=message):
        read_voted(published(tmp_path, texts, votes))


def test_a_folder_that_is_not_franks_says_which_file_it_lacks(tmp_path):
    with pytest.raises(BadInput, match=r"benchmark_data\.json cannot be read: No such file"):
        read_voted(tmp_path)


def test_votes_as_qags_publishes_them_become_the_share_of_agreed_sentences(tmp_path):
    votes = [{"worker_id": i, "response": word} for i, word in enumerate(["yes", "yes", "no"])]
    said = [{"sentence": "Owls.", "responses": votes}, {"sentence": "Bees.", "responses": votes[1:]}]
    path = tmp_path / "mturk_cnndm.jsonl"
    path.write_text(json.dumps({"article": "Owls hunt.", "summary_sentences": said}), encoding="utf-8")
    (row,) = read_voted(path)
    assert (row.dataset, row.source, row.summary, row.human) == ("qags_cnndm", "Owls hunt.", "Owls. Bees.", 0.5)


@pytest.mark.skipif(not SHARED.exists(), reason="the benchmark data is not beside this checkout")
def test_the_public_votes_are_read_as_they_lie():
    qags, frank = read_voted(SHARED / "qags.jsonl"), read_voted(SHARED / "frank.jsonl")
    assert {row.dataset for row in qags} == {"qags_cnndm", "qags_xsum"}
    assert {row.dataset for row in frank} == {"frank_cnndm", "frank_xsum"}
    assert all(row.source and 0 <= row.human <= 1 for row in (*qags, *frank))


def test_auc_and_pearson_are_those_of_the_books():
    scores, votes = np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    assert auc(scores, votes) == 0.75  # the example of scikit-learn's roc_auc_score
    assert pearson(scores, votes) == pytest.approx(
        np.cov(scores, votes)[0, 1] / np.std(scores, ddof=1) / np.std(votes, ddof=1)
    )
    assert auc(scores, np.ones(4)) is None
    assert pearson(np.ones(4), votes) is None


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("it has 3, 800 owls .", "it has 3,800 owls."),
        ("for $ 1, 250, 000 in 2010, 120 owls", "for $1,250,000 in 2010, 120 owls"),
        ("aged 122. 5. she died", "aged 122.5. she died"),
        ("a 20 - year - old owl ( blind ) did n't fly", "a 20-year-old owl (blind) didn't fly"),
        ("owls hunt . they eat , too .", "owls hunt. They eat, too."),
        ("won 28 - 24 , the owl 's best", "won 28-24, the owl's best"),
    ],
)
def test_tokens_are_put_together(tokens, text):
    assert detokenised(tokens) == text


def test_text_that_was_never_tokenised_stays_as_it_is():
    text = "In 2010, 120 owls (of 3,800) were heard. A 20-year-old study - ours - says 91.5%. See Fig. 3, page 4."
    assert detokenised(text) == text.replace("study - ours - says", "study-ours-says")


@given(st.text())
def test_putting_together_loses_no_letter_and_no_digit(text):
    def kept(words: str) -> str:
        return "".join(filter(str.isalnum, words.casefold()))

    assert kept(detokenised(text)) == kept(text)


def test_the_order_within_each_set_is_learned_whatever_the_level_of_the_set():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(400, 3)) @ np.diag([1.0, 10.0, 0.1])
    merit = rows @ np.array([1.0, -0.1, 0.0])
    sets = ["owls" if value > 0 else "bees" for value in merit]
    votes = merit + np.array([-9.0 if name == "owls" else 9.0 for name in sets])  # the better set is voted lower
    assert pearson(rows @ fit(rows, votes, sets), merit) > 0.99


def test_the_line_is_of_facts_that_the_checker_finds_and_ends_at_one_and_zero():
    assert set(load_weights().votes.weights) == set(SIGNALS)
    assert check(Source("", SENTENCE), SENTENCE).score > 0.99
    assert check(Source("", SENTENCE), FOREIGN).score < 0.01


def test_a_line_is_fitted_to_the_first_file_and_measured_on_the_others(tmp_path, capsys, caplog):
    texts = [SENTENCE, "Owls hunt mice at noon.", "Owls hunt bees.", FOREIGN]
    rows = [
        Voted(id=str(i), dataset="owls", source=SENTENCE, summary=text, human=1 - i / 3) for i, text in enumerate(texts)
    ]
    path = tmp_path / "votes.jsonl"
    path.write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")
    caplog.set_level("INFO")
    main([str(path), str(path)])
    line = json.loads(capsys.readouterr().out)
    facts = table(rows[:1] + rows[-1:]) @ np.array([line["weights"][name] for name in SIGNALS]) + line["bias"]
    assert facts == pytest.approx([1.0, 0.0], abs=1e-3)
    assert [record.msg for record in caplog.records] == ["fitted to: %s", "not seen:  %s"]
