"""Which words of a candidate sentence the source has, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from service.faithfulness.lexical.words import Passage, Token, read

_PREFIX = 5  # letters that two words share whose beginnings are the same


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """A source ready to be looked up in: an inverted index of its lines, their word pairs, triples and initials.

    Line i is sentence i of the abstract, the last line is the title; `postings` has for each stem the (line, position)
    of its tokens.
    """

    abstract: Passage
    title: tuple[Token, ...]
    lines: tuple[tuple[Token, ...], ...]
    postings: dict[str, list[tuple[int, int]]]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    triples: frozenset[tuple[str, str, str]]
    prefixes: frozenset[str]
    initials: tuple[str, ...]


@lru_cache(maxsize=16)  # a text is checked sentence by sentence, and its writer looks at the source as well
def index_source(title: str, abstract: str) -> SourceIndex:
    """Index a source; line i is sentence i of the abstract, the last line is the title."""
    body = read(abstract)
    title_tokens = tuple(token for line in read(title).tokens for token in line)
    return _index(body, title_tokens, (*body.tokens, title_tokens))


def restricted_to(source: SourceIndex, lines: Sequence[int]) -> SourceIndex:
    """The same source with only these lines and the title; line numbers stay as they were."""
    kept = frozenset(lines) | {len(source.lines) - 1}
    rows = tuple(line if number in kept else () for number, line in enumerate(source.lines))
    return _index(source.abstract, source.title, rows)


def _index(body: Passage, title: tuple[Token, ...], lines: tuple[tuple[Token, ...], ...]) -> SourceIndex:
    postings: dict[str, list[tuple[int, int]]] = {}
    pairs: set[tuple[str, str]] = set()
    triples: set[tuple[str, str, str]] = set()
    initials: list[str] = []
    for number, line in enumerate(lines):
        for position, token in enumerate(line):
            postings.setdefault(token.stem, []).append((number, position))
        texts = [token.text for token in line]
        pairs.update(pairwise(texts))
        triples.update(zip(texts, texts[1:], texts[2:], strict=False))
        initials += _initials(line)
    tokens = [token for line in lines for token in line]
    return SourceIndex(
        body,
        title,
        lines,
        postings,
        frozenset(token.text for token in tokens),
        frozenset(pairs),
        frozenset(triples),
        frozenset(token.stem[:_PREFIX] for token in tokens if token.kind == "word" and len(token.stem) >= _PREFIX),
        tuple(initials),
    )


def _initials(line: Sequence[Token]) -> tuple[str, str]:
    """The first letters of a line's words, and of those that carry meaning."""
    words = [token for token in line if token.kind == "word"]
    return "".join(t.text[0] for t in words), "".join(t.text[0] for t in words if t.content)


def match_strength(token: Token, source: SourceIndex) -> float:
    """How surely the source has a token: 1 same stem, .7 same beginning, .6 an acronym expanded, 0 not at all."""
    if token.stem in source.postings or token.text in source.words:
        return 1.0
    if token.shape == "acronym" and _is_expanded(token.text.removesuffix("s"), source):
        return 0.6
    if token.kind == "word" and len(token.stem) >= _PREFIX and token.stem[:_PREFIX] in source.prefixes:
        return 0.7
    return 0.0


def _is_expanded(acronym: str, source: SourceIndex) -> bool:
    return len(acronym) > 1 and any(acronym in letters for letters in source.initials)


class Rarity:
    """How much a word says: from 0.05 (every abstract has it) to 1 (no abstract known has it), by document counts."""

    __slots__ = ("counts", "documents")

    def __init__(self, counts: Mapping[str, int], documents: int) -> None:
        """Take document counts by stem out of so many documents."""
        self.counts = counts
        self.documents = documents

    def of(self, token: Token) -> float:
        """The weight of one token: 1 - ln(1 + d) / ln(1 + n) with d of n documents, an idf scaled to 1."""
        count = self.counts.get(token.stem, 0)
        return max(0.05, 1.0 - log(1.0 + count) / log(1.0 + self.documents))

    def total(self, tokens: Iterable[Token]) -> float:
        """The sum of the weights of tokens."""
        return sum(self.of(token) for token in tokens)

    def known(self, stem: str) -> bool:
        """Whether some abstract has a word of this stem."""
        return stem in self.counts


@dataclass(frozen=True, slots=True)
class Alignment:
    """One candidate sentence against the source.

    `matches` (see `match_strength`) and `weights` (see `Rarity`) belong to its `content` tokens; `coverage` has for
    each line of the source the share of the weight that is found there, 0 to 1; `best_lines` support it best.
    """

    tokens: tuple[Token, ...]
    content: tuple[Token, ...]
    matches: tuple[float, ...]
    weights: tuple[float, ...]
    coverage: tuple[float, ...]
    best_lines: tuple[int, ...]


def align(sentence: tuple[Token, ...], source: SourceIndex, rarity: Rarity, cited: Sequence[int] = ()) -> Alignment:
    """Match a sentence with the source; the best lines are those cited, or else the one or two that cover most."""
    content = tuple(token for token in sentence if token.content)
    weights = tuple(rarity.of(token) for token in content)
    matches = tuple(match_strength(token, source) for token in content)
    total = sum(weights) or 1.0
    coverage = [0.0] * len(source.lines)
    for token, weight in zip(content, weights, strict=True):
        for line in {posting[0] for posting in source.postings.get(token.stem, ())}:
            coverage[line] += weight / total
    best_lines = tuple(cited) or _best_lines(content, weights, coverage, source)
    return Alignment(sentence, content, matches, weights, tuple(coverage), best_lines)


def _best_lines(
    content: Sequence[Token], weights: Sequence[float], coverage: Sequence[float], source: SourceIndex
) -> tuple[int, ...]:
    """The line that covers most, then the line that adds most to it, if it adds a fifth."""
    body = range(len(coverage) - 1)
    if not body or not content:
        return ()
    first = max(body, key=lambda line: (coverage[line], -line))
    if coverage[first] <= 0:
        return ()
    gains = [0.0] * len(coverage)
    for token, weight in zip(content, weights, strict=True):
        lines = {posting[0] for posting in source.postings.get(token.stem, ())}
        if first not in lines:
            for line in lines:
                gains[line] += weight
    second = max(body, key=lambda line: (gains[line], -line))
    return (first, second) if second != first and gains[second] >= 0.2 * sum(weights) else (first,)
