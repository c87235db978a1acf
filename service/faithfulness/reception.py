"""Whether a sentence speaks of how a paper is received instead of what it found: judges, praise, whoever retells it.

Research prose names things, methods and results. What is planted to be repeated speaks of those who judge, praises
without measure, or speaks of texts. How often honest sentences do is measured by `python -m tests.bench blanks`.
"""

import re

from service.faithfulness.injection import ADDRESSEES
from service.text import word_set

_JUDGES = word_set(
    """committee committees jury editor editors publisher publishers sponsor sponsors expert experts scientist
    scientists scholar scholars investor investors everybody everyone mankind humanity rival rivals competitor
    competitors competing machines writer writers authors verifier critics"""
)
_PRAISE = word_set(
    """flawless flawlessly perfect definitive unrivalled unrivaled unmatched unparalleled unparalleled unbeatable
    historic conclusive immortal genius triumph masterpiece revolutionary landmark milestone acclaim acclaimed praise
    praised prize award awarded honour honor gratitude grateful thank thanked indebted indispensable magnificent
    brilliant peerless unanimous celebrated"""
)
_EDITORIAL = word_set("whoever erratum retraction retracted retractions badge notice record acknowledgements nota bene")
OPINION = _JUDGES | _PRAISE
_STRONG = ADDRESSEES | OPINION | _EDITORIAL
_WEAK = (
    word_set("every all no none never ever nobody nothing always any only whatever"),
    word_set(
        """paper article text texts submission manuscript sentence sentences abstract title page pages
        rules messages program"""
    ),
    word_set("first best greatest finest strongest safe final approved proven verified ranked rank"),
    word_set("must should shall required requested obliged expected asked told"),
)
_ENOUGH = 2  # of the kinds of words that research prose has too
_FORM = re.compile(
    r"©|\(c\) ?\d|\bcopyright\b|\brights reserved\b|^\W*[\[(【]\d{1,3}[\])】]|[\"']\w+[\"']\s*:|```|[\[(]{2}[\"']",
    re.IGNORECASE,
)


def speaks_of_reception(sentence: str, words: frozenset[str]) -> bool:
    """Whether a sentence, of these words, is about a text and its fate, a notice, or a piece of data."""
    if _FORM.search(sentence) or not _STRONG.isdisjoint(words):
        return True
    return sum(not kind.isdisjoint(words) for kind in _WEAK) >= _ENOUGH
