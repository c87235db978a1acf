"""Lies about which thing it was: a name or a population exchanged for another of its sort."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.name_groups import (
    BODY,
    DATA_SETS,
    FIELDS,
    MATTER,
    METRICS,
    MORE,
    ORGANISMS,
    PEOPLE,
    PLACES,
    TOOLS,
)
from evals.edits.lies.rewriting import Change, after, has_word, put, rewrite
from evals.edits.lies.telling import told


def _foreign(
    groups: list[list[str]], *, cased: bool = True, unless: str = "", before: str = "", ahead: str = ""
) -> Change:
    """A change of a name for one of the same group that the abstract nowhere mentions."""
    group_of = {name: group for group in groups for name in group}
    longest_first = sorted(group_of, key=len, reverse=True)
    flags = 0 if cased else re.IGNORECASE
    place = re.compile(rf"(?<![\w-]){before}(?:{'|'.join(map(re.escape, longest_first))})(?![\w-]){ahead}", flags)
    forbidden = re.compile(unless, re.IGNORECASE) if unless else None

    def change(sentence: str, abstract: str, rng: Random) -> str | None:
        if forbidden and forbidden.search(sentence):
            return None
        places = list(place.finditer(sentence))
        if not places:
            return None
        match = rng.choice(places)
        name = match.group()
        known = name if cased else name.lower()
        others = [other for other in group_of[known] if not has_word(abstract, other) and other[:4] != known[:4]]
        return put(sentence, match.start(), match.end(), rng.choice(others)) if others else None

    return change


def _and_more(match: re.Match[str], _rng: Random) -> str | None:
    more = MORE.get(match[1].lower(), "humans")
    return None if has_word(match.string, more) else f"in both {match[1]} and {more}"


ENTITIES: Mapping[str, EditKind] = {
    "data_set_exchanged": told(_foreign(DATA_SETS, ahead=r"(?! \(|/)")),
    "tool_exchanged": told(
        _foreign(
            TOOLS,
            ahead=r"(?! \(|/)",
            unless=r"\((?:SGD|CNNs?|RNNs?|GANs?|PCA|LSTMs?|RDF|SVMs?|MLPs?|NeRF|VAEs?|EEG|fMRI)\)",
        )
    ),
    "place_exchanged": told(
        _foreign(
            PLACES,
            ahead=r"(?! \(|/|,? Inc| Academy| Institute| Physical| Society| Chemical| hamster| American| "
            r"restaurant)",
            unless=r"Press\b|Copyright|©|University",
        )
    ),
    "organism_exchanged": told(
        _foreign(
            ORGANISMS,
            ahead=r"(?! \(|/| and\b| or\b| kingdom)",
            unless="mouse (?:click|cursor|button)|computer mouse|guinea",
        )
    ),
    "body_part_exchanged": told(_foreign(BODY, cased=False, ahead=r"(?! mellitus| \(|/| and\b| or\b)")),
    "substance_exchanged": told(
        _foreign(
            MATTER,
            ahead=r"(?! \(|/| and\b| or\b|-)",
            unless=r"light of|(?:shed|in|come to) (?:\w+ )?light|protein data|heat map|carbon copy|gold standard|"
            r"free energy",
        )
    ),
    "people_exchanged": told(
        _foreign(PEOPLE, cased=False, ahead=r"(?! \(|/| and\b| or\b|’|')", unless=r"tree|child node|firm ")
    ),
    "metric_exchanged": told(
        _foreign(
            METRICS,
            ahead=r"(?! \(|/| and\b| or\b|-|s\b| of (?:the )?(?:art|life))",
            unless=r"\bin parameters|\bmean(?:s|ing)? that|means of|this mean|working memory|short-term memory|"
            r"long-term memory",
        )
    ),
    "field_exchanged": told(
        _foreign(
            FIELDS,
            before=after("in of to for from and as by with through using between across like including"),
            ahead=r"(?! \(|/| and\b| or\b|-)",
            unless=r"classification of|social network|chemical (?:shift|reaction|compound)",
        )
    ),
    "population_added": told(
        rewrite(
            (
                (
                    r"\bin (mice|rats|children|infants|women|men|males|females|adolescents|yeast|zebrafish|"
                    r"Drosophila|primates|rodents|mammals|"
                    r"adults|vertebrates|plants|humans|bacteria|patients|animals|eukaryotes|prokaryotes|insects|"
                    r"birds|macaques|monkeys|Arabidopsis|students|higher plants)(?=[.,;]| with\b| by\b| at\b| "
                    r"is\b| "
                    r"was\b)"
                ),
                _and_more,
            ),
            unless=r"\bhumans? and|as well as|\bnot\b|\bno\b",
        )
    ),
}
