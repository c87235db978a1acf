"""Words left out that a sentence can do without."""

import re
from random import Random

from evals.edits.rewordings.exchange import fit_article
from evals.edits.rewordings.grammar import goes_on, has_verb, is_dependent, is_negated
from evals.edits.rewordings.sentence import upper_first

_OPENERS = re.compile(
    r"(?:In this (?:paper|work|study|article|report|review|letter)|Here|Herein|Furthermore|Moreover|In addition"
    r"|Additionally|To this end|To that end|Specifically|In particular|Notably|Importantly|Interestingly|Remarkably"
    r"|Finally|Lastly|Overall|Further|Indeed|Strikingly|Intriguingly|Surprisingly|Collectively|Altogether"
    r"|Taken together"
    r"|In summary|In conclusion|More specifically|Crucially|In the present study|Next|Firstly|Secondly|Also|Besides"
    r"|To address (?:this|these) (?:gap|issue|problem|challenge|limitation)s?|Together"
    r"|To overcome (?:this|these) (?:gap|issue|problem|challenge|limitation)s?),? (?=\w)"
)
_RESTRICTING = re.compile(r"\b(?:not|no|only|except|excluding|unless|if|but|when|without)\b")
_TAIL_WORDS = re.compile(r"\b(?:we|it|they|that|which|where|who)\b")


def opener(sentence: str, _rng: Random) -> str | None:
    """The sentence without the words that only link or announce it."""
    found = _OPENERS.match(sentence)
    if not found or (not found[0].endswith(", ") and not re.match(r"we\b", sentence[found.end() :])):
        return None
    return upper_first(sentence[found.end() :])


def parenthesis(sentence: str, rng: Random) -> str | None:
    """The sentence without one remark in brackets."""
    found = [
        match
        for match in re.finditer(r" \(([^()]{4,120})\)(?=[ ,.;:])", sentence)
        if not _RESTRICTING.search(match[1]) and not re.fullmatch(r"[ivx]+|[A-Z][\w-]{1,9}", match[1])
    ]
    if not found or re.search(r"\((?:[ivx]+|\d|[a-e])\)|\brespectively\b", sentence):
        return None
    match = rng.choice(found)
    return sentence[: match.start()] + sentence[match.end() :]


def examples(sentence: str, _rng: Random) -> str | None:
    """The sentence without its closing list of examples."""
    found = re.search(
        r"(?:, (?:such as|including|for example|e\.g\.,?|for instance)|(?<=\bmany) (?P<many>\w+) such as"
        r"|, among others|, (?:namely|particularly|especially)) [^.;:()]+\.$",
        sentence,
    )
    if not found or is_negated(sentence[: found.start()]) or _TAIL_WORDS.search(found[0]) or has_verb(found[0]):
        return None
    kept = sentence[: found.start()]
    whole = has_verb(kept) and not is_dependent(kept) and not re.match(r"(?:In|For|From|On|With|By|To) [^,]*$", kept)
    return kept + "." if whole and len(kept.split()) >= 6 else None


def which_clause(sentence: str, _rng: Random) -> str | None:
    """The sentence without a closing clause that only adds to it."""
    found = re.search(r", (?:which|who|where|whose)(?! (?:can|may) not) [^;:()]+\.$", sentence)
    if not found or sentence.count(", which") > 1 or goes_on(found[0]):
        return None
    return _whole(sentence[: found.start()])


def participle(sentence: str, _rng: Random) -> str | None:
    """The sentence without a closing participle that only adds a consequence."""
    found = re.search(
        r", (?:thus |thereby |hence |therefore )?(?:achieving|leading to|enabling|providing|resulting in"
        r"|allowing|making"
        r"|suggesting|demonstrating|yielding|indicating|improving|offering|highlighting|showing|revealing|outperforming"
        r"|ensuring|reducing|facilitating|paving|opening|supporting|producing|giving|raising|underscoring) [^;:()]+\.$",
        sentence,
    )
    if not found or goes_on(found[0]):
        return None
    return _whole(sentence[: found.start()])


