"""The prompts that are shipped: released, in step with the checker and the readme, and in every installation."""

import json
import re
import subprocess
import sys
import zipfile

import pytest

from service.faithfulness import RULES, Source, check
from service.papers import Paper, make_paper
from service.papers import Source as PaperSource
from service.prompts import source_block
from service.prompts.fence import fenced
from service.prompts.prompt import EXAMPLES
from service.prompts.reading import KINDS
from service.settings import LLMSettings
from service.summarization import parse_claims, source_sentences, verify_claims
from tests.prompts.files import ROOT, SHIPPED


def test_the_prompts_that_are_used_by_default_are_released():
    for prompt_id in (LLMSettings().summary_prompt, LLMSettings().blurb_prompt, "verify/v1", "judge-faithfulness/v1"):
        assert SHIPPED.get(prompt_id).released


def test_a_shipped_prompt_has_the_same_bytes_wherever_it_is_checked_out():
    for prompt_id in SHIPPED.ids():
        assert b"\r" not in (SHIPPED.folder / f"{prompt_id}.md").read_bytes()


def test_every_kind_has_a_shipped_prompt_and_stands_in_the_readme():
    readme = (SHIPPED.folder / "README.md").read_text()
    assert {prompt_id.partition("/")[0] for prompt_id in SHIPPED.ids()} == set(KINDS)
    for kind, (variables, *_) in KINDS.items():
        row = re.search(rf"^\| `{kind}` .*$", readme, re.MULTILINE)
        assert row is not None
        assert {name for name in variables if f"${name}" in row[0]} == variables


@pytest.mark.parametrize("prompt_id", [each for each in SHIPPED.ids() if not each.startswith("verify/")])
def test_a_shipped_prompt_shows_the_marks_that_the_data_stands_between(prompt_id):
    system = SHIPPED.get(prompt_id).parts["system"].template
    opening, *_, closing = fenced(["x"]).splitlines()
    for mark in (opening, closing):
        assert mark.rpartition(" ")[0] in system


@pytest.mark.parametrize("prompt_id", SHIPPED.ids())
def test_the_answers_that_a_shipped_prompt_shows_are_json_of_the_shape_we_read(prompt_id):
    parts = SHIPPED.get(prompt_id).parts
    if "example answer" in parts:
        answers = [json.loads(parts[answer].template) for _, answer in EXAMPLES]
        assert all(isinstance(said, str) for answer in answers for said in answer["sentences"])
        return
    system = parts["system"].template
    shown = [json.loads(found) for found in re.findall(r'\{"sentences".*\]\}', system)]
    fields = [set(sentence) for answer in shown for sentence in answer["sentences"]]
    if prompt_id.startswith("verify"):
        assert not shown  # it is a word
    elif prompt_id.startswith("judge"):
        assert fields == [{"reason", "supported"}] * 2
    else:
        assert fields == [{"text", "evidence"}] * 2 + [{"text", "evidence", "english"}]


@pytest.mark.parametrize("prompt_id", ["summary/v2", "blurb/v2"])
def test_the_examples_of_a_shipped_prompt_stand_by_our_own_checker(prompt_id):
    parts = SHIPPED.get(prompt_id).parts
    shown = [(parts[one].template, parts[other].template) for one, other in EXAMPLES if one in parts]
    for source, answer in shown:
        papers = list[Paper]()
        for block in re.split(r"^(?:Liked p|P)aper: ", source, flags=re.MULTILINE)[1:]:
            title, abstract = block.strip().splitlines()
            papers.append(make_paper(title, abstract, source=PaperSource(name="test")))
        found = verify_claims(parse_claims(answer), papers[0], source_sentences(papers))
        assert [(verdict.claim.text, verdict.reasons) for verdict in found.failures] == []
        told = {span.paper_id for verdict in found.verdicts for span in verdict.support}
        assert len(told) == min(2, len(papers))  # a tie is to one of the liked papers
    assert len(shown) == 3


def test_an_example_is_a_turn_of_its_own_and_only_where_english_is_asked_for():
    values = {"max_words": "60", "source": source_block([])}
    prompt = SHIPPED.get("summary/v2")
    roles = [message["role"] for message in prompt.messages(language="English", **values)]
    assert roles == ["system", *["user", "assistant"] * 3, "user"]
    assert [message["role"] for message in prompt.messages(language="German", **values)] == ["system", "user"]


@pytest.mark.parametrize("prompt_id", ["summary/v1", "blurb/v1", "summary/v2", "blurb/v2"])
def test_a_writer_is_told_every_fault_of_the_checker_in_words(prompt_id):
    source = Source("On Spline Flows", "We study flows.")
    texts = ["", "One.\n\nTwo.", "**Flows** at https://a.example", "Потоки изучены.", "flows " * 2_000]
    form = {reason for text in texts for reason in check(source, text).reasons}
    known = SHIPPED.get(prompt_id).reasons
    assert {"empty", "not_one_paragraph", "markup", "link", "foreign_script", "too_long"} <= form
    assert form | set(RULES.values()) <= known.keys()
    detectors = json.loads((ROOT / "service" / "faithfulness" / "classifier" / "weights.json").read_text())["detectors"]
    assert {reason for regime in detectors.values() for reason in regime} <= known.keys()


def test_a_wheel_carries_the_prompts_and_finds_them_without_the_repository(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, timeout=120
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "from service import prompts; found = prompts.load(); print(found.folder, *map(found.get, found.ids()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "site", capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith(str(tmp_path / "site" / "service" / "_prompts"))
    for prompt_id in SHIPPED.ids():
        assert SHIPPED.get(prompt_id).hash in done.stdout
        assert f"released={SHIPPED.get(prompt_id).released}" in done.stdout


def test_the_container_is_built_with_the_prompts():
    assert "COPY prompts prompts\n" in (ROOT / "Dockerfile").read_text()
    assert "!prompts\n" in (ROOT / ".dockerignore").read_text()
