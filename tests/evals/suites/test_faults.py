"""The suite faults: which faults the checker notices."""

from evals.fault_injection.faults import FAULTS
from evals.metrics.score import Score
from evals.suites.faults import FALSE_ALARMS, alarmed, threshold_of
from tests.evals.command import call, results


def test_a_few_papers_give_a_row_for_each_fault(tmp_path):
    rows = results(tmp_path, "run", "faults", "--limit", "30")
    names = {row["fault"] for row in rows}
    assert names <= set(FAULTS)
    assert len(names) >= 15
    assert len(FAULTS) >= 12
    assert all(0 <= row["detected"] <= 1 and row["n"] > 0 for row in rows)


def test_the_threshold_leaves_five_percent_of_the_honest_below():
    honest = [Score(value=i / 1_000) for i in range(1_000)]
    threshold = threshold_of(honest)
    assert sum(alarmed(score, threshold) for score in honest) == FALSE_ALARMS * 1_000


def test_a_refused_text_is_an_alarm_whatever_the_threshold():
    assert alarmed(Score(value=0.99, why="negation_flipped"), threshold_of([Score(value=1.0)]))
    assert alarmed(Score(value=0.99, why="link"), threshold_of([Score(value=1.0, why="link")] * 9))
    assert not alarmed(Score(value=0.99), threshold_of([Score(value=1.0, why="link")] * 9))


def test_too_few_papers_for_faults_are_a_usage_error(tmp_path):
    done = call(tmp_path, "run", "faults", "--limit", "2")
    assert done.exit_code == 2
    assert "--limit of 10 papers at least" in done.stderr
