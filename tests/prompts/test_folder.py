"""A folder of prompts is read whole or refused, and what was released stays as it is."""

import pytest

from service.errors import BadInput
from service.prompts.folder import LOCK, load
from tests.prompts.files import JUDGE, SHIPPED, refusal, written


def test_versions_come_in_the_order_of_their_numbers(tmp_path):
    for version in ("v10", "v2", "v1"):
        written(tmp_path, f"judge-faithfulness/{version}.md", JUDGE)
    assert load(tmp_path).ids() == [f"judge-faithfulness/{version}" for version in ("v1", "v2", "v10")]


def test_an_unknown_id_is_answered_with_those_there_are():
    with pytest.raises(BadInput, match="blurb/v1, blurb/v2, judge-faithfulness/v1, summary/v1"):
        SHIPPED.get("summary/v99")


def test_every_faulty_file_is_named_at_once(tmp_path):
    written(tmp_path, "judge-faithfulness/v1.md", JUDGE)
    written(tmp_path, "judge-faithfulness/v2.md", "")
    (tmp_path / "judge-faithfulness" / "v3.md").mkdir()
    detail = refusal(written(tmp_path, "summary/v1.md", JUDGE))
    for name in ("judge-faithfulness/v2.md", "v3.md: Is a directory", "summary/v1.md"):
        assert name in detail
    assert "judge-faithfulness/v1.md" not in detail


def test_a_folder_without_prompts_is_refused(tmp_path):
    assert "no prompts" in refusal(tmp_path)
    assert "no prompts" in refusal(tmp_path / "nowhere")


def test_a_released_prompt_can_neither_change_nor_go(tmp_path):
    written(tmp_path, "judge-faithfulness/v1.md", JUDGE)
    found = load(written(tmp_path, "judge-faithfulness/v2.md", JUDGE + "\n"))
    assert not any(found.get(prompt_id).released for prompt_id in found.ids())
    found.release("judge-faithfulness/v1")
    load(tmp_path).release("judge-faithfulness/v2")
    assert all(load(tmp_path).get(prompt_id).released for prompt_id in found.ids())
    written(tmp_path, "judge-faithfulness/v1.md", JUDGE.replace("Judge.", "Judge!"))
    (tmp_path / "judge-faithfulness" / "v2.md").unlink()
    detail = refusal(tmp_path)
    assert "judge-faithfulness/v1.md: it was released and has changed" in detail
    assert "new version" in detail
    assert "judge-faithfulness/v2 was released and is gone" in detail


def test_a_draft_may_change_beside_a_released_prompt(tmp_path):
    written(tmp_path, "judge-faithfulness/v1.md", JUDGE)
    load(tmp_path).release("judge-faithfulness/v1")
    for text in (JUDGE, JUDGE + "\n"):
        written(tmp_path, "judge-faithfulness/v2.md", text)
        assert not load(tmp_path).get("judge-faithfulness/v2").released


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        ('"judge-faithfulness/v1" = "abc"', "judge-faithfulness/v1: "),
        ('"judge-faithfulness/v1" = 1', "judge-faithfulness/v1: "),
        (f'"a/v1" = "{"0" * 64}"\n"a/v1" = "{"1" * 64}"', "Cannot overwrite"),
        ("\udcff", "decode"),
    ],
)
def test_a_damaged_lock_file_is_refused(tmp_path, lock, words):
    written(tmp_path, "judge-faithfulness/v1.md", JUDGE)
    written(tmp_path, LOCK, lock.encode("utf-8", "surrogateescape"))
    detail = refusal(tmp_path)
    assert LOCK in detail
    assert words in detail


def test_a_setting_names_another_folder_which_must_have_the_prompts_that_are_chosen(tmp_path, open_services):
    folder = written(tmp_path / "prompts", "summary/v7.md", SHIPPED.get("summary/v2").text)
    written(folder, "blurb/v7.md", SHIPPED.get("blurb/v2").text)
    own = {"prompts_dir": folder, "summary_prompt": "summary/v7", "blurb_prompt": "blurb/v7"}
    with open_services(llm=own):
        pass
    with pytest.raises(BadInput) as caught, open_services(llm={"prompts_dir": folder}):
        pass
    assert "summary/v7" in str(caught.value)
