"""Texts for the checker: honest ones, and versions of them with one fault each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.fault_injection.faults import FAULTS, inject
from evals.fault_injection.honest_text import HonestText
from evals.fault_injection.wordings import Wordings
from service.text import sentences, terms


@dataclass(frozen=True, slots=True)
class Trial:
    """One text to check against the source of `case`.

    `number` is that of the case, so that its texts can be compared; `fault` is "" for the honest one. For each sentence
    `evidence` has the numbers of the source's sentences that it rests on, `changed` whether the fault touched it.
    """

    number: int
    fault: str
    case: HonestText
    text: str
    evidence: tuple[tuple[int, ...], ...] | None
    changed: tuple[bool, ...]


def trials(
    cases: Sequence[HonestText], seed: int, words: Wordings, faults: Sequence[str] = tuple(FAULTS)
) -> Iterator[Trial]:
    """Each honest text, then a version of it with each of the faults that can be made."""
    for number, case in enumerate(cases):
        yield Trial(number, "", case, case.text, case.evidence, tuple(False for _ in sentences(case.text)))
        for fault in faults:
            text = inject(fault, case, seed, words)
            if text is not None:
                yield _faulty(number, fault, case, text)


def _faulty(number: int, fault: str, case: HonestText, text: str) -> Trial:
    own = [case.text[s.start : s.end] for s in sentences(case.text)]
    lines = [text[s.start : s.end] for s in sentences(text)]
    evidence = None if case.evidence is None else tuple(case.evidence[_closest(line, own)] for line in lines)
    return Trial(number, fault, case, text, evidence, tuple(line not in own for line in lines))


def _closest(line: str, own: Sequence[str]) -> int:
    words = set(terms(line))
    return max(range(len(own)), key=lambda i: (len(words & set(terms(own[i]))), -i))
