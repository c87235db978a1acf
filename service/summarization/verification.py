"""What verifying an answer gives: a verdict on each claim, and the text that is left of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.papers import Paper
from service.summarization.generated_text import Faithfulness, Numbers, Sentence, Support
from service.summarization.output_parser import Claim
from service.text import Span, sentences

_FEWEST = 0.5  # share of the words that must stand, for the rest to be a text of its own


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of a source as the prompt numbers it: whose abstract, and where in it."""

    paper: Paper
    span: Span

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.paper.abstract[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A claim, the verdict on it, and its support; `edits` say what is in doubt, each in a clause.

    `evidence` are the sentences that it was held against, `verifier` is the model that decided it where one did.
    """

    claim: Claim
    score: float
    numbers: Numbers
    reasons: tuple[str, ...]
    support: tuple[Support, ...]
    edits: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    verifier: str | None = None

    @property
    def undecided(self) -> bool:
        """Whether nothing is held against the claim but that the rules cannot tell."""
        return self.reasons == ("undecided",)


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdicts on all claims of one answer, in order.

    `checker` names who judged, `damage` what the paper's own text lost.
    """

    verdicts: tuple[ClaimVerdict, ...]
    checker: str
    damage: tuple[str, ...]

    @property
    def failures(self) -> tuple[ClaimVerdict, ...]:
        """The verdicts on claims that do not stand."""
        return tuple(verdict for verdict in self.verdicts if verdict.reasons)

    def without_failures(self) -> "Verification | None":
        """What is left without the failures; None when that is less than half of the words."""
        kept = tuple(verdict for verdict in self.verdicts if not verdict.reasons)
        words = [sum(len(verdict.claim.english.split()) for verdict in group) for group in (kept, self.verdicts)]
        return replace(self, verdicts=kept) if kept and words[0] >= _FEWEST * words[1] else None

    def shortened_to(self, most_words: int) -> "Verification":
        """Without the last sentences, as far as the text is longer than asked; the first always stays."""
        kept, words = list[ClaimVerdict](), 0
        for verdict in self.verdicts:
            words += len(verdict.claim.text.split())
            if kept and words > most_words:
                break
            kept.append(verdict)
        return replace(self, verdicts=tuple(kept))

    def faithfulness(self) -> Faithfulness:
        """The verdict on the text as a whole."""
        claimed, verified = (sum(getattr(f.numbers, name) for f in self.verdicts) for name in ("claimed", "verified"))
        return Faithfulness(
            score=round(sum(verdict.score for verdict in self.verdicts) / len(self.verdicts), 4),
            passed=not self.failures,
            numbers=Numbers(claimed=claimed, verified=verified),
            reasons=tuple(dict.fromkeys(reason for verdict in self.verdicts for reason in verdict.reasons)),
            checker=self.checker,
        )

    def text(self) -> tuple[str, tuple[Sentence, ...]]:
        """The paragraph, and its sentences with their places in it."""
        made: list[Sentence] = []
        at = 0
        for verdict in self.verdicts:
            text = verdict.claim.text
            made.append(
                Sentence(
                    text=text,
                    start=at,
                    end=at + len(text),
                    supported=not verdict.reasons,
                    support=verdict.support,
                    verifier=verdict.verifier,
                )
            )
            at += len(text) + 1
        return " ".join(sentence.text for sentence in made), tuple(made)


def source_sentences(papers: Sequence[Paper]) -> tuple[SourceSentence, ...]:
    """The sentences of all abstracts in order, which is how a prompt numbers them, from 1."""
    return tuple(SourceSentence(paper, span) for paper in papers for span in sentences(paper.abstract))
