"""What a model makes of texts, measured: the real command against a stub server."""


def row(result):
    assert result.exit_code == 0, result.output
    return [cell.strip() for cell in result.stdout.splitlines()[0].strip("|").split("|")]


def test_a_model_that_quotes_is_kept_and_copies_everything(evals):
    prompt, kept, whole, dropped, copied, tied, calls, _ = row(evals("good", "measure", "--limit", "2"))
    assert (prompt, kept, whole, dropped, tied, calls) == ("summary/v1", "2 of 2", "2", "0", "–", "1.0")
    count, _, told = copied.partition(" of ")
    assert count == told


def test_a_prompt_that_asks_for_a_retelling_keeps_none_of_it(evals):
    result = evals("good", "measure", "--limit", "2", "--prompt", "summary/v2")
    assert row(result)[1] == "0 of 2"
    assert "copied" in result.stdout
