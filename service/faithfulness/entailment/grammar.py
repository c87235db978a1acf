"""Constructions that say the same in another form: what is said by a verb alone, and by a noun with a verb for show."""

from collections.abc import Sequence
from dataclasses import replace

from service.faithfulness.entailment.closed_words import AIM_KEYS, FRAME_KEYS, JUDGED_KEYS, SUPPORT_KEYS
from service.faithfulness.entailment.keys import key_of
from service.faithfulness.entailment.reading import Word
from service.text import rendering_classes, word_set
from service.text.lexicon import Part, is_part

NOWHERE = -1
_MODIFIERS = 3  # words between a support verb and its noun
_LACKING = word_set("lack lacks lacked lacking")
_MAKING, _ENABLED = word_set("make makes made making"), 8  # words that may be made possible
_ACCORDING, _REPORTERS, _REPORTS = 2, 6, ("show", "suggest")  # words: according to, who or what reports, and how
_ANY_REACH = 6  # words after a negation in which "any" says nothing


def with_plain_negations(words: Sequence[Word]) -> list[Word]:
    """The words with "needs no X" as "not needs X", without the "any" of "not … any", and "makes X possible" as one."""
    found: list[Word] = []
    read = _with_negated_verbs(_with_aims(_with_enabling_verbs(_with_reports(words))))
    for number, word in enumerate(read):
        if word.text == "any" and _is_negated(found, word):
            continue
        if word.text in _LACKING and read[number + 1 : number + 2] and read[number + 1].text != "of":
            found.append(replace(word, key="not", kind="negation"))
            continue
        last = found[-1] if found else None
        if word.text == "no" and last and _follows(word, last) and _is_verb(last):
            found[-1:] = [replace(word, key="not", break_before=last.break_before), replace(last, break_before="")]
        else:
            found.append(replace(word, key="not") if word.text in {"no", "not any"} else word)
    first = words[0].place if words else 0
    return [replace(word, place=first + at) for at, word in enumerate(found)]


def _with_negated_verbs(words: Sequence[Word]) -> list[Word]:
    """The words with "no X is done" as "X is not done"."""
    found = list(words)
    for at, word in enumerate(words):
        opens = at == 0 or word.break_before or words[at - 1].kind == "conjunction" or _reports(words[at - 1])
        if word.text != "no" or not opens:
            continue
        verbs = [after for after in _clause(words, at) if words[after].auxiliary]
        if len(verbs) == 1:
            moved = replace(word, text="not", key="not", break_before="")
            found[at : verbs[0]] = [
                replace(words[at + 1], break_before=word.break_before),
                *words[at + 2 : verbs[0]],
                moved,
            ]
    return found


def _with_enabling_verbs(words: Sequence[Word]) -> list[Word]:
    """The words with "makes X possible" as "enables X"."""
    found = list(words)
    for at, word in enumerate(words):
        ends = (after for after in range(at + 2, min(at + 2 + _ENABLED, len(words))) if words[after].text == "possible")
        end = next(ends, 0) if word.text in _MAKING else 0
        if end and not any(each.break_before or each.kind == "negation" for each in words[at + 1 : end + 1]):
            key = key_of("enable")
            found[at] = replace(word, key=key, classes=rendering_classes(key_of)[key][key,])
            found[end] = replace(words[end], key="")
    return [word for word in found if word.key]


def _with_reports(words: Sequence[Word]) -> list[Word]:
    """The words with "according to our results, A" as "our results show that A", or suggest it."""
    if [word.text for word in words[:2]] != ["according", "to"]:
        return list(words)
    places = range(_ACCORDING + 1, min(_ACCORDING + 1 + _REPORTERS, len(words)))
    end = next((at for at in places if "," in words[at].break_before), 0)
    if not end:
        return list(words)
    classes = frozenset[int]().union(*(rendering_classes(key_of)[key][key,] for key in map(key_of, _REPORTS)))
    rest = replace(words[end], break_before="")
    report = replace(rest, text=_REPORTS[0], key=key_of(_REPORTS[0]), classes=classes, kind="word", hyphened=False)
    return [*words[_ACCORDING:end], report, rest, *words[end + 1 :]]


def _with_aims(words: Sequence[Word]) -> list[Word]:
    """The words with "the aim of this study is to do" as "this study aims to do"."""
    found = list(words)
    for at, (noun, joint, verb) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if noun.key in AIM_KEYS and joint.text == "of" and verb.text == "to":
            keys = (key_of("aim"), key_of("to"))
            aims = replace(noun, key=" ".join(keys), classes=rendering_classes(key_of)[keys[0]][keys])
            found[at : at + 3] = [aims, replace(joint, key=""), replace(verb, key="")]
    return [word for word in found if word.key]


def _reports(word: Word) -> bool:
    """Whether a clause may follow: "we show that", "it is surprising that"."""
    return word.auxiliary or word.key in FRAME_KEYS | JUDGED_KEYS


def _clause(words: Sequence[Word], at: int) -> range:
    """The places after one, up to the next punctuation mark or conjunction."""
    ends = (
        after
        for after in range(at + 1, len(words))
        if words[after].break_before.strip("()") or words[after].kind == "conjunction"
    )
    return range(at + 2, next(ends, len(words)))


def _is_negated(before: Sequence[Word], word: Word) -> bool:
    if word.break_before:
        return False
    for other in reversed(before[-_ANY_REACH:]):
        if other.kind == "negation" or other.text == "without":
            return True
        if other.break_before:
            return False
    return False


def _follows(word: Word, last: Word) -> bool:
    """Whether nothing stands between two words, not even an auxiliary: "the model has no labels"."""
    return word.start == last.start + len(last.text) + 1


def _is_verb(word: Word) -> bool:
    return word.kind == "word" and is_part(word.text, Part.VERB)


def is_support_verb(words: Sequence[Word], place: int, partners: Sequence[int], others: Sequence[Word]) -> bool:
    """Whether a verb is there for the noun after it, which the other text has as a verb: to perform an evaluation.

    `partners` are the places in `others` of what `words` are there.
    """
    if words[place].key not in SUPPORT_KEYS:
        return False
    for after in range(place + 1, min(place + 2 + _MODIFIERS, len(words))):
        word = words[after]
        if word.break_before or not word.content:
            return False
        if partners[after] != NOWHERE and _is_verb_of(word.text, others[partners[after]].text):
            return True
    return False


def _is_verb_of(noun: str, verb: str) -> bool:
    """Whether a verb says what the noun, or a participle, does with a verb for show."""
    return is_part(verb, Part.VERB) and (is_part(noun, Part.NOUN) or noun.endswith("ed"))
