"""A prompt file that could not be filled later is refused, by name and place."""

import pytest

from service.prompts.reading import read
from tests.prompts.files import JUDGE, SHIPPED, refusal, written


def test_any_change_of_a_file_changes_the_name():
    names = {
        read("judge-faithfulness/v1", text.encode(), {}).name
        for text in (JUDGE, JUDGE + "\n", JUDGE.replace("0.5", "0.6"))
    }
    assert len(names) == 3


REFUSALS = {
    "no front matter": (JUDGE.removeprefix("+++\n"), "line 1: it must begin with front matter"),
    "open front matter": (JUDGE.replace("100\n+++", "100"), "line 1: it must begin with front matter"),
    "windows lines": (JUDGE.replace("\n", "\r\n"), "line 1: it must begin with front matter"),
    "front matter that is no TOML": (JUDGE.replace('"A test."', "A test."), "at line 2"),
    "an unknown field": (JUDGE.replace("purpose", 'schema = ""\npurpose'), "schema: Extra inputs"),
    "a missing field": (JUDGE.replace('purpose = "A test."', ""), "purpose: Field required"),
    "an empty purpose": (JUDGE.replace("A test.", ""), "purpose: "),
    "a temperature out of range": (JUDGE.replace("0.5", "2.5"), "parameters.temperature: "),
    "a temperature that is no number": (JUDGE.replace("0.5", "nan"), "parameters.temperature: "),
    "no room for an answer": (JUDGE.replace("100", "0"), "parameters.max_tokens: "),
    "endless room": (JUDGE.replace("100", "1000000000"), "parameters.max_tokens: "),
    "room that is no whole number": (JUDGE.replace("100", '"100"'), "parameters.max_tokens: "),
    "an unknown variable declared": (
        JUDGE.replace('"text"]', '"text", "title"]'),
        "front matter's variables have $title",
    ),
    "a variable not declared": (JUDGE.replace(', "text"]', "]"), "front matter's variables lack $text"),
    "an unknown variable": (JUDGE.replace("${text}", "$text $title"), "line 14: $title cannot stand here"),
    "a variable not used": (JUDGE.replace("${text}", "text"), "the variables in system and user lack $text"),
    "a reply without its variable": (JUDGE.replace("$problem", ""), "the variables in repair lack $problem"),
    "a variable of another part": (
        JUDGE.replace("$problem", "$source"),
        "line 17: $source cannot stand here; $problem",
    ),
    "data in the system's part": (JUDGE.replace("Judge.", "Judge $source."), "line 11: $source cannot stand here"),
    "a bare dollar sign": (JUDGE.replace("$$5", "$5"), "line 11: a dollar sign is written $$"),
    "a missing part": (JUDGE.partition("# repair")[0], "it lacks the part 'repair'"),
    "an unknown part": (JUDGE + "# usr\nx", "line 18: no part is called 'usr'"),
    "a part that the kind has not": (JUDGE + "# retry\n$failures", "line 18: no part is called 'retry'"),
    "a part twice": (JUDGE + "# user\n$source $text", "line 18: user is there twice"),
    "an empty part": (JUDGE.replace("Judge. It costs $$5.", " "), "line 10: system is empty"),
    "text outside of all parts": (
        JUDGE.replace("# system", "Hello.\n# system"),
        "there is text before the first heading",
    ),
    "an empty file": ("", "line 1: it must begin with front matter"),
    "not UTF-8": (JUDGE.encode().replace(b"Judge.", b"Judg\xe9."), "line 11: not UTF-8"),
    "UTF-16": (JUDGE.encode("utf-16"), "line 1: not UTF-8"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_file_that_could_not_be_filled_is_refused_by_name_and_place(tmp_path, name):
    text, words = REFUSALS[name]
    assert text not in (JUDGE, JUDGE.encode())
    detail = refusal(written(tmp_path, "judge-faithfulness/v1.md", text))
    assert detail.startswith("judge-faithfulness/v1.md")
    assert words in detail


@pytest.mark.parametrize("number", ["", " 2", " 3"])
def test_an_example_without_its_answer_is_refused(tmp_path, number):
    one, rest = (SHIPPED.folder / "summary/v2.md").read_text().split(f"# example answer{number}\n")
    after = rest.partition("\n# ")[2]
    assert refusal(written(tmp_path, "summary/v9.md", f"{one}# {after}")).endswith(
        f"it lacks the part 'example answer{number}', under a heading `# example answer{number}`"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("haiku/v1.md", "there is no kind 'haiku'; there are summary, blurb, verify, judge-faithfulness"),
        ("judge-faithfulness/v01.md", "a version is called v1.md"),
        ("judge-faithfulness/V2.md", "a version is called v1.md"),
        ("judge-faithfulness/draft.md", "a version is called v1.md"),
    ],
)
def test_a_file_of_no_kind_or_version_is_refused(tmp_path, name, words):
    assert words in refusal(written(tmp_path, name, JUDGE))
