"""What two papers both discuss, in their own words: the evidence for "you liked X, which also discusses Y"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.text import STOP_WORDS, Span, fold, word_set

_MOST_WORDS = 3  # in a term
_MOST_TERMS = 2
_SHORTEST = 3  # letters in a word of a term
_Term = tuple[str, ...]
_Spans = dict[_Term, list[Span]]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Words that nearly every abstract has: alone, or only with one another, they connect nothing.
_GENERIC = word_set(
    """
    ability accuracy achieve algorithm analysis application approach architecture art artificial based baseline
    behavior benchmark case challenge class code compare complex complexity computation computational computer
    condition cost data dataset deep demonstrate design develop different dimensional effect effective
    efficiency efficient empirical error evaluate evaluation example existing experiment experimental extensive
    feature form framework function general high-dimensional human image improve improvement information input
    insight investigate key language large-scale layer learn learned learning limitation low machine mechanism
    method model modeling modelling modern multiple nature network neural number objective order output
    outperform paper parameter performance point potential power practical prediction previous problem procedure
    process property quality question range rate real real-world recent related relevant representation require
    research response role sample scale scenario scheme score sequence set setting simple simulation single size
    solution solve space specific speed standard state state-of-the-art step strategy strong structure study
    success system task technique term test theoretical theory time tool total train training type understanding
    unit user value variety version view work world year"""
)

# Verbs, praise and links: never part of the name of a thing.
_FILLER = word_set(
    """
    achieve achieved aim allow applied apply aspect based called capture captured choose compare consider
    consist crucial demonstrate derive design develop enable establish exhibit extend extensive favorable follow
    generate github given guarantee help http https identify improve incorporate introduce investigate involve
    lead learn leverage maintain observe occur offer outperform perform play predict promising proposed provide
    recent reduce related rely remain require reveal role serve show source state-of-the-art study suffer tend
    trained train understand validate www yield"""
)


@dataclass(frozen=True, slots=True)
class LikedPaper:
    """A paper the reader liked."""

    id: str
    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class SharedTopics:
    """The terms that this abstract and the liked paper's share, as written here, and a span of each in both."""

    liked: LikedPaper
    terms: tuple[str, ...]
    here: tuple[Span, ...]
    there: tuple[Span, ...]


def find_shared_topics(title: str, abstract: str, liked: Sequence[LikedPaper]) -> SharedTopics | None:
    """The liked paper that shares the most telling terms with this one, the earlier on a tie; None when none does."""
    mine = _term_spans(abstract)
    best: SharedTopics | None = None
    strongest = 0.0
    for paper in liked:
        theirs = _term_spans(paper.abstract)
        in_titles = _singular_words(title) | _singular_words(paper.title)
        shared = [
            term
            for term in mine.keys() & theirs.keys()
            if len(term) > 1 or _is_topic(term, title, paper.title, mine, theirs)
        ]
        terms = _most_telling(shared, in_titles, mine, theirs)
        strength = sum(_weight(term, in_titles) for term in terms)
        if strength > strongest:
            strongest = strength
            here = tuple(mine[term][0] for term in terms)
            written = tuple(abstract[span.start : span.end] for span in here)
            best = SharedTopics(paper, written, here, tuple(theirs[term][0] for term in terms))
    return best


def _is_topic(term: _Term, title: str, other: str, mine: _Spans, theirs: _Spans) -> bool:
    """Whether one word is enough: it is in both titles, or in one and more than once in both abstracts."""
    in_titles = (term[0] in _singular_words(title), term[0] in _singular_words(other))
    return all(in_titles) or (any(in_titles) and min(len(mine[term]), len(theirs[term])) > 1)


def _most_telling(shared: Sequence[_Term], in_titles: set[str], mine: _Spans, theirs: _Spans) -> list[_Term]:
    """The best terms, no word in two of them: by weight, then by how often both have them, then by position."""
    ranked = sorted(
        shared,
        key=lambda term: (-_weight(term, in_titles), -min(len(mine[term]), len(theirs[term])), mine[term][0]),
    )
    chosen: list[_Term] = []
    for term in ranked:
        if len(chosen) < _MOST_TERMS and not any(set(term) & set(other) for other in chosen):
            chosen.append(term)
    return chosen


def _weight(term: _Term, in_titles: set[str]) -> float:
    """A word that few abstracts have counts 1, another 0.5, and as much again when one of the titles has it."""
    return sum((0.5 if word in _GENERIC else 1.0) * (1 + (word in in_titles)) for word in term)


def _singular_words(text: str) -> set[str]:
    return {_singular(fold(m[0])) for m in _WORD.finditer(text)}


@lru_cache(maxsize=256)  # the same likes meet every paper of a batch
def _term_spans(text: str) -> _Spans:
    """Where each term of one to three words ends a noun phrase, as far as the next word tells."""
    words = [(Span(*m.span()), _singular(fold(m[0]))) for m in _WORD.finditer(text)]
    found: _Spans = {}
    for end in range(1, len(words) + 1):
        if end < len(words) and _adjacent(text, words[end - 1][0], words[end][0]) and words[end][1] not in STOP_WORDS:
            continue
        for start in range(end - 1, max(-1, end - 1 - _MOST_WORDS), -1):
            if start < end - 1 and not _adjacent(text, words[start][0], words[start + 1][0]):
                break
            term = tuple(word for _, word in words[start:end])
            if not all(_may_name(word) for word in term):
                break
            if any(word not in _GENERIC for word in term):
                found.setdefault(term, []).append(Span(words[start][0].start, words[end - 1][0].end))
    return found


def _may_name(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in STOP_WORDS and word not in _FILLER and not word.isdecimal()


def _adjacent(text: str, left: Span, right: Span) -> bool:
    return text[left.end : right.start] == " "


def _singular(word: str) -> str:
    """Plural endings off, for comparison only: "flows" and "flow" are one term, and "ies" becomes "y"."""
    if len(word) <= _SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]
