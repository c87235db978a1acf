"""Holds what a model wrote against what it was given, claim by claim: which sentences stand, and what fails the others.

A sentence about the paper is checked against the sentences of the abstract that it cites. One that ties the paper to a
liked one must cite both, have a term that both cited passages have, and be borne out by the two together. Text in
another language is checked through the model's own English; of the translation itself, numbers, addresses and form.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.faithfulness import (
    MAX_TEXT,
    Report,
    Source,
    check,
    is_foreign_language,
    is_injection,
    states_shared_topic,
    unstated_relation,
    without_injections,
    without_outliers,
)
from service.faithfulness.lexical import (
    GENERAL_WORDS,
    SourceIndex,
    has_link,
    has_markup,
    index_source,
    match_strength,
    read,
)
from service.papers import Paper
from service.summarization.generated_text import Numbers, Support
from service.summarization.output_parser import Claim
from service.summarization.recitation import nearest_lines, with_the_rest
from service.summarization.verification import ClaimVerdict, SourceSentence, Verification
from service.text import fold, sentences, terms

_NUMBER = re.compile(r"\d+")
_CLAUSE = re.compile(r"[,;:]\s+|\s+and\s+(?=(?:the|this|these|it|its|they|their|all|no)\b)")
_DOMAIN = re.compile(
    r"(?<![\w@/.-])(?:[A-Za-z0-9][A-Za-z0-9-]+\.)+(?!js\b|py\b)[a-z]{2,}(?!\w)"  # "Node.js" is a name
    r"|\(dot\)|\bat \w+ dot \w+|\w dot \w+ slash\b"
)
_OF_MEANING = frozenset(
    """unsupported_sentence entity_not_in_source direction_reversed negation_flipped hedge_dropped overclaim
    roles_exchanged undecided""".split()  # noqa: SIM905
)
_CLAUSE_WORDS = 4
_SHARED_TERMS = 2  # of a claim and a sentence that supports it
_NEAREST = 2  # sentences of one paper that a tie may rest on
_NAMED = 2  # edits that a refused claim is told


def verify_claims(claims: Sequence[Claim], paper: Paper, source: Sequence[SourceSentence]) -> Verification:
    """The verdicts on an answer about `paper`, written from the numbered `source`; at least one claim."""
    evidence = _Evidence.of(paper, source)
    found = [_verdict(claim, evidence) for claim in claims]
    return Verification(tuple(verdict for verdict, _ in found), found[0][1].checker, paper.damage)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What claims may rest on: the numbered sentences, less what somebody planted among them."""

    paper: Paper
    source: Sequence[SourceSentence]
    numbers: Mapping[int, int]  # of a sentence of the paper: where it stands in what is left of the abstract, from 0
    index: SourceIndex

    @classmethod
    def of(cls, paper: Paper, source: Sequence[SourceSentence]) -> "_Evidence":
        left = {each.id: _without_planted(each) for each in {line.paper.id: line.paper for line in source}.values()}
        own = left.get(paper.id) or _without_planted(paper)
        places = list(enumerate(sentences(own.abstract)))
        numbers = {
            number: place
            for number, line in enumerate(source, 1)
            for place, span in places
            if line.paper.id == own.id and span.start <= line.span.start < span.end
        }
        return cls(
            own,
            [SourceSentence(left[line.paper.id], line.span) for line in source],
            numbers,
            index_source(own.title, own.abstract),
        )

    @property
    def plain(self) -> Source:
        """What the checker holds claims about the paper against."""
        return Source(self.paper.title, self.paper.abstract)

    def cited(self, claim: Claim) -> list[SourceSentence]:
        """The sentences that a claim cites, of all papers."""
        source_sentences = [
            (number, self.source[number - 1]) for number in claim.evidence if 0 < number <= len(self.source)
        ]
        return [
            line
            for number, line in source_sentences
            if (number in self.numbers if line.paper is self.paper else line.text.strip())
        ]

    def held_against(self, cited: Sequence[SourceSentence], support: Sequence[Support]) -> tuple[str, ...]:
        """The sentences that a claim cites or is supported by, in the order of the source."""
        spans = {(span.paper_id, span.start) for span in support}
        lines = [line for line in self.source if line in cited or (line.paper.id, line.span.start) in spans]
        return tuple(text for line in lines if (text := line.text.strip()))

    def known(self, cited: Sequence[SourceSentence]) -> SourceIndex:
        """All that a claim may speak of: the paper, and what it cites of others."""
        others = {line.paper.title: None for line in cited if line.paper is not self.paper}
        texts = [*others, *(line.text for line in cited if line.paper is not self.paper)]
        return index_source(self.plain.title, ". ".join([self.plain.abstract, *texts])) if texts else self.index


