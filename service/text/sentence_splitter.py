"""Where sentences begin and end: rules for the prose of abstracts, in one linear pass."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from service.text.word_sets import word_set


class Span(NamedTuple):
    """A half-open stretch of a text: text[start:end]."""

    start: int
    end: int


_STOP = re.compile(r"(?:[.!?…]+|[。！？])(?:''|[\"'”’)\]}»])*|\n\s*\n")
_LOOK_BACK = 80  # longer than any abbreviation or initial; keeps the pass linear on text without spaces
_OPENERS = "([{\"'“‘«¿¡`"

# Never the end of a sentence, whatever follows; the second set only as it is written here (10 ms. is an end).
_ABBREVIATIONS = word_set("e.g i.e eg ie cf vs w.r.t wrt viz resp approx ca a.k.a")
_TITLES = word_set("Dr Prof Mr Mrs Ms St")
# Not the end when the number of a figure, equation or reference follows.
_BEFORE_NUMBER = word_set(
    "fig figs eq eqs eqn sec secs sect ref refs no nos vol ch chap tab thm prop alg app p pp def lem"
)
# The end only when the next word plainly opens a sentence.
_UNLESS_OPENED = word_set("al etc inc ltd co corp ph.d m.sc i.i.d jan feb mar apr jun jul aug sep sept oct nov dec")
_SENTENCE_OPENERS = word_set(
    """
    a additionally after all although an and as at based because besides both but by code compared
    consequently current currently despite different during each empirically even existing experimental
    experiments extensive finally first firstly following for from further furthermore given here hence
    how however if in inspired instead it its last lastly many meanwhile more moreover most motivated
    nevertheless next no note notably numerical numerous on one our overall previous prior recent
    recently results second secondly several similarly since so some specifically such that the their
    then there therefore these they third this those though through thus to two under understanding
    unfortunately unlike using we what when where whereas whether while why with yet
    """
)
_NEXT_WORD = re.compile(r"[^\W\d_]{1,30}")
_INNER_CAPITAL = re.compile(r"[a-z]{1,3}[A-Z]")
_NUMBERING = re.compile(r"(?:^|:)\s*\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])\)?$")
_NUMBER_WIDTH = 8
_INITIALS = re.compile(r"[A-Z]|(?:[^\W\d_]\.)+[^\W\d_]")


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, without surrounding white space; only white space lies between."""
    spans: list[Span] = []
    start = 0
    for end in [*_ends(text), len(text)]:
        body = text[start:end]
        left = len(body) - len(body.lstrip())
        if left < len(body):
            spans.append(Span(start + left, start + len(body.rstrip())))
        start = end
    return spans


def _ends(text: str) -> Iterator[int]:
    start = 0
    for match in _STOP.finditer(text):
        if _is_end(text, match, start):
            start = match.end()
            yield start


def _is_end(text: str, stop: re.Match[str], start: int) -> bool:
    mark, end = stop[0], stop.end()
    if mark[0] in "。！？\n":
        return True
    if end >= len(text):
        return False
    if not text[end].isspace():
        return _is_glued_end(text, stop)
    after = text[end : end + _LOOK_BACK].lstrip()
    if not _may_open(after.lstrip(_OPENERS)):
        return False
    if mark[0] == "." and mark[:2] != "..":
        lead = text[max(start, stop.start() - _NUMBER_WIDTH) : stop.start()]
        return not _NUMBERING.search(lead) and _full_stop_ends(_word_before(text, stop.start()), after)
    return True


def _may_open(following: str) -> bool:
    """Whether a sentence may begin so: anything but a lower-case word, unless it is a name like iCaRL."""
    return bool(following) and (not following[0].islower() or _INNER_CAPITAL.match(following) is not None)


def _full_stop_ends(word: str, after: str) -> bool:
    folded = word.lower()
    if folded in _ABBREVIATIONS or word in _TITLES:
        return False
    if folded in _BEFORE_NUMBER:
        return not after.lstrip("([")[:1].isdigit()
    if folded in _UNLESS_OPENED or _INITIALS.fullmatch(word):
        return _opens(after.lstrip(_OPENERS))
    return True


def _is_glued_end(text: str, stop: re.Match[str]) -> bool:
    """An end with the space lost, as in `speed).In this work`: a word or bracket meets an opener."""
    before = text[max(0, stop.start() - 3) : stop.start()]
    if not (before[-1:] in ")]%" or (len(before) == 3 and before.isalpha() and before.islower())):
        return False
    if stop[0] != "." or any(sign in _word_before(text, stop.start()) for sign in "/@"):
        return False
    return _opens(text[stop.end() : stop.end() + _LOOK_BACK]) and text[stop.end()].isupper()


def _opens(following: str) -> bool:
    word = _NEXT_WORD.match(following)
    if word is None or following[word.end() : word.end() + 1] not in (" ", ",", "-"):
        return False
    return word[0][0].isupper() and word[0].lower() in _SENTENCE_OPENERS


def _word_before(text: str, end: int) -> str:
    """The word that stops at `end`, without the brackets and quotes that open it."""
    words = text[max(0, end - _LOOK_BACK) : end].split()
    return words[-1].lstrip(_OPENERS) if words and not text[end - 1].isspace() else ""
