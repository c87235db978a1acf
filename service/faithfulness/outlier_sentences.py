"""Sentences of a paper that share nothing with the rest of it and speak of how it is received: mostly planted there.

The sentences of an abstract share words that name something, or refer back to what was said. Many honest sentences do
neither, for their words are rare or plain ("Fibrosis remains a major unmet medical need."). So a sentence is left out
only if it speaks besides of judges, praise, texts or those who retell them, and the authors not of their own work.
"""

import re
from collections import Counter
from collections.abc import Sequence

from service.faithfulness.injection import ADDRESSEES
from service.faithfulness.lexical import AUTHOR_WORDS, GENERAL_WORDS, LIGHT_VERBS, Token, tokenise
from service.faithfulness.reception import OPINION, speaks_of_reception
from service.text import Span, is_adverb, sentences, word_set

_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})[.!?][\"”’)\]]*\s+(?=\S+\s+\S+\s+\S)")  # "et al. 2020" ends none
_ADDRESS = re.compile(r"\S+@\S+|https?:\S+")
_FIRST_PERSON = word_set("we our us ours")
_DEMONSTRATIVES = word_set("this these those such")
_PRONOUNS = word_set("it its they them their")
_CONNECTIVES = word_set("however moreover furthermore instead thus hence therefore but yet")
_MODIFIERS = word_set("ai llm summary")
_WORK = GENERAL_WORDS | LIGHT_VERBS
_TEXTS = AUTHOR_WORDS | _PRONOUNS | word_set("abstract text work manuscript submission record")
_GENERAL_STEMS = frozenset(token.stem for word in _WORK for token in tokenise(word, Span(0, len(word))))
_REACH = 6  # words after "we" in which their work is named
_NEXT = 1  # words after "this paper" of which the first tells what it does
_OPENING = 3  # words in which "it" mostly refers to something said before
_SHORTEST = 3  # words: "Summary 1." is a heading
_MOST = 200  # sentences to compare with each other
_PREFIX = 6  # letters that related words share
_SEVERAL = 2
_LEAST_SHARE = 0.5  # of the sentences that must be connected before any of them is an outlier,
_FEWEST = 6  # and how many, the title being one


def without_outliers(title: str, abstract: str) -> tuple[str, str]:
    """The title and the abstract with spaces in the place of outliers; offsets stay.

    Sentences that share words are connected (single linkage); outliers are outside of the largest component.
    """
    fields = [title, abstract]
    spans = [(field, span) for field, text in enumerate(fields) for span in _split(text)][:_MOST]
    plain = [_ADDRESS.sub(lambda match: " " * len(match[0]), text) for text in fields]  # names in it are no words
    parsed = [_Sentence(tokenise(plain[field], span)) for field, span in spans]
    component = _components(parsed)
    main, size = Counter(component).most_common(1)[0] if component else (0, 0)
    if size >= max(_FEWEST, _LEAST_SHARE * len(parsed)):
        for (field, (start, end)), sentence, own in zip(spans, parsed, component, strict=True):
            strange = own != main and sentence.names and len(sentence.words) >= _SHORTEST and not sentence.belongs()
            if strange and speaks_of_reception(fields[field][start:end], sentence.said):
                fields[field] = fields[field][:start] + " " * (end - start) + fields[field][end:]
    return fields[0], fields[1]


class _Sentence:
    """What a sentence names, by the beginnings of its stems, and its stems that name nothing."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.words = [token.text for token in tokens]
        # "We summarise" speaks of no summariser, and "AI researchers" of no machine.
        own = {at + 1 for at, word in enumerate(self.words) if word == "we"}
        nouns = [token.content and not is_adverb(token.text) for token in tokens[1:]]
        own |= {at for at, noun in enumerate(nouns) if noun and self.words[at] in _MODIFIERS}
        self.said = frozenset(word for at, word in enumerate(self.words) if at not in own)
        self.names = frozenset(
            token.stem[:_PREFIX] for token in tokens if token.content and token.stem not in _GENERAL_STEMS
        )
        self.general = frozenset(token.stem for token in tokens if token.stem in _GENERAL_STEMS)

    def related(self, other: "_Sentence") -> bool:
        """Whether two sentences share a name, or several words that name nothing."""
        return not self.names.isdisjoint(other.names) or len(self.general & other.general) >= _SEVERAL

    def belongs(self) -> bool:
        """Whether it describes the authors' work, or refers back and does not tell what others think of it."""
        if not ADDRESSEES.isdisjoint(self.said):
            return False
        places = range(len(self.words))
        return any(map(self._is_own_work, places)) or (
            OPINION.isdisjoint(self.said) and any(map(self._refers_back, places))
        )

    def _is_own_work(self, at: int) -> bool:
        word, after = self.words[at], self.words[at + 1 : at + _REACH]
        presented = word in AUTHOR_WORDS and at > 0 and self.words[at - 1] in _DEMONSTRATIVES
        return not _WORK.isdisjoint(after[:_NEXT] if presented else after if word in _FIRST_PERSON else ())

    def _refers_back(self, at: int) -> bool:
        word = self.words[at]
        if word in _DEMONSTRATIVES:
            return at + 1 < len(self.words) and self.words[at + 1] not in _TEXTS
        return (word in _PRONOUNS and at < _OPENING) or (word in _CONNECTIVES and at == 0)


def _split(text: str) -> list[Span]:
    """The sentences, cut at every full stop, also where no capital follows."""
    spans: list[Span] = []
    for span in sentences(text):
        ends = [match.end() for match in _FULL_STOP.finditer(text, span.start, span.end)]
        spans += [Span(start, end) for start, end in zip([span.start, *ends], [*ends, span.end], strict=True)]
    return spans


def _components(parsed: Sequence[_Sentence]) -> list[int]:
    """For each sentence the number of its connected component; the edges are between related sentences."""
    component = list(range(len(parsed)))
    for one, sentence in enumerate(parsed):
        for other in range(one):
            if component[one] != component[other] and sentence.related(parsed[other]):
                joined, left = component[other], component[one]
                component = [joined if number == left else number for number in component]
    return component
