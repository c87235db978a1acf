"""The body of an answer: put as the protocol says, or left as it is, whatever it holds."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.llm.completion import plain_completion
from tests.upstream import completion

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
messages = st.fixed_dictionaries(
    {}, optional={"content": anything, "reasoning": anything, "tool_calls": anything, "function_call": anything}
)
choices = st.fixed_dictionaries({}, optional={"message": messages | anything, "text": anything, "delta": messages})
bodies = st.fixed_dictionaries({"choices": st.lists(choices, max_size=3) | anything}, optional={"usage": anything})


@settings(deadline=None)
@given(st.binary() | st.builds(lambda body: json.dumps(body).encode(), bodies | anything))
@example(b'{"choices": ' + b"[" * 100_000)
@example(b"data: " * 1_000)
@example(b'data: {"choices": 1}\n\ndata: {"choices": [null]}')
def test_a_body_comes_out_with_text_and_whole_counts_or_as_it_was(body):
    plain = plain_completion(body)
    if plain != body:
        answer = json.loads(plain)
        (choice,) = answer["choices"]
        assert isinstance(choice["message"]["content"], str)
        assert all(isinstance(answer["usage"][name], int) for name in ("prompt_tokens", "completion_tokens"))


def test_an_answer_by_the_protocol_keeps_what_it_says():
    said = completion("x") | {"choices": [completion("x")["choices"][0] | {"logprobs": {"content": [1]}}]}
    plain = json.loads(plain_completion(json.dumps(said).encode()))
    assert plain["choices"] == said["choices"]
    assert plain["usage"].items() >= said["usage"].items()


def test_thoughts_beside_an_answer_are_kept_for_they_are_paid_for():
    message = {"role": "assistant", "content": "x", "thinking": "Owls, then."}
    said = completion("x") | {"choices": [completion("x")["choices"][0] | {"message": message}]}
    (choice,) = json.loads(plain_completion(json.dumps(said).encode()))["choices"]
    assert choice["message"] == {"role": "assistant", "content": "x", "reasoning_content": "Owls, then."}


def test_what_is_no_completion_is_left_alone():
    for body in (b'{"error": {"message": "no"}}', b"<html>", b'{"choices": "several"}', b'{"choices": []}', b"[]"):
        assert plain_completion(body) == body
