"""How a finding is reported: by which verb, in which frame, in which tense."""

import re
from random import Random

from evals.edits.rewordings.exchange import exchanged, table
from evals.edits.rewordings.grammar import has_second_verb, may_have_second_verb
from evals.edits.rewordings.sentence import upper_first

_THAT = {
    "show that": "demonstrate that",
    "shows that": "demonstrates that",
    "showed that": "demonstrated that",
    "demonstrate that": "show that",
    "demonstrates that": "shows that",
    "demonstrated that": "showed that",
    "reveal that": "show that",
    "reveals that": "shows that",
    "revealed that": "showed that",
    "we find that": "we show that/we observe that/we report that",
    "we found that": "we showed that/we observed that/we reported that",
    "we report that": "we show that/we find that",
    "we observe that": "we find that",
    "we observed that": "we found that",
    "we conclude that": "our conclusion is that",
    "we prove that": "we show that",
    "we argue that": "we maintain that/we contend that",
}
finding_verb = exchanged(_THAT)

_PROPOSE = {
    "we propose a": "we introduce a/we present a/we put forward a",
    "we propose an": "we introduce an/we present an/we put forward an",
    "we propose the": "we introduce the/we put forward the",
    "we introduce a": "we propose a/we present a",
    "we introduce an": "we propose an/we present an",
    "we introduce the": "we present the",
    "we present a new": "we introduce a new/we propose a new",
    "we present a novel": "we introduce a novel/we propose a novel",
    "we present a": "we describe a",
    "we present an": "we describe an",
    "we describe a": "we present a",
    "we describe an": "we present an",
    "we describe the": "we present the",
    "paper proposes a": "paper introduces a/paper presents a",
    "paper presents a": "paper introduces a/paper describes a",
    "paper introduces a": "paper presents a/paper proposes a",
    "paper describes a": "paper presents a",
    "study introduces a": "study presents a",
    "study presents a": "study introduces a",
}
proposing_verb = exchanged(_PROPOSE, barred="descri(?:ption|ptive)|propos(?:al|ed)")

_INQUIRE = {
    "we investigate": "we study/we examine",
    "we investigated": "we studied/we examined",
    "we study": "we investigate/we examine",
    "we studied": "we investigated/we examined",
    "we examine": "we investigate/we study",
    "we examined": "we investigated/we studied",
    "we explore": "we investigate",
    "we explored": "we investigated",
    "we assess": "we evaluate",
    "we assessed": "we evaluated",
    "we evaluate": "we assess",
    "we evaluated": "we assessed",
    "study investigates": "study examines",
    "study examines": "study investigates",
    "paper investigates": "paper examines/paper studies",
    "paper examines": "paper investigates/paper studies",
    "paper explores": "paper investigates",
    "study explores": "study investigates",
    "was investigated": "was studied/was examined",
    "were investigated": "were studied/were examined",
    "was assessed": "was evaluated",
    "were assessed": "were evaluated",
    "to investigate": "to examine",
    "to examine": "to investigate",
    "to assess": "to evaluate",
    "aims to investigate": "aims to examine",
}
inquiring_verb = exchanged(_INQUIRE)

_OWN = r"(?:method|approach|model|framework|algorithm|system|technique|architecture|pipeline)"
_RESULT = re.compile(
    rf"(?:Our|The proposed|The resulting) (?:\w+ )?{_OWN} (?:also |significantly |consistently |further |thus )?"
    r"(?:achieves|outperforms|improves|reduces|provides|is(?! based| inspired| tested| evaluated| designed"
    r"| trained| built)|can|yields|performs|requires|produces|enables|shows|allows"
    r"|generalizes|obtains|reaches|surpasses|has|was|does)\b"
    r"|(?:The|These|Both|Our) [\w-]+(?: [\w-]+){0,4}? (?:was|were|had) (?:significantly|found|identified"
    r"|observed|associated"
    r"|higher|lower|increased|decreased|able|more|less|not|correlated|obtained|reduced|also)\b"
)

_TOLD_ALREADY = re.compile(
    r"(?:The|These|Our) (?:\w+ )?(?:results?|findings|experiments|data|stud(?:y|ies)|analys[ei]s)\b"
)


