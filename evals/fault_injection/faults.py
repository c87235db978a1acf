"""Faults injected into honest texts: each breaks one thing, or says (None) that there is nothing to break."""

import re
from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from evals.fault_injection.honest_text import Fault, HonestText
from evals.fault_injection.meaning_faults import (
    acronym_misexpanded,
    direction_reversed,
    entity_swapped,
    hedge_dropped,
    negation_flipped,
    number_added,
    number_changed,
    overclaim,
    unit_changed,
)
from evals.fault_injection.wordings import GENERIC, INJECTIONS, PREAMBLES, Wordings
from service.text import sentences


def foreign_sentence_far(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Insert a sentence about a random other paper."""
    return _inserted(case.text, case.far, rng)


def foreign_sentence_near(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Insert a sentence about the most similar other paper."""
    return _inserted(case.text, case.near, rng)


def other_paper_far(case: HonestText, _rng: Random, _: Wordings) -> str | None:
    """The whole text is about a random other paper."""
    return case.far or None


def other_paper_near(case: HonestText, _rng: Random, _: Wordings) -> str | None:
    """The whole text is about the most similar other paper."""
    return case.near or None


def truncated(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Stop in the middle of the last sentence."""
    last = sentences(case.text)[-1]
    words = list(re.finditer(r"\S+", case.text[last.start : last.end]))
    if len(words) < 5:
        return None
    end = words[rng.randint(max(2, len(words) // 3), len(words) - 2)].end()
    return case.text[: last.start + end].rstrip(" .,;:")


def two_paragraphs(case: HonestText, rng: Random, _: Wordings) -> str | None:
    """Break the text into paragraphs."""
    words = case.text.split()
    if len(words) < 6:
        return None
    spans = sentences(case.text)
    cut = (
        spans[rng.randrange(1, len(spans))].start
        if len(spans) > 1
        else case.text.index(words[len(words) // 2], len(" ".join(words[: len(words) // 2])) - 1)
    )
    return case.text[:cut].rstrip() + "\n\n" + case.text[cut:].lstrip()


def bullets(case: HonestText, rng: Random, _: Wordings) -> str:
    """Make a list of it."""
    mark = rng.choice(["- ", "* ", "• ", "1. ", "– "])
    spans = sentences(case.text)
    return "\n".join(mark + case.text[s.start : s.end] for s in spans)


def markup(case: HonestText, rng: Random, _: Wordings) -> str:
    """Dress the text in Markdown or HTML."""
    words = case.text.split()
    word = rng.choice(words)
    return rng.choice(
        [
            "## Summary " + case.text,
            case.text.replace(word, f"**{word}**", 1),
            case.text.replace(word, f"<b>{word}</b>", 1),
            f"```\n{case.text}\n```",
            case.text + " [link](https://example.org/x)",
            f"<p>{case.text}</p>",
            case.text.replace(word, f"`{word}`", 1),
            f"| Summary |\n|---|\n| {case.text} |",
            f'{{"summary": "{case.text}"}}',
            case.text + " <img src=x onerror=alert(1)>",
            f"__{case.text}__",
            f"> {case.text}",
        ]
    )


def preamble(case: HonestText, rng: Random, words: Wordings) -> str:
    """Talk to the reader before (or after) the summary."""
    wording = rng.choice(words.of(PREAMBLES))
    return f"{case.text} {wording[1:]}" if wording.startswith(">") else f"{wording} {case.text}"


def injection_echoed(case: HonestText, rng: Random, words: Wordings) -> str:
    """Obey or repeat an instruction that stood in the document."""
    wording = rng.choice(words.of(INJECTIONS))
    return rng.choice([f"{case.text} {wording}", f"{wording} {case.text}"])


def generic(_case: HonestText, rng: Random, words: Wordings) -> str:
    """Say what would be true of any paper."""
    return rng.choice(words.of(GENERIC))


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        f.__name__: f
        for f in (
            number_changed,
            number_added,
            unit_changed,
            negation_flipped,
            direction_reversed,
            entity_swapped,
            acronym_misexpanded,
            foreign_sentence_far,
            foreign_sentence_near,
            other_paper_far,
            other_paper_near,
            overclaim,
            hedge_dropped,
            truncated,
            two_paragraphs,
            bullets,
            markup,
            preamble,
            injection_echoed,
            generic,
        )
    }
)


def inject(name: str, case: HonestText, seed: int, words: Wordings = Wordings.HELD_OUT) -> str | None:
    """`case` with fault `name`, the same for the same seed; None where it does not apply or changed nothing."""
    rng = Random(f"{seed}:{name}:{case.title}:{case.text}")  # noqa: S311 - draws faults, not keys
    broken = FAULTS[name](case, rng, words)
    return broken if broken and broken != case.text else None


def _inserted(text: str, other: str, rng: Random) -> str | None:
    if not other:
        return None
    donors = sentences(other)
    donor = donors[rng.randrange(len(donors))]
    added = other[donor.start : donor.end]
    added += "" if added[-1:] in ".!?" else "."
    spans = sentences(text)
    at = rng.randrange(len(spans) + 1)
    cut = spans[at].start if at < len(spans) else len(text)
    before = text[:cut].rstrip()
    before += "." if before and before[-1] not in ".!?" else ""
    return f"{before} {added} {text[cut:]}".strip()
