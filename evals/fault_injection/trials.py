"""Honest texts and their faulty twins: human abstraction from public data, near-extractive text from any papers."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

import numpy as np

from evals.fault_injection.faults import FAULTS, inject
from evals.fault_injection.honest_text import Honest
from evals.fault_injection.paraphrases import near_extractive
from evals.fault_injection.wordings import Wordings
from service.text import sentences, terms

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Paper(NamedTuple):
    """A paper and the human texts about it, each an honest summary."""

    title: str
    abstract: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One text to check: `fault` is "" for the honest one; `honest` numbers the case, so that twins can be compared."""

    honest: int
    fault: str
    case: Honest
    text: str
    evidence: tuple[tuple[int, ...], ...] | None
    changed: tuple[bool, ...]


def scitldr(path: Path) -> list[Paper]:
    """SciTLDR rows {title, source: [sentences], targets: [texts]} as papers."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Paper(r["title"], " ".join(s.strip() for s in r["source"]), tuple(t.strip() for t in r["targets"]))
        for r in rows
    ]


def highlights(path: Path) -> list[Paper]:
    """Rows {title, abstract, highlights: [lines]} as papers with one text each: the lines as one paragraph."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Paper(r["title"], r["abstract"], (" ".join(_stopped(h) for h in r["highlights"]),))
        for r in rows
        if r["highlights"] and r["abstract"]
    ]


def plain(path: Path) -> list[Paper]:
    """Rows {title, abstract, ...} as papers without texts."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Paper(r["title"], r["abstract"], ()) for r in rows if r["abstract"]]


def _stopped(line: str) -> str:
    line = line.strip()
    return line if line[-1:] in ".!?" else line + "."


def share(case: Honest) -> int:
    """0 or 1 by the title: thresholds are chosen on share 0 and reported on share 1."""
    return crc32(case.title.encode()) % 2


def beyond(case: Honest) -> bool:
    """Whether the text has a number, in digits, that title and abstract lack: people quote the paper's other pages."""
    return not set(_DIGITS.findall(case.text)) <= set(_DIGITS.findall(f"{case.title} {case.abstract}"))


def free_cases(papers: Sequence[Paper], seed: int) -> list[Honest]:
    """Every human text as an honest case, with a text of a random and of the most similar other paper beside it."""
    rng = Random(seed)  # noqa: S311 - draws cases, not keys
    nearest = _nearest(papers)
    cases: list[Honest] = []
    for number, paper in enumerate(papers):
        for text in paper.texts:
            far = (number + rng.randrange(1, len(papers))) % len(papers)
            cases.append(
                Honest(
                    paper.title,
                    paper.abstract,
                    text,
                    rng.choice(papers[far].texts),
                    rng.choice(papers[nearest[number]].texts),
                )
            )
    return cases


def cited_cases(papers: Sequence[Paper], seed: int, words: Wordings) -> list[Honest]:
    """Near-extractive texts with evidence, one a paper; beside them those of a random and of the nearest paper."""
    made = [near_extractive(p.title, p.abstract, seed, words) for p in papers]
    usable = [(p, m) for p, m in zip(papers, made, strict=True) if m]
    nearest = _nearest([p for p, _ in usable])
    rng = Random(seed)  # noqa: S311 - draws cases, not keys
    return [
        replace(
            m, far=usable[(i + rng.randrange(1, len(usable))) % len(usable)][1].text, near=usable[nearest[i]][1].text
        )
        for i, (_, m) in enumerate(usable)
    ]


def trials(
    cases: Sequence[Honest], seed: int, words: Wordings, faults: Sequence[str] = tuple(FAULTS)
) -> Iterator[Trial]:
    """Each honest text, then each of its faulty twins that can be made."""
    for number, case in enumerate(cases):
        yield Trial(number, "", case, case.text, case.evidence, tuple(False for _ in sentences(case.text)))
        for fault in faults:
            text = inject(fault, case, seed, words)
            if text is not None:
                yield _twin(number, fault, case, text)


def _twin(number: int, fault: str, case: Honest, text: str) -> Trial:
    own = [case.text[s.start : s.end] for s in sentences(case.text)]
    said = [text[s.start : s.end] for s in sentences(text)]
    evidence = None if case.evidence is None else tuple(case.evidence[_closest(line, own)] for line in said)
    return Trial(number, fault, case, text, evidence, tuple(line not in own for line in said))


def _closest(line: str, own: Sequence[str]) -> int:
    words = set(terms(line))
    return max(range(len(own)), key=lambda i: (len(words & set(terms(own[i]))), -i))


def _nearest(papers: Sequence[Paper]) -> list[int]:
    """For each paper the most similar other one, by cosine of tf-idf."""
    bags = [Counter(terms(f"{p.title} {p.abstract}")) for p in papers]
    spread = Counter(word for bag in bags for word in bag)
    column = {word: i for i, word in enumerate(sorted(w for w, n in spread.items() if 2 <= n <= len(papers) // 4))}
    matrix = np.zeros((len(papers), len(column)), np.float32)
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            if word in column:
                matrix[row, column[word]] = (1 + math.log(count)) * math.log(len(papers) / spread[word])
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
    alike = matrix @ matrix.T
    np.fill_diagonal(alike, -1)
    return [int(i) for i in alike.argmax(axis=1)]
