"""A model's answer, whatever it holds: claims, or a sentence that says what is wrong with it."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.summarization.output_parser import Claim, UnreadableOutput, claims_schema, parse_claims

ONE = '{"sentences": [{"text": "Owls hunt at night.", "evidence": [1]}]}'
BEES = ONE.replace("Owls", "Bees")
CLAIM = Claim("Owls hunt at night.", "Owls hunt at night.", (1,))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
answers = st.fixed_dictionaries(
    {
        "sentences": st.lists(
            st.fixed_dictionaries({}, optional={"text": anything, "english": anything, "evidence": anything})
        )
    }
)


@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.builds(json.dumps, anything | answers),
        st.builds("{}{}{}".format, st.text(), st.just(ONE), st.text()),
    )
)
@example("{" * 100_000)
@example('{"sentences": ' + "[" * 100_000)
@example('{"sentences": [{"text": "' + "x" * 4_000 + '"}]}')
@example('{"sentences": [{"text": "\\ud800", "evidence": [1]}]}')
@example('{"sentences": [{"text": "A.", "evidence": [' + "9" * 5_000 + "]}]}")
@example('{"sentences": [{"text": "A.", "evidence": [1e400, NaN]}]}')
@example("<think>" * 100_000)
@example("</think>" * 100_000)
@example("\x00")
def test_an_answer_is_read_or_refused_and_nothing_else(raw):
    for translated in (False, True):
        try:
            claims = parse_claims(raw, translated=translated)
        except UnreadableOutput as error:
            assert str(error)
            assert len(str(error)) < 500
        else:
            assert claims
            for claim in claims:
                assert claim.text.strip()
                assert claim.english.strip()
                json.dumps([claim.text, claim.english], ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "raw",
    [
        ONE,
        f"Here you are:\n```json\n{ONE}\n```\nI hope this helps {{you}}!",
        f"<think>Is it {{}}? Or {ONE.replace('Owls', 'Bees')}?</think>{ONE}",
        f"<thinking>\nshort\n</thinking>\n{ONE}",
        f'so {{"sentences": …}} it is, {ONE.replace("Owls", "Bees")}</think>{ONE}',
        f'{{"note": "none"}} {{not json}} {ONE}',
        f"{ONE.replace('Owls', 'Bees')}{ONE}",
        f"<think >{BEES}</think >{ONE}",
        f"<thought>{BEES}</thought>{ONE}",
        f"<reasoning>{BEES}</reasoning>\n{ONE}",
        f"[THINK]{BEES}[/THINK]{ONE}",
        f"◁think▷{BEES}◁/think▷{ONE}",
        f"<seed:think>{BEES}</seed:think>{ONE}",
        f"<|channel|>analysis<|message|>{BEES}<|end|><|start|>assistant<|channel|>final<|message|>{ONE}<|return|>",
        ONE.replace("hunt at", "hunt\n at"),
        ONE.replace("]}]", "],}],"),
        "{'sentences': [{'text': 'Owls hunt at night.', 'evidence': [1]}]}",
        '{sentences: [{text: "Owls hunt at night.", evidence: [1]}]}',
        '\t{"sentences": [\n\t\t{"text": "Owls hunt at night.", "evidence": [1],},\n\t]}',
        json.dumps(ONE),
        '[{"text": "Owls hunt at night.", "evidence": [1]}]',
        ONE.replace("[1]", "1"),
        ONE.replace("[1]", '"[1]"'),
        ONE.replace("[1]", '["1"]'),
        '{"sentences": ["Owls hunt at night [1]."]}',
        '{"sentences": ["[1] Owls hunt at night."]}',
        '{"sentences": ["Owls hunt at night. [1]"]}',
        f"{ONE}<think>Or {ONE.replace('Owls', 'Bees')}?</think>",
        f"<think>a<think>b</think>{ONE.replace('Owls', 'Bees')}</think>{ONE}",
        f"<think>Never closed. {ONE}",
        '{"sentences": [], ' + ONE[1:],
        '{"sentences": [{"text": "Owls\\u200b hunt\\nat night.", "evidence": [1, 1], "sure": true}], "more": 1}',
    ],
    ids=[
        "bare",
        "fenced",
        "thought",
        "thinking",
        "no opening",
        "other objects",
        "twice",
        "tag with a space",
        "thought tag",
        "reasoning",
        "brackets",
        "triangles",
        "seed",
        "channels",
        "raw newline",
        "trailing commas",
        "single quotes",
        "bare names",
        "tabs",
        "in a string",
        "a bare list",
        "a number",
        "a number in text",
        "numbers as text",
        "cited in the text",
        "numbered text",
        "cited after the text",
        "afterthought",
        "nested",
        "open",
        "duplicate key",
        "invisible",
    ],
)
def test_what_stands_around_an_answer_does_not_matter(raw):
    assert parse_claims(raw) == [CLAIM]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "it is empty"),
        (" \n ", "it is empty"),
        ("<think>Let me see", "it is all thought and no answer"),
        (f"<think>{ONE}</think>", "it is all thought and no answer"),
        ("I would be glad to help!", "it has no JSON object"),
        (ONE[:-2], "it has no JSON object"),
        ('{"answer": "x"}', "it has no JSON object"),
        ('{"sentences": []}', "sentences: "),
        ('{"sentences": "x"}', "sentences: "),
        ('{"sentences": [{"evidence": [1]}]}', "sentences.0.text: "),
        ('{"sentences": [{"text": "", "evidence": [1]}]}', "sentences.0.text: "),
        ('{"sentences": [{"text": "\\u200b"}]}', "it has no sentences"),
        ('{"sentences": [' + ", ".join(['{"text": "A."}'] * 21) + "]}", "sentences: "),
    ],
)
def test_the_model_is_told_what_is_wrong(raw, said):
    with pytest.raises(UnreadableOutput) as caught:
        parse_claims(raw)
    assert str(caught.value).startswith(said)


def test_an_entry_of_two_sentences_is_two_claims():
    raw = '{"sentences": [{"text": "Owls hunt at night. Bees do not hunt.", "evidence": [2, 1, 2]}]}'
    assert [(claim.text, claim.evidence) for claim in parse_claims(raw)] == [
        ("Owls hunt at night.", (2, 1)),
        ("Bees do not hunt.", (2, 1)),
    ]


def test_a_translation_comes_with_its_english():
    raw = '{"sentences": [{"text": "Eulen jagen nachts.", "english": "Owls hunt at night.", "evidence": [1]}]}'
    assert parse_claims(raw, translated=True) == [Claim("Eulen jagen nachts.", "Owls hunt at night.", (1,))]
    with pytest.raises(UnreadableOutput, match="no `english`"):
        parse_claims(ONE, translated=True)


@pytest.mark.parametrize("said", ['"one"', "null", "{}", "[[]]", "true"])
def test_evidence_that_is_none_is_no_fault_of_the_sentence(said):
    (claim,) = parse_claims(ONE.replace("[1]", said))
    assert (claim.text, claim.evidence) == ("Owls hunt at night.", ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\alpha", r"\alpha"),
        (r"\beta", r"\beta"),
        (r"\times", r"\times"),
        (r"\\beta", r"\beta"),
        (r"\u00e9", "é"),
        (r"\"x\"", '"x"'),
        (r"\unit", r"\unit"),
    ],
)
def test_a_backslash_of_tex_is_not_an_escape(written, read):
    (claim,) = parse_claims(ONE.replace("Owls hunt at night", f"The rate {written} is low"))
    assert claim.text == f"The rate {read} is low."


def test_a_schema_of_texts_alone_is_a_list_of_strings_of_a_bounded_length():
    schema = claims_schema(translated=False, cited=False, most=4)["properties"]["sentences"]
    assert schema == {"type": "array", "items": {"type": "string"}, "maxItems": 4}


def test_the_schema_asks_for_english_only_of_a_translation():
    def item(*, translated):
        return claims_schema(translated=translated)["properties"]["sentences"]["items"]

    assert item(translated=False)["required"] == ["text", "evidence"]
    assert item(translated=True)["required"] == ["text", "english", "evidence"]
    assert item(translated=True)["additionalProperties"] is False


def test_a_number_before_a_sentence_is_the_evidence_that_a_small_model_meant():
    raw = '{"sentences": [{"text": "[2] Owls hunt at night. [13] They sleep by day.", "evidence": [1]}]}'
    assert [(claim.text, claim.evidence) for claim in parse_claims(raw)] == [
        ("Owls hunt at night.", (2,)),
        ("They sleep by day.", (13,)),
    ]


@pytest.mark.parametrize("tag", ["!!bool", "!!int", "!!timestamp", "!!python/name:os.system"])
def test_a_tag_of_yaml_means_nothing(tag):
    assert parse_claims(f"{{'sentences': [{tag} Owls hunt.]}}") == [Claim("Owls hunt.", "Owls hunt.", ())]


def test_an_answer_that_stands_for_a_thousand_million_numbers_is_not_unfolded():
    levels = [f"&a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    bomb = f"{{'zero': &a0 [1, 2], 'more': [{', '.join(levels)}], 'sentences': [{{'text': 'Owls.', 'evidence': *a9}}]}}"
    with pytest.raises(UnreadableOutput):
        parse_claims(bomb.replace("{'zero'", "{'sentences': [], 'zero'"))


def test_an_answer_of_more_sentences_than_a_paragraph_has_is_unreadable():
    with pytest.raises(UnreadableOutput, match="too many"):
        parse_claims(ONE.replace("Owls hunt at night.", "Owls hunt at night. " * 30))
