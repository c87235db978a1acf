"""Graded texts as an outcome: their figures, and the worst of them to look at."""

from collections.abc import Sequence

from evals.reporting import plots, runs
from evals.reporting.outcome import Exhibit, Figure, Outcome, Plot, Table
from evals.reporting.runs import Graded

_SHOWN = 8  # worst cases

MEANING = {
    "faithfulness": "the checker's score, 0 to 1; its power is printed beside it in the README",
    "judge": "share of sentences that the language model as judge finds supported",
    "passed": "share of texts in which the checker finds no fault",
    "key_points": "share of the key points that the text carries, by their words",
    "not_forbidden": "share of the forbidden claims not made, where words can decide",
    "rouge1": "against the reference, 0 to 100",
    "rouge2": "against the reference, 0 to 100",
    "rougeL": "against the reference, 0 to 100",
    "one_paragraph": "share of texts without a line break",
    "opener": "share of texts that do not open with a word pointing back",
    "complete": "share of texts that end where a sentence ends",
    "rendered": "share of sentences that are the source's after deletions and the listed renderings",
    "words": "by white space",
    "third_person": "share of texts without we, us, our, I",
    "no_stock_phrase": "share of texts without “experiments demonstrate the effectiveness of the method”",
    "no_formula_source": "share of texts without TeX commands, braces or citation keys",
    "result": "share of texts with a result, of those whose abstract has one that words can tell",
    "headline_number": "share of texts with a number that says how good, of those whose abstract has one",
    "introduced": "share of texts in which “these …” and “such …” name nothing that is not there",
    "in_80_words": "share of texts of at most 80 words",
    "share_of_abstract": "characters of the text per character of the abstract",
}


def outcome(suite: str, graded: Sequence[Graded], seed: int) -> Outcome:
    """The figures of graded texts; first shown are those that were refused, then those with few key points."""
    figures = runs.figures(graded, seed)
    shares = [
        (f.name, f.interval, None) for f in figures if f.interval and f.interval.mean <= 1 and f.interval.high <= 1
    ]
    return Outcome(
        suite,
        tuple(figure.row(suite) for figure in figures),
        (_table(figures),),
        (Plot("Shares", plots.shares(shares)),) if shares else (),
        figures,
        tuple(map(exhibit, sorted(graded, key=_merit)[:_SHOWN])),
    )


def exhibit(row: Graded) -> Exhibit:
    """The case with every reason that a grader gave."""
    why = tuple(f"{name} {_value(score.value)}: {score.why}" for name, score in row.scores.items() if score.why)
    return Exhibit(row.case_id, row.title, row.source, row.text, why or ("nothing was found wrong",))


def _table(figures: Sequence[Figure]) -> Table:
    """A row per score."""
    rows = tuple((f.name, *f.cells, f.n, f.unscored, MEANING.get(f.name.removeprefix("all "), "")) for f in figures)
    note = "Means over the scored cases; 95 % bootstrap over cases. What cannot be decided is unscored, not guessed."
    return Table("Scores", note, ("score", "mean", "low", "high", "scored", "unscored", "meaning"), rows)


def _value(value: float | None) -> str:
    return "unscored" if value is None else f"{value:.2f}"


def _merit(row: Graded) -> tuple[bool, float, float, float]:
    values = {name: score.value for name, score in row.scores.items()}
    absent = values.get("faithfulness") is None
    return absent, values.get("passed") or 0.0, values.get("key_points") or 0.0, values.get("rouge1") or 0.0
