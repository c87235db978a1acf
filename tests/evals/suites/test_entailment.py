"""The suite entailment: pairs of sentences with what people said of them."""

from tests.evals.command import call, results, write


def pair(hypothesis: str, label: str, genre: str = "crowd:upward_monotone") -> dict:
    return {"premise": "Some owls hunt mice at night.", "hypothesis": hypothesis, "label": label, "genre": genre}


PAIRS = [
    pair("Some owls hunt mice at night.", "entailment"),
    pair("Some penguins swim in the sea.", "neutral"),
    pair("Some owls hunt mice at night.", "neutral", "paper:FraCaS_GQ:non_monotone:lexical_knowledge"),
]


def test_accuracy_is_told_by_group_beside_that_of_always_entailment(tmp_path):
    rows = results(tmp_path, "run", "entailment", "--data", str(write(tmp_path / "pairs.jsonl", PAIRS)))
    found = {row["group"]: row for row in rows}
    assert found.keys() == {"all", "crowd, upward_monotone", "paper, non_monotone, lexical"}
    crowd, paper = found["crowd, upward_monotone"], found["paper, non_monotone, lexical"]
    assert (crowd["accuracy"], crowd["always entailment"], crowd["n"]) == (1.0, 0.5, 2)
    assert (paper["accuracy"], paper["entailed passed"], paper["neutral passed"]) == (0.0, None, 1.0)


def test_a_limit_takes_fewer_pairs(tmp_path):
    path = write(tmp_path / "pairs.jsonl", PAIRS)
    assert results(tmp_path, "run", "entailment", "--data", str(path), "--limit", "2")[0]["n"] == 2


def test_a_pair_with_an_unknown_label_is_named(tmp_path):
    path = write(tmp_path / "pairs.jsonl", [*PAIRS, pair("Owls sleep.", "contradiction")])
    done = call(tmp_path, "run", "entailment", "--data", str(path))
    assert done.exit_code == 2
    assert "pairs.jsonl:4: label" in done.stderr


def test_a_file_without_a_pair_is_a_usage_error(tmp_path):
    done = call(tmp_path, "run", "entailment", "--data", str(write(tmp_path / "pairs.jsonl", [])))
    assert (done.exit_code, "has no pair" in done.stderr) == (2, True)