def _whole(kept: str) -> str | None:
    """What is left as a sentence, where it is one."""
    main = re.sub(r"^[^,]*, ", "", kept) if re.match(r"(?:In|For|From|On|With|By|To|At|Using|Based)\b", kept) else kept
    listed = re.search(r", [\w-]+(?: [\w-]+){0,3}$", kept)
    return kept + "." if has_verb(main) and not is_dependent(kept) and not listed and len(kept.split()) >= 6 else None


_ADVERBS = re.compile(
    r"(?<![\w-])(?:interestingly|importantly|remarkably|surprisingly|notably|strikingly|intriguingly|very"
    r"|extremely|highly"
    r"|clearly|elegantly|successfully|quite|really|indeed|truly|particularly|carefully|readily|easily)"
    r" (?=(?:good|high|low|large|small|useful|effective|efficient|accurate|competitive|important|promising|complex"
    r"|challenging|difficult|demonstrate|demonstrates|show|shows|showed|applied|designed|relevant|similar|strong|robust"
    r"|simple|fast|powerful|desirable|diverse|flexible|popular|identified|valuable|attractive|successful|sensitive"
    r"|scalable|interesting|predictive|informative|limited|reliable|generated|tested|used)\b)"
)


def evaluation(sentence: str, rng: Random) -> str | None:
    """The sentence without an adverb that only judges or strengthens."""
    found = [
        match
        for match in _ADVERBS.finditer(sentence)
        if not is_negated(sentence[max(0, match.start() - 25) : match.start()])
    ]
    return _without(sentence, rng.choice(found)) if found else None


_NOVEL = re.compile(
    r"(?<=[\w,] )(?:novel|new|innovative|powerful|simple yet effective|simple but effective"
    r"|simple and effective|elegant) "
    r"(?=(?!species|york|zealand|world|and\b|or\b)[a-z])"
)


def novelty(sentence: str, rng: Random) -> str | None:
    """The sentence without the claim that something is new."""
    found = [
        match
        for match in _NOVEL.finditer(sentence)
        if re.search(
            r"\b(?:a|an|two|three|our|this|introduce|propose|present|several|identify|identified) $",
            sentence[: match.start()],
        )
    ]
    return _without(sentence, rng.choice(found)) if found else None


def _without(sentence: str, match: re.Match[str]) -> str:
    rest = sentence[match.end() :]
    return fit_article(sentence[: match.start()], rest) + rest


def appositive(sentence: str, _rng: Random) -> str | None:
    """The sentence without the phrase that explains a name."""
    middle = re.search(
        r"(?<=[\w)]), (?:a|an) [^,;:()]{5,90}, (?=(?:is|are|was|were|can|has|have|plays|play|provides|remains"
        r"|causes|represents|achieves|shows|outperforms|offers)\b)",
        sentence,
    )
    if middle and not re.search(r"[,;:]", sentence[: middle.start()]) and len(sentence[: middle.start()].split()) <= 6:
        return sentence[: middle.start()] + " " + sentence[middle.end() :]
    last = re.match(
        r"(.*\b(?:[Ww]e|paper|work|study|article) (?:propose|introduce|present|develop|describe|developed)s? "
        r"(?:[\w-]+ ){0,6}?(?:[A-Z][\w-]*[A-Z0-9][\w-]*|\([A-Z][\w-]+\))), (?:a|an) [^;:]+\.$",
        sentence,
    )
    return last[1] + "." if last and not has_verb_after_and(sentence[last.end(1) :]) else None


def has_verb_after_and(tail: str) -> bool:
    """Whether the tail of a sentence holds another main clause."""
    return bool(re.search(r", (?:and|we|which we)\b (?:we|show|demonstrate|evaluate|prove)", tail))
