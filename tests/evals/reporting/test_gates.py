"""Gates: when one is missed, and files of gates that cannot be used."""

import pytest

from evals.metrics.bootstrap import Interval
from evals.reporting.gates import Gate, missed, read_gates
from evals.reporting.outcome import Figure, Outcome
from evals.suites.registry import SUITES
from service.errors import BadInput
from tests.evals.command import call


def outcome(low: float, high: float) -> Outcome:
    return Outcome("owls", (), (), (), (Figure("merit", Interval((low + high) / 2, low, high), 9),))


def test_a_gate_is_missed_only_beyond_the_interval():
    gates = {"owls": {"merit": Gate(least=0.9)}}
    assert missed([outcome(0.8, 0.95)], gates) == []
    (sentence,) = missed([outcome(0.7, 0.89)], gates)
    assert sentence == "owls: merit is 0.7950 [0.7000, 0.8900], the least 0.9"
    assert missed([outcome(0.2, 0.3)], {"owls": {"merit": Gate(most=0.1)}})
    assert missed([outcome(0.2, 0.3)], {}) == []


def test_a_gate_with_an_unknown_word_is_named(tmp_path):
    path = tmp_path / "gates.toml"
    path.write_text("[owls]\nmerit = { lest = 1 }\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"gates\.toml: owls\.merit\.lest"):
        read_gates(path)


def test_a_missed_gate_is_exit_code_1(tmp_path):
    strict = tmp_path / "gates.toml"
    strict.write_text("[importers]\nread = { most = 0.5 }\n", encoding="utf-8")
    done = call(tmp_path, "run", "importers", "--limit", "3", "--gates", str(strict))
    assert done.exit_code == 1
    assert "gate missed: importers: read is 1.0000" in done.stderr


def test_gates_that_cannot_be_read_are_named_before_anything_runs(tmp_path):
    done = call(tmp_path, "run", "importers", "--gates", str(tmp_path / "none.toml"))
    assert done.exit_code == 2
    assert "none.toml cannot be read" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_every_gate_is_of_a_suite():
    assert set(read_gates()) <= set(SUITES)