def _without_planted(paper: Paper) -> Paper:
    """The paper with spaces in the place of what does not tell of its matter; offsets stay."""
    english = not is_foreign_language(paper.abstract)
    title, abstract = without_outliers(
        without_injections(paper.title, english), without_injections(paper.abstract, english)
    )
    return paper.model_copy(update={"title": title.strip(), "abstract": abstract})


def _verdict(claim: Claim, evidence: _Evidence) -> tuple[ClaimVerdict, Report]:
    """The verdict on the first reading of a claim that stands, or else on the last."""
    found = [_verdict_on(reading, evidence) for reading in _readings(claim, evidence)]
    return next((each for each in found if not each[0].reasons), found[-1])


def _verdict_on(claim: Claim, evidence: _Evidence) -> tuple[ClaimVerdict, Report]:
    cited, paper = evidence.cited(claim), evidence.paper
    others = [line for line in cited if line.paper is not paper and _speaks_of(claim.english, line, paper)]
    cited = [line for line in cited if line.paper is paper or line in others]
    report = _check_connection(claim, paper, cited) if others else _check_own(claim, evidence)
    reasons = _connection_reasons(claim, evidence, cited, report.reasons) if others else list(report.reasons)
    if is_injection(claim.english) or is_injection(claim.text):
        reasons.append("injection_echo")
    if _addressed(claim.english):
        reasons.append("link")
    if others and _bare_clause(claim.english, evidence.known(cited)):
        reasons.append("unsupported_sentence")
    if others and not _shared(claim, paper, cited):
        reasons.append("unsupported_sentence")
    if claim.text != claim.english:
        reasons += _translation(claim, " ".join(line.text for line in evidence.source))
    support = _support(report, paper) if not others else _cited_support(claim, report, cited)
    numbers = Numbers(claimed=report.numbers.claimed, verified=report.numbers.verified)
    edits = tuple(str(edit) for sentence in report.sentences for edit in sentence.edits[:_NAMED]) if reasons else ()
    verdict = ClaimVerdict(
        claim,
        report.score,
        numbers,
        tuple(dict.fromkeys(reasons)),
        support,
        edits,
        evidence.held_against(cited, support),
    )
    return verdict, report


def _readings(claim: Claim, evidence: _Evidence) -> Iterator[Claim]:
    """The claim; one that names a liked paper without citing both cites the lines of both that it is most like."""
    lines = list(enumerate(evidence.source, 1))
    liked = [line.paper for _, line in lines if line.paper is not evidence.paper]
    named = next((paper for paper in liked if _names(claim, paper)), None)
    cited = {evidence.source[number - 1].paper.id for number in claim.evidence if 0 < number <= len(lines)}
    if named is None or {named.id, evidence.paper.id} <= cited:
        yield claim
        return
    said = Counter(terms(claim.english)) - Counter(terms(named.title))
    for most in range(1, _NEAREST + 1):
        found = [number for paper in (evidence.paper, named) for number in _most_like(said, paper, lines, most)]
        yield replace(claim, evidence=tuple(found))


def _most_like(said: Counter[str], paper: Paper, lines: Sequence[tuple[int, SourceSentence]], most: int) -> list[int]:
    """The numbers of the few sentences of a paper that share most terms with what is said."""
    shared = {number: len(said.keys() & {*terms(line.text)}) for number, line in lines if line.paper is paper}
    return sorted(sorted(filter(shared.get, shared), key=lambda number: -shared[number])[:most])


def _names(claim: Claim, paper: Paper) -> bool:
    """Whether a claim has the title of a paper, or what stands before its colon."""
    head = fold(paper.title).split(":")[0]
    return (" " in head or "“" in claim.english) and head in fold(claim.english)


def _speaks_of(text: str, line: SourceSentence, paper: Paper) -> bool:
    """Whether a claim about `paper` speaks of the liked one that it cites a line of: by its title, or by words of its.

    A sentence that does not is the paper's own, whatever it cites.
    """
    if "“" in text or fold(line.paper.title).split(":")[0] in fold(text):
        return True
    own = {*terms(paper.title), *terms(paper.abstract)}
    return any(term in {*terms(line.text)} - own for term in terms(text))


def _addressed(text: str) -> bool:
    """Whether a text holds an address, also one that the abstract has: anybody may have put it there."""
    return has_link(text, "") or _DOMAIN.search(text) is not None