def frame_added(sentence: str, rng: Random) -> str | None:
    """A result of the paper, said to be reported by its authors."""
    text = re.sub(
        r"^(?:Furthermore|Moreover|In addition|Additionally|Finally|Overall|Notably|Specifically), ", "", sentence
    )
    text = upper_first(text)
    if not _RESULT.match(text) or _TOLD_ALREADY.match(text) or re.search(r"\b(?:we|us)\b", text):
        return None
    frames = [
        "The authors report that ",
        "The paper reports that ",
        "According to the authors, ",
        "The study finds that ",
    ]
    frame = rng.choice(frames)
    theirs = "their" if frame != frames[1] and frame != frames[3] else "the authors'"
    text = text[0].lower() + text[1:]
    return frame + re.sub(r"\bour\b", theirs, text)


_SHOWN = re.compile(
    r"(?:(?:In this (?:paper|work|study|article)|Here|Furthermore|Moreover|In addition|Additionally"
    r"|Finally|Specifically"
    r"|In particular),? )?(?:[Ww]e (?:also |further |first |then |have |empirically |theoretically )?"
    r"(?:show|find|demonstrate|prove|report|observe|showed|found|demonstrated|observed|shown|reveal|revealed)"
    r"|(?:Our|These|The|Experimental|Empirical|Extensive|our|the)(?: \w+)? (?:results|experiments|findings"
    r"|analysis|analyses|evaluation|study)"
    r" (?:also )?(?:show|shows|demonstrate|demonstrates|reveal|reveals|showed|revealed|demonstrated"
    r"|confirm|confirmed)|Results show"
    r"|Experiments show) that (?!is |are |in |for |when |if |under |by |with |on |while |although |there )"
)


def frame_dropped(sentence: str, _rng: Random) -> str | None:
    """A finding without the words that say it was found."""
    found = _SHOWN.match(sentence)
    if not found or re.search(r"\b(?:and|but|or|than) that\b|[;:]|\b(?:and|,) we\b", sentence):
        return None
    rest = sentence[found.end() :]
    return (
        upper_first(rest) if not has_second_verb(rest) and not re.match(r"[a-z]+[A-Z]|[a-z]-|[^A-Za-z]", rest) else None
    )


_PAST = table("""
    show = showed; find = found; demonstrate = demonstrated; report = reported; propose = proposed; introduce =
    introduced; describe = described; investigate = investigated; examine = examined; analyze = analyzed;
    evaluate = evaluated; identify = identified; develop = developed; explore = explored; compare = compared;
    present = presented; apply = applied; study = studied; observe = observed; discuss = discussed; review =
    reviewed; prove = proved; conduct = conducted; derive = derived; suggest = suggested; indicate = indicated;
    reveal = revealed
""")
_PERFECT = {"show": "shown", "prove": "proven"}
_BARE = re.compile(
    r"\b([Ww]e|(?:Our|The|our|These|Experimental) (?:\w+ )?(?:results|findings|experiments)) (also |further |then )?("
    + "|".join(_PAST)
    + r")\b"
)


def past_tense(sentence: str, _rng: Random) -> str | None:
    """What the authors do, as what they did."""
    found = list(_BARE.finditer(sentence))
    if len(found) != 1 or may_have_second_verb(sentence[found[0].end() :]):
        return None
    match = found[0]
    return f"{sentence[: match.start()]}{match[1]} {match[2] or ''}{_PAST[match[3]]}{sentence[match.end() :]}"


_DONE = re.compile(r"\b([Ww]e) (also |then )?(" + "|".join(sorted(set(_PAST) | set(_PAST.values()))) + r")\b")


def present_perfect(sentence: str, _rng: Random) -> str | None:
    """What the authors do or did, as what they have done."""
    found = list(_DONE.finditer(sentence))
    if len(found) != 1 or may_have_second_verb(sentence[found[0].end() :]):
        return None
    match = found[0]
    base = match[3]
    done = _PERFECT.get(base) or _PAST.get(base) or {"showed": "shown", "proved": "proven"}.get(base, base)
    return f"{sentence[: match.start()]}{match[1]} have {match[2] or ''}{done}{sentence[match.end() :]}"
