"""Where a paper has the words of a query, and which sentence of its abstract has the most of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.discovery.query import Clause, Forms
from service.papers import Paper
from service.text import WORD, Span, fold, sentences, spellings


@dataclass(frozen=True, slots=True)
class Highlights:
    """Spans of the title and of the abstract, ascending and apart, and the sentence that answers best.

    None when no sentence has any of the words.
    """

    title: tuple[Span, ...] = ()
    abstract: tuple[Span, ...] = ()
    sentence: Span | None = None


def find_highlights(paper: Paper, weights: Mapping[str, float], phrases: Iterable[Clause]) -> Highlights:
    """Where words, in any spelling, and phrases stand. `weights` says how much each word tells.

    The best sentence has the distinct words of the most weight, and is the first of equal ones.
    """
    forms = {form: word for word in weights for form in spellings(word)}
    sought = [clause.forms for clause in phrases]
    title, abstract = _found(paper.title, forms, sought), _found(paper.abstract, forms, sought)
    best, most = None, 0.0
    for sentence in sentences(paper.abstract) if abstract else ():
        inside = {word for start, end, word in abstract if sentence.start <= start and end <= sentence.end}
        if (weight := sum(weights.get(word, 1.0) for word in inside)) > most:
            best, most = sentence, weight
    return Highlights(_merged(title), _merged(abstract), best)


def _found(text: str, forms: Mapping[str, str], phrases: Sequence[Forms]) -> list[tuple[int, int, str]]:
    """Start and end of each word or phrase, and what it is a form of, in order."""
    tokens = [(each.start(), each.end(), fold(each[0])) for each in WORD.finditer(text)]
    found = [(start, end, forms[token]) for start, end, token in tokens if token in forms]
    for phrase in phrases:
        for at in [place for place, (_, _, token) in enumerate(tokens) if token in phrase[0]]:
            run = tokens[at : at + len(phrase)]
            if len(run) == len(phrase) and all(token[2] in form for token, form in zip(run, phrase, strict=True)):
                found.append((run[0][0], run[-1][1], str(phrase)))
    return sorted(found)


def _merged(found: Iterable[tuple[int, int, str]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for start, end, _ in found:
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)
