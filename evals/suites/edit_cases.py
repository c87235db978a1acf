"""Cases of edits drawn from abstracts, each judged as what a model wrote is judged before it is served."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from random import Random
from time import perf_counter
from typing import Literal

from evals.edits import Edit, EditKind, is_unread
from evals.metrics.score import Score
from evals.reporting.runs import Graded, Job
from evals.suites.request import Half
from service.papers import Paper
from service.summarization import Claim, source_sentences, verify_claims
from service.text import visible

SUITE = "edits"
Label = Literal["lie", "rewording"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of edit: what it is called, what its edits are, and how one is made."""

    name: str
    label: Label
    make: EditKind

    @property
    def half(self) -> Half:
        """Whether anybody looks at its cases."""
        return "unread" if is_unread(self.name) else "read"


@dataclass(frozen=True, slots=True)
class EditCase:
    """An edit of one kind, and the paper that it was made from."""

    kind: Kind
    paper: Paper
    edit: Edit

    @property
    def job(self) -> Job:
        """The case as a run has it; of an unread kind a run keeps no text."""
        name = f"{self.kind.label}:{self.kind.name}:{self.paper.id}"
        content = "\0".join((self.paper.title, self.paper.abstract, self.edit.text, str(self.edit.cited)))
        return Job(name, hashlib.sha256(content.encode("utf-8", "replace")).hexdigest(), lambda: self._graded(name))

    def _graded(self, name: str) -> Graded:
        kept = self.kind.half == "read"
        return Graded(
            case_id=name,
            suite=SUITE,
            title=self.paper.title if kept else "",
            source=self.paper.abstract if kept else "",
            text=self.edit.text if kept else "",
            scores=self.verdict(),
        )

    def verdict(self) -> dict[str, Score]:
        """Whether the sentence would be shown, its score, and the milliseconds that both took."""
        text = visible(self.edit.text)
        claim = Claim(text, text, tuple(number + 1 for number in self.edit.cited))
        start = perf_counter()
        (verdict,) = verify_claims([claim], self.paper, source_sentences([self.paper])).verdicts
        spent = 1_000 * (perf_counter() - start)
        why = "; ".join([*verdict.reasons, *verdict.edits]) if self.kind.half == "read" else ""
        return {
            "shown": Score(value=float(not verdict.reasons), why=why),
            "score": Score(value=verdict.score),
            "ms": Score(value=round(spent, 3)),
        }


@dataclass(frozen=True)
class EditDraw:
    """Where cases come from: `most` of each kind, one from an abstract, the abstracts in an order of the kind's own."""

    papers: Sequence[Paper]
    most: int
    seed: int

    def cases(self, kinds: Iterable[Kind]) -> list[EditCase]:
        """The cases of all the kinds; a kind that few abstracts allow has fewer."""
        return [case for kind in kinds for case in islice(self._possible(kind), self.most)]

    def _possible(self, kind: Kind) -> Iterator[EditCase]:
        order = Random(f"{self.seed}\0{kind.name}").sample(self.papers, len(self.papers))  # noqa: S311 - no secret
        for paper in order:
            edit = kind.make(self._sentences[paper.id], Random(f"{self.seed}\0{kind.name}\0{paper.id}"))  # noqa: S311
            if edit is not None:
                yield EditCase(kind, paper, edit)

    @cached_property
    def _sentences(self) -> Mapping[str, list[str]]:
        return {paper.id: [line.text for line in source_sentences([paper])] for paper in self.papers}
