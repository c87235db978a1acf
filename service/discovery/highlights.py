"""Where a paper has the words of a query, and which sentence of its abstract has the most of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.papers import Paper
from service.text import WORD, Span, fold, normalised, sentences


@dataclass(frozen=True, slots=True)
class Highlights:
    """Spans of the title and of the abstract, ascending and apart, and the sentence that answers best.

    None when no sentence has any of the words.
    """

    title: tuple[Span, ...] = ()
    abstract: tuple[Span, ...] = ()
    sentence: Span | None = None


def find_highlights(paper: Paper, weights: Mapping[str, float], phrases: Iterable[Sequence[str]]) -> Highlights:
    """Where words, in any spelling, and phrases stand. `weights` says how much each word tells.

    The best sentence has the distinct words of the most weight, and is the first of equal ones.
    """
    keys = {normalised(word): weight for word, weight in weights.items()}
    sought = [tuple(map(normalised, phrase)) for phrase in phrases]
    title, abstract = _found(paper.title, keys, sought), _found(paper.abstract, keys, sought)
    best, most = None, 0.0
    for sentence in sentences(paper.abstract):
        inside = {key for start, end, key in abstract if sentence.start <= start and end <= sentence.end}
        if (weight := sum(keys.get(key, 1.0) for key in inside)) > most:
            best, most = sentence, weight
    return Highlights(_merged(title), _merged(abstract), best)


def _found(text: str, keys: Mapping[str, float], phrases: Sequence[tuple[str, ...]]) -> list[tuple[int, int, str]]:
    """Start, end and key of each word or phrase, in order."""
    tokens = [(each.start(), each.end(), normalised(fold(each[0]))) for each in WORD.finditer(text)]
    found = [token for token in tokens if token[2] in keys]
    for phrase in phrases:
        for at in range(len(tokens) - len(phrase) + 1):
            run = tokens[at : at + len(phrase)]
            if tuple(key for _, _, key in run) == phrase:
                found.append((run[0][0], run[-1][1], " ".join(phrase)))
    return sorted(found)


def _merged(found: Iterable[tuple[int, int, str]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for start, end, _ in found:
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)
