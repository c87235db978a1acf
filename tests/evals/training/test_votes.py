"""The line behind the score, fitted to votes."""

import json

import numpy as np
import pytest

from evals.datasets.votes import Voted
from evals.metrics.agreement import pearson
from evals.training.votes import FOREIGN, SENTENCE, SIGNALS, fit, main, table
from service.faithfulness import Source, check
from service.faithfulness.classifier import load_weights


def test_the_order_within_each_set_is_learned_whatever_the_level_of_the_set():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(400, 3)) @ np.diag([1.0, 10.0, 0.1])
    merit = rows @ np.array([1.0, -0.1, 0.0])
    sets = ["owls" if value > 0 else "bees" for value in merit]
    votes = merit + np.array([-9.0 if name == "owls" else 9.0 for name in sets])  # the better set is voted lower
    assert pearson(rows @ fit(rows, votes, sets), merit) > 0.99


def test_the_line_is_of_signals_that_the_checker_finds_and_ends_at_one_and_zero():
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
    scores = table(rows[:1] + rows[-1:]) @ np.array([line["weights"][name] for name in SIGNALS]) + line["bias"]
    assert scores == pytest.approx([1.0, 0.0], abs=1e-3)
    assert [record.msg for record in caplog.records] == ["fitted to: %s", "not seen:  %s"]
