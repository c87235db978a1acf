"""Damage is found in the texts that have it, in no others, and is never repaired."""

from collections import Counter
from itertools import pairwise

import pytest

from service.text.cleaning import clean
from service.text.damage import damaged_spans, find_damage
from tests.text.texts import HOSTILE, RAW, ROWS, a_megabyte, raw_with


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        ("[email protected] score of 0.713", "email_protected"),
        (r"\tool", "tex_macro"),
        (r"187 and \800", "ambiguous_money"),
        ("work~nichani2023provable", "citation_residue"),
        ("~sokol2020one,sun2022exploring", "citation_residue"),
        ("/MPBN{MPBN}", "link_residue"),
        (r"\pi_0", "stripped_math"),
        ("mathcal{O}(d^k)", "stripped_math"),
    ],
)
def test_destroyed_facts_are_named_and_never_repaired(piece: str, code: str) -> None:
    raw = raw_with(piece)
    assert code in find_damage(raw)
    assert piece in clean(raw)


def test_undamaged_prose_and_delimited_mathematics_are_not_called_damaged() -> None:
    assert find_damage("We reach 98% in 3 of 4 tasks (e.g. parsing) at https://example.org/a_b.") == ()
    assert find_damage(r"A bound of $\mathcal{O}(d^{k})$ holds.") == ()


def test_most_of_the_corpus_is_undamaged_and_the_rare_faults_are_found_once() -> None:
    counts = Counter(code for text in RAW for code in find_damage(text))
    assert counts["email_protected"] == counts["ambiguous_money"] == 1
    assert counts["tex_macro"] == counts["citation_residue"] == 2
    assert sum(counts.values()) < len(ROWS) / 10


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_repeats_is_only_text(piece: str) -> None:
    assert isinstance(find_damage(a_megabyte(piece)), tuple)


@pytest.mark.parametrize("raw", [*RAW, *HOSTILE, "no damage", r"an [email protected] score with \tool and \tool"])
def test_damage_is_found_where_it_stands_once_and_in_order(raw: str) -> None:
    text = clean(raw)
    spans = damaged_spans(text)
    assert bool(spans) == bool(find_damage(text))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
