"""What verifying an answer gives: a verdict on each claim, and the text that is left of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.papers import Paper
from service.summarization.generated_text import Faithfulness, Numbers, Sentence, Support
from service.summarization.output_parser import Claim
from service.text import Span, sentences, terms

_SAME = 0.6  # share of a sentence's terms in another that makes it a repetition
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
        return replace(self, verdicts=kept) if kept and _words(kept) >= _FEWEST * _words(self.verdicts) else None

    def shortened_to(self, most_words: int) -> "Verification":
        """Without the sentences before the last, as far as the text is longer than asked: the last has the findings.

        Where two are still too long, the last stays alone if it fits, or else the first.
        """
        kept = list(self.verdicts)
        while len(kept) > 1 and _words(kept) > most_words:
            fits = len(kept) > 2 or _words(kept[-1:]) <= most_words  # the first and the last
            del kept[-2 if fits else -1]
        return replace(self, verdicts=tuple(kept))

    def mended_by(self, second: "Verification") -> "Verification":
        """What stands of both answers, in the order of the source; and as many failures as have not been replaced."""
        good = [verdict for verdict in self.verdicts if not verdict.reasons]
        news = [verdict for verdict in second.verdicts if not verdict.reasons and not _repeats(verdict, good)]
        both = sorted([*good, *news], key=_place)
        return replace(self, verdicts=(*both, *self.failures[len(news) :]))

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


def _place(verdict: ClaimVerdict) -> tuple[bool, int]:
    """Where a sentence belongs: by the paper's own lines, and behind all of them when it rests on two papers."""
    ties = len({span.paper_id for span in verdict.support}) > 1
    return ties, min((span.start for span in verdict.support), default=0)


def _words(verdicts: Sequence[ClaimVerdict]) -> int:
    return sum(len(verdict.claim.text.split()) for verdict in verdicts)


def _repeats(verdict: ClaimVerdict, others: Sequence[ClaimVerdict]) -> bool:
    """Whether one of the others says much the same, by its words."""
    said = {*terms(verdict.claim.english)}
    return any(len(said & {*terms(other.claim.english)}) > _SAME * len(said) for other in others)


def source_sentences(papers: Sequence[Paper]) -> tuple[SourceSentence, ...]:
    """The sentences of all abstracts in order, which is how a prompt numbers them, from 1."""
    return tuple(SourceSentence(paper, span) for paper in papers for span in sentences(paper.abstract))