def _bare_clause(text: str, known: SourceIndex) -> bool:
    """Whether a clause names things, and the source none of them: a short one gets lost in a long true sentence."""
    for clause in _CLAUSE.split(text):
        tokens = [token for line in read(clause).tokens for token in line]
        names = [
            token for token in tokens if token.content and token.kind == "word" and token.text not in GENERAL_WORDS
        ]
        if len(tokens) >= _CLAUSE_WORDS and names and not any(match_strength(token, known) for token in names):
            return True
    return False


def _check_own(claim: Claim, evidence: _Evidence) -> Report:
    """The verdict against the cited sentences; where these do not bear it out, against those that come nearest.

    A citation is a hint: models count from the title, or are off by one, and say what is true.
    """
    cited = [evidence.numbers[number] for number in claim.evidence if number in evidence.numbers]
    report = check(evidence.plain, claim.english, [cited]) if cited else None
    if report is not None and report.passed:
        return report
    nearest = nearest_lines(evidence.plain, claim.english)
    for lines in (nearest, sorted({*cited, *nearest}), with_the_rest(nearest, evidence.plain, claim.english)):
        other = check(evidence.plain, claim.english, [lines])
        if other.passed:
            return other
    return report or other


def _check_connection(claim: Claim, paper: Paper, cited: Sequence[SourceSentence]) -> Report:
    """The verdict against both passages together, under both titles."""
    titles = {line.paper.id: line.paper.title for line in cited} | {paper.id: paper.title}
    passage = " ".join([*(f"{title.rstrip('.')}." for title in titles.values()), *(line.text for line in cited)])
    return check(Source(paper.title, passage), claim.english, [range(len(sentences(passage)))])


def _connection_reasons(
    claim: Claim, evidence: _Evidence, cited: Sequence[SourceSentence], reasons: Sequence[str]
) -> list[str]:
    """The reasons against a tie, where the checker cannot know that connecting words claim nothing, or too much."""
    here = [line.text for line in cited if line.paper is evidence.paper]
    there = [line.text for line in cited if line.paper is not evidence.paper]
    if unstated_relation(claim.english, [*here, *there]):
        return [*reasons, "unsupported_sentence"]
    both = states_shared_topic(claim.english, evidence.plain.title, here, there)
    return [reason for reason in reasons if not both or reason not in _OF_MEANING]


def _shared(claim: Claim, paper: Paper, cited: Sequence[SourceSentence]) -> bool:
    """Whether a term of the claim, other than the words of a liked title, stands in both cited passages."""
    here = {term for line in cited if line.paper is paper for term in terms(line.text)}
    there = {term for line in cited if line.paper is not paper for term in terms(line.text)}
    titles = {term for line in cited if line.paper is not paper for term in terms(line.paper.title)}
    said = Counter(terms(claim.english))
    named = Counter(term for line in cited if line.paper is not paper for term in set(terms(line.paper.title)))
    return any(said[term] > (named[term] if term in titles else 0) for term in said if term in here and term in there)


def _translation(claim: Claim, source: str) -> list[str]:
    """What can be told to be wrong with a translation: its numbers, addresses and form, not its meaning."""
    text = claim.text
    checks = {
        "number_not_in_source": sorted(_NUMBER.findall(text)) != sorted(_NUMBER.findall(claim.english)),
        "link": _addressed(text),
        "markup": has_markup(text, source),
        "too_long": len(text) > min(MAX_TEXT, 4 * len(claim.english) + 100),
    }
    return [reason for reason, wrong in checks.items() if wrong]


def _support(report: Report, paper: Paper) -> tuple[Support, ...]:
    return tuple(
        Support(paper_id=paper.id, start=span.start, end=span.end, score=span.score)
        for sentence in report.sentences
        for span in sentence.support
        if span.field == "abstract"
    )


def _cited_support(claim: Claim, report: Report, cited: Sequence[SourceSentence]) -> tuple[Support, ...]:
    """The few cited sentences of each paper that the claim takes most words from."""
    said = Counter(terms(claim.english))
    numbered = list(enumerate(cited))
    nearest = {
        n
        for paper in {line.paper.id: line.paper for line in cited}.values()
        for n in _most_like(said, paper, numbered, _NEAREST)
    }
    return tuple(
        Support(paper_id=line.paper.id, start=line.span.start, end=line.span.end, score=report.score)
        for number, line in numbered
        if number in nearest
        and sum((said & Counter(terms(line.text))).values()) >= min(_SHARED_TERMS, len(set(terms(line.text))))
    )
