"""Which words of a candidate sentence the source has, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from service.faithfulness.lexical.words import Passage, Token, read

WINDOW = 6
_FUZZY = 5


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """A source ready to be asked: its passages, where each root occurs, its word pairs and initials."""

    abstract: Passage
    title: tuple[Token, ...]
    lines: tuple[tuple[Token, ...], ...]
    roots: dict[str, list[tuple[int, int]]]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    triples: frozenset[tuple[str, str, str]]
    prefixes: frozenset[str]
    initials: tuple[str, ...]


@lru_cache(maxsize=16)  # a text is checked sentence by sentence, and its writer looks at the source as well
def index_source(title: str, abstract: str) -> SourceIndex:
    """Index a source; line i is sentence i of the abstract, the last line is the title."""
    body = read(abstract)
    heading = tuple(token for line in read(title).tokens for token in line)
    return _index(body, heading, (*body.tokens, heading))


def restricted_to(source: SourceIndex, lines: Sequence[int]) -> SourceIndex:
    """The same source with only these lines and the title; line numbers stay as they were."""
    kept = frozenset(lines) | {len(source.lines) - 1}
    rows = tuple(line if number in kept else () for number, line in enumerate(source.lines))
    return _index(source.abstract, source.title, rows)


def _index(body: Passage, heading: tuple[Token, ...], lines: tuple[tuple[Token, ...], ...]) -> SourceIndex:
    roots: dict[str, list[tuple[int, int]]] = {}
    pairs: set[tuple[str, str]] = set()
    triples: set[tuple[str, str, str]] = set()
    initials: list[str] = []
    for number, line in enumerate(lines):
        for place, token in enumerate(line):
            roots.setdefault(token.root, []).append((number, place))
        texts = [token.text for token in line]
        pairs.update(pairwise(texts))
        triples.update(zip(texts, texts[1:], texts[2:], strict=False))
        initials += _initials(line)
    tokens = [token for line in lines for token in line]
    return SourceIndex(
        body,
        heading,
        lines,
        roots,
        frozenset(token.text for token in tokens),
        frozenset(pairs),
        frozenset(triples),
        frozenset(token.root[:_FUZZY] for token in tokens if token.kind == "word" and len(token.root) >= _FUZZY),
        tuple(initials),
    )


def _initials(line: Sequence[Token]) -> tuple[str, str]:
    """The first letters of a line's words, and of those that carry meaning."""
    words = [token for token in line if token.kind == "word"]
    return "".join(t.text[0] for t in words), "".join(t.text[0] for t in words if t.content)


def match_strength(token: Token, source: SourceIndex) -> float:
    """How surely the source has a token: 1 same root, .7 same beginning, .6 an acronym spelled out, 0 not at all."""
    if token.root in source.roots or token.text in source.words:
        return 1.0
    if token.shape == "acronym" and _spelled_out(token.text.removesuffix("s"), source):
        return 0.6
    if token.kind == "word" and len(token.root) >= _FUZZY and token.root[:_FUZZY] in source.prefixes:
        return 0.7
    return 0.0


def _spelled_out(acronym: str, source: SourceIndex) -> bool:
    return len(acronym) > 1 and any(acronym in letters for letters in source.initials)


class Rarity:
    """How much a word tells: from 0 (every abstract has it) to 1 (no abstract known has it), by document counts."""

    __slots__ = ("counts", "documents")

    def __init__(self, counts: Mapping[str, int], documents: int) -> None:
        """Take document counts by root out of so many documents."""
        self.counts = counts
        self.documents = documents

    def of(self, token: Token) -> float:
        """The weight of one token: log inverse document frequency, scaled to 0..1."""
        count = self.counts.get(token.root, 0)
        return _log_share(count, self.documents)

    def known(self, key: str) -> bool:
        """Whether some abstract has a word of this root."""
        return key in self.counts


def _log_share(count: int, documents: int) -> float:
    return max(0.05, 1.0 - log(1.0 + count) / log(1.0 + documents))


@dataclass(frozen=True, slots=True)
class Alignment:
    """One sentence against the source: match and weight per content token, cover per source line, best lines."""

    tokens: tuple[Token, ...]
    content: tuple[Token, ...]
    match: tuple[float, ...]
    weight: tuple[float, ...]
    cover: tuple[float, ...]
    best: tuple[int, ...]


def align(sentence: tuple[Token, ...], source: SourceIndex, rarity: Rarity, cited: Sequence[int] = ()) -> Alignment:
    """Match a sentence with the source; the best lines are those cited, or else the one or two that cover most."""
    content = tuple(token for token in sentence if token.content)
    weight = tuple(rarity.of(token) for token in content)
    match = tuple(match_strength(token, source) for token in content)
    total = sum(weight) or 1.0
    covers = [0.0] * len(source.lines)
    for token, importance in zip(content, weight, strict=True):
        for line in {place[0] for place in source.roots.get(token.root, ())}:
            covers[line] += importance / total
    best = tuple(cited) or _best(content, weight, covers, source)
    return Alignment(sentence, content, match, weight, tuple(covers), best)


def _best(
    content: Sequence[Token], weight: Sequence[float], covers: Sequence[float], source: SourceIndex
) -> tuple[int, ...]:
    """The line that covers most, then the line that adds most to it, if it adds a fifth."""
    body = range(len(covers) - 1)
    if not body or not content:
        return ()
    first = max(body, key=lambda line: (covers[line], -line))
    if covers[first] <= 0:
        return ()
    rest = [
        (t, w) for t, w in zip(content, weight, strict=True) if all(p[0] != first for p in source.roots.get(t.root, ()))
    ]
    gains = [0.0] * len(covers)
    for token, importance in rest:
        for line in {place[0] for place in source.roots.get(token.root, ())}:
            gains[line] += importance
    second = max(body, key=lambda line: (gains[line], -line))
    return (first, second) if second != first and gains[second] >= 0.2 * sum(weight) else (first,)
