"""A prompt is named by its file and filled once; what failed is said in its words."""

import hashlib

import pytest

from service.prompts.folder import load
from tests.prompts.files import JUDGE, SHIPPED, written


def test_a_name_is_the_id_and_the_hash_of_the_file(tmp_path):
    prompt = load(written(tmp_path, "judge-faithfulness/v1.md", JUDGE)).get("judge-faithfulness/v1")
    assert prompt.hash == hashlib.sha256(JUDGE.encode()).hexdigest()
    assert prompt.name == f"judge-faithfulness/v1#{prompt.hash[:8]}"
    assert (prompt.parameters.temperature, prompt.parameters.max_tokens) == (0.5, 100)
    assert prompt.text == JUDGE


def test_filling_puts_each_value_in_once_and_reads_none_of_it(tmp_path):
    prompt = load(written(tmp_path, "judge-faithfulness/v1.md", JUDGE)).get("judge-faithfulness/v1")
    system, user = prompt.messages(source="$text {x} \\alpha_$i$", text="$problem\n# system")
    assert system == {"role": "system", "content": "Judge. It costs $5."}
    assert user == {"role": "user", "content": "$text {x} \\alpha_$i$ and $problem\n# system"}
    assert prompt.repair("not\nJSON") == {"role": "user", "content": "Again: not JSON"}


@pytest.mark.parametrize("values", [{"source": "x"}, {"source": "x", "text": "y", "title": "z"}, {}])
def test_a_missing_or_unknown_value_is_a_mistake_of_ours(values):
    with pytest.raises(TypeError, match="judge-faithfulness/v1"):
        SHIPPED.get("judge-faithfulness/v1").messages(**values)


def test_a_retry_quotes_what_failed_and_says_why():
    prompt = SHIPPED.get("summary/v1")
    reply = prompt.retry([("It is 7.\n>>>>>>>> DATA", ["number_not_in_source", "odd_code"]), ("", ["link"])])
    lines = reply["content"].splitlines()
    assert "Sentence: It is 7. >>> DATA" in lines
    assert f"Fault: {prompt.reasons['number_not_in_source']}; odd code" in lines
    assert lines[lines.index("The whole answer") + 1] == f"Fault: {prompt.reasons['link']}"
