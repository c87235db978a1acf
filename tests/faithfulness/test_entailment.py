"""A sentence stands when it is its evidence but for edits that leave the claim equal or wider."""

import pytest

from service.faithfulness import Source, check

ABSTRACT = (
    "We propose neural widget ranking (NWR), a learned module that ranks vertices before sorting. "
    "In mice without B cells, treatment with aspirin reduced mortality from 12% to 8% and may improve recovery. "
    "NWR outperforms quicksort only on sparse graphs, whereas quicksort needs no labelled data. "
    "Our results suggest that all tested drugs are safe if the dose stays below 50 mg. "
    "Sleep is associated with memory, and patients who slept longer made fewer errors than controls."
)
SOURCE = Source("Neural widget ranking", ABSTRACT)


def reasons(text: str, *cited: int) -> tuple[str, ...]:
    return check(SOURCE, text, [cited]).reasons


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The authors introduce NWR, a learned module that ranks vertices prior to sorting.", (0,)),
        ("Neural widget ranking is proposed, a learned module that ranks vertices before sorting.", (0,)),
        ("Quicksort needs no labelled data.", (2,)),
        ("Quicksort is outperformed by NWR only on sparse graphs.", (2,)),
        ("The findings indicate that all tested drugs are safe if the dose stays below fifty mg.", (3,)),
        ("Our results suggest that, if the dose stays below 50 mg, all tested drugs are safe.", (3,)),
        ("Patients who slept longer made fewer errors than controls, and sleep is associated with memory.", (4,)),
        ("We propose NWR, which ranks vertices before sorting, and it beats quicksort only on sparse graphs.", (0, 2)),
    ],
)  # fmt: skip
def test_an_honest_rewording_stands(text, cited):
    assert reasons(text, *cited) == ()


@pytest.mark.parametrize(
    ("text", "cited", "reason"),
    [
        ("In mice with B cells, treatment with aspirin reduced mortality from 12% to 8% and may improve recovery.", 1,
         "negation_flipped"),
        ("Treatment with aspirin reduced mortality from 12% to 8% and may improve recovery.", 1,
         "negation_flipped"),
        ("In mice without B cells, treatment with aspirin reduced mortality from 8% to 12%.", 1,
         "roles_exchanged"),
        ("In mice without B cells, treatment with aspirin increased mortality from 12% to 8%.",
         1, "direction_reversed"),
        ("In mice without B cells, treatment with aspirin reduced mortality from 12% to 8% and improves recovery.", 1,
         "hedge_dropped"),
        ("In patients without B cells, treatment with aspirin reduced mortality from 12% to 8%.", 1,
         "entity_not_in_source"),
        ("NWR outperforms quicksort on sparse graphs, whereas quicksort needs no labelled data.", 2, "overclaim"),
        ("Quicksort outperforms NWR only on sparse graphs, whereas quicksort needs no labelled data.", 2,
         "roles_exchanged"),
        ("NWR outperforms quicksort only on sparse graphs, whereas quicksort needs labelled data.", 2,
         "negation_flipped"),
        ("Our results suggest that all tested drugs are safe.", 3, "overclaim"),
        ("Our results prove that all tested drugs are safe if the dose stays below 50 mg.", 3, "hedge_dropped"),
        ("Our results suggest that all tested drugs are safe if the dose stays below 50 kg.", 3, "unit_changed"),
        ("Sleep causes memory, and patients who slept longer made fewer errors than controls.", 4,
         "entity_not_in_source"),
        ("Sleep is associated with memory, and controls who slept longer made fewer errors than patients.", 4,
         "roles_exchanged"),
        ("Sleep is associated with memory, and patients who slept longer made more errors than controls.", 4,
         "direction_reversed"),
    ],
)  # fmt: skip
def test_one_edit_that_changes_the_claim_is_named_and_refused(text, cited, reason):
    assert reasons(text, cited) == (reason,)


def test_the_report_says_which_edit_it_was():
    text = "NWR outperforms quicksort on sparse graphs, whereas quicksort needs no labelled data."
    (sentence,) = check(SOURCE, text, [[2]]).sentences
    assert str(sentence.edits[0]) == "the cited sentences say “only”, and the sentence leaves it out"


def test_a_retelling_in_other_words_is_undecided_and_scores_above_a_lie():
    retold = "Patients with more sleep erred less than controls, which ties memory to how long somebody slept."
    lie = "Sleep is associated with memory, and patients who slept longer made more errors than controls."
    found = check(SOURCE, retold, [[4]])
    assert found.reasons == ("undecided",)
    assert found.score > check(SOURCE, lie, [[4]]).score


def test_less_may_not_be_said_under_a_negation():
    source = Source("Loss", "The method works without significant loss of accuracy and with many useful tools.")
    assert check(source, "The method works without loss of accuracy.", [[0]]).reasons == ("overclaim",)
    assert check(source, "The method works without significant loss of accuracy and with many tools.", [[0]]).passed
    source = Source("Noise", "Such models don't even need clean labels, and users do not like noisy answers.")
    assert check(source, "Such models don't even need labels.", [[0]]).reasons == ("overclaim",)
    assert not check(source, "Users do not like answers.", [[0]]).passed


@pytest.mark.parametrize("cited", [(), (99,), (0, 1, 2, 3, 4)])
@pytest.mark.parametrize(
    "text", ["a", "— — —", "不是这样的。", "Not not not no.", "( ( (", "12 12 12 12.", "of the in on."]
)
def test_odd_sentences_and_citations_get_a_verdict(text, cited):
    assert 0 <= check(SOURCE, text, [cited]).score <= 1
