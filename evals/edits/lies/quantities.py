"""Lies about figures: values, bounds, units, multiples, years and signs."""

import re
from collections.abc import Mapping
from random import Random

from evals.edits.edit import EditKind
from evals.edits.lies.rewriting import after, both_ways, exchange, one_way, put, rewrite
from evals.edits.lies.telling import told
from service.text import word_set

_BEFORE_A_YEAR = after(
    "In Since From Between By During "
    "in since from between until to and by of during after before through year early late January "
    "February March April May June July August September October November December"
)
_VALUE = (
    r"(?<!± )(?<![±\w.,:/–=<>^*+-])(?<!\bpart )(?<!type )(?<!section )(?<!level )(?<!version )(?<!table "
    r")(?<!figure )(?<!chapter )(?<!point )"
)
_PLAIN = rf"{_VALUE}(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)"
_COUNTED = r"(?=%| %| percent| [a-z]{3,}|-fold|x\b|×)(?! member| subunit|-[A-Z]| or more| to \d| and \d)"
_NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_UNITS = both_ways(
    "ms/s kg/g mm/cm seconds/minutes minutes/hours hours/days days/weeks weeks/months months/years GB/MB kb/Mb "
    "kDa/Da mg/kg "
    "years/decades nm/μm km/m milliseconds/seconds GHz/MHz meters/kilometers metres/kilometres second/minute "
    "minute/hour "
    "hour/day day/week week/month month/year year/decade mW/W °C/°F °C/K bp/kb Å/nm mM/μM nM/μM eV/keV bits/bytes "
    "dollars/cents bases/kilobases"
) | one_way(
    "minutes/seconds|hours hours/minutes|days days/hours|weeks weeks/days|months months/weeks|years years/months "
    "kg/g|mg nm/mm cm/mm|m m/km|cm ms/s|μs mM/μM μM/nM|mM GB/MB|TB kb/bp|Mb percent/per_mille bits/bytes"
)
_BEFORE_A_COUNT = word_set(
    "The Of In We A An Using With Among For From Over All These Our Here To By At On Only About Both Nearly"
)
_BEFORE_A_NAME = word_set(
    """part type section level version table figure chapter point protein kinase factor family member receptor
    stage grade phase day step chromosome group class approach model test experiment study case layer week year
    age clade cluster subtype network vitamin interleukin isoform chain caspase line lines task session step
    order dimension cas ns- web generation experiments studies"""
)


def _year_like(text: str) -> bool:
    return re.fullmatch(r"1[5-9]\d\d|20\d\d", text) is not None


def _other_value(match: re.Match[str], rng: Random) -> str | None:
    new = _new_value(match.group(), rng) if _is_count(match.string, match.start()) else None
    return new if new and new not in match.string else None


def _is_count(sentence: str, at: int) -> bool:
    """Whether what stands before a figure lets it count something, unlike "Part 2" or "protein 3"."""
    words = re.findall(r"[^\s(]+", sentence[:at])
    before = words[-1] if words else "The"
    if re.search(r"\d,?$", before) or (before == "and" and words[-2:-1] and words[-2][-1].isdigit()):
        return False
    return before in _BEFORE_A_COUNT or (before[0].islower() and before not in _BEFORE_A_NAME)


def _new_value(value: str, rng: Random, *, digits: int = 2) -> str | None:
    if _year_like(value) or value in {"0", "1", "100"}:
        return None
    at = rng.choice([place for place in range(min(3, len(value))) if value[place].isdigit()][:digits])
    others = [digit for digit in "123456789" if abs(int(digit) - int(value[at])) >= 2]
    return value[:at] + rng.choice(others) + value[at + 1 :]


def _exact_other_value(match: re.Match[str], rng: Random) -> str | None:
    value = match["value"]
    changed = _new_value(value, rng, digits=1)
    return changed if changed and changed not in match.string else None


def _other_number_word(match: re.Match[str], rng: Random) -> str | None:
    words = [word for word in _NUMBER_WORDS if word not in match.string.lower()]
    return rng.choice(words) if words else None


def _other_year(match: re.Match[str], rng: Random) -> str | None:
    is_decade = match.string[match.end() : match.end() + 1] == "s"
    year = int(match[1]) + rng.choice([-20, -10, 10] if is_decade else [-11, -7, -4, -3, 3, 4, 7])
    return str(year) if str(year) not in match.string and year < 2030 else None


def _other_century(match: re.Match[str], rng: Random) -> str | None:
    century = f"{int(match[1]) - rng.choice([1, 2])}th"
    return century if century not in match.string else None


def _ten_times(match: re.Match[str], rng: Random) -> str | None:
    value, unit = match[1], match[2]
    if not _is_count(match.string, match.start()):
        return None
    if _year_like(value) or (unit.strip().startswith(("%", "percent")) and not value.startswith("0.")):
        return None
    if "." in value:
        whole, part = value.split(".")
        new = (whole + part[0] + ("." + part[1:] if part[1:] else "")).lstrip("0")
        return (new if not new.startswith(".") else "0" + new) + unit
    plain = value.replace(",", "")
    if plain.endswith("0") and rng.random() < 0.5 and len(plain) > 2:
        return f"{int(plain) // 10:,}{unit}"
    return f"{int(plain) * 10:,}{unit}" if int(plain) > 1 else None


def _other_multiple(match: re.Match[str], rng: Random) -> str | None:
    value = match[1]
    new = str(round(float(value) * rng.choice([2, 3, 5]), 2)).removesuffix(".0")
    return new + match[2] if new not in match.string else None


def _values_exchanged(sentence: str, _abstract: str, rng: Random) -> str | None:
    if re.search(r"\b(?:between|ranging|or) (?:\w+ )?\d|\d\s?(?:-|–|to|and|or|×|x|vs\.?|versus)\s?\d", sentence):
        return None
    found = [
        m
        for m in re.finditer(_PLAIN + _COUNTED, sentence)
        if not _year_like(m.group()) and _is_count(sentence, m.start())
    ]
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if _exchangeable(sentence, a, b)]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    return put(put(sentence, second.start(), second.end(), first.group()), first.start(), first.end(), second.group())


def _exchangeable(sentence: str, first: re.Match[str], second: re.Match[str]) -> bool:
    same_form = sentence[first.end()] == sentence[second.end()] or {sentence[first.end()], sentence[second.end()]} <= {
        " ",
        ",",
        ".",
    }
    between = sentence[first.end() : second.start()].split()
    return (
        first.group() != second.group()
        and same_form
        and len(between) >= 3
        and (
            (("." in first.group()) == ("." in second.group()))
            and ("%" in sentence[first.end()]) == ("%" in sentence[second.end()])
        )
    )


QUANTITIES: Mapping[str, EditKind] = {
    "digit_changed": told(rewrite((_PLAIN + _COUNTED, _other_value))),
    "approximate_value_changed": told(
        rewrite(
            (
                (
                    rf"\b(?:approximately|about|around|nearly|roughly|almost|an average of|an estimated|~|"
                    rf"≈)\s?(?P<value>"
                    rf"{_PLAIN}{_COUNTED})"
                ),
                _exact_other_value,
            ),
        )
    ),
    "number_word_changed": told(
        rewrite(
            (
                (
                    rf"(?<![\w-])(?:{'|'.join(_NUMBER_WORDS)})(?= (?:[a-z-]+ ){{0,2}}[a-z-]+s\b)(?! and| or| to| "
                    rf"thirds| orders)"
                ),
                _other_number_word,
            ),
            unless=r"\b(?:one|two|three|four|five) (?:or|to|and|by)\b|between (?:the )?two|both|one of the|the "
            r"other|first\b.*second|former|respectively|\b(?:the|these|those|of) (?:two|three|four)\b",
        )
    ),
    "magnitude_shifted": told(
        rewrite(
            (
                rf"({_PLAIN})((?: [a-z-]+)? (?:[a-z]{{4,}}|times|ms|kg|cm|km|bp|kb)\b|-fold|x\b|×| %|%)(?!,\d)",
                _ten_times,
            ),
            exchange(
                one_way(
                    "million/billion|thousand billion/million|trillion thousand/million thousands/millions "
                    "hundreds/thousands|millions "
                    "hundred/thousand tens_of_thousands/hundreds millions/thousands|billions dozens/hundreds|"
                    "thousands trillion/billion "
                    "an_order_of_magnitude/three_orders_of_magnitude "
                    "one_order_of_magnitude/three_orders_of_magnitude "
                    "orders_of_magnitude/a_few_percent two_orders_of_magnitude/four_orders_of_magnitude"
                )
            ),
            unless=r"\b(?:one|two|2|3|three|several|of|by|many)\b(?: \w+)? orders of|half of|% of the|percent of "
            r"the",
        )
    ),
    "bound_reversed": told(
        rewrite(
            (r"\bup to (?=[0-9]|~)", "at least "),
            (
                r"\b(?:at least|no (?:less|fewer) than) (?=[0-9]|two\b|three\b|four\b|five\b|ten\b|half\b|one\b)",
                "at most ",
            ),
            (
                (
                    r"\b(?:at most|no more than|a maximum of) (?=[0-9]|two\b|three\b|four\b|five\b|ten\b|half\b|"
                    r"one\b|a\b)"
                ),
                "at least ",
            ),
            (
                (
                    r"\b(?:more than|greater than|over|above|exceeding|in excess of) (?=[0-9]|half\b|a (?:million|"
                    r"thousand|hundred|dozen|third|quarter|decade)\b|two\b|three\b|ten\b)"
                ),
                "less than ",
            ),
            (
                (
                    r"\b(?:less|fewer|smaller|lower) than (?=[0-9]|half\b|one\b|two\b|a (?:million|second|minute|"
                    r"third|quarter)\b)"
                ),
                "more than ",
            ),
            (r"\b(?:within|under|below) (?=[0-9])", "above "),
            (r"(?<=[\w)] )<(?= ?\d)|(?<=[a-zA-Z])<(?=\d)", ">"),
            (r"(?<=[\w)] )(?:>|≥)(?= ?\d)", "<"),
            unless=r"\bwithin \d+ [a-z]+s of\b|over \d+ (?:years|months|decades)|(?:over|under) \d+ (?:\w+ "
            r")?(?:datasets|tasks|benchmarks)",
        )
    ),
    "unit_changed": told(
        rewrite(
            exchange(
                _UNITS,
                before=rf"(?:(?<=\d )|(?<=\d\d)|{after('two three four five six ten several few per each')})",
                cased=True,
            ),
            cased=True,
            unless=r"\d+ and \d+ m\b",
        )
    ),
    "values_exchanged": told(_values_exchanged),
    "percent_to_points": told(
        rewrite(
            (
                (
                    r"\b((?:by|improvements? of|reductions? of|increases? of|decreases? of|gains? of|declines? of|"
                    r"drops? of) (?:up to |about |around |"
                    r"approximately |over |more than |at least |nearly |an average of )?\d+(?:\.\d+)?)(?:%| %| "
                    r"percent)(?! (?:percentage|points)|-)"
                ),
                r"\1 percentage points",
            ),
            (r"(?<=\d) ?(?:percentage points|% points|pp)\b", "%"),
            (
                (
                    r"(?<=\d)(?:%| %| percent) (?=(?:absolute |relative |average )?(?:increase|decrease|"
                    r"improvement|"
                    r"reduction|gain|drop|decline|faster|slower|higher|lower|larger|smaller|more|less|better|boost|"
                    r"savings?)\b)"
                ),
                " percentage points ",
            ),
        )
    ),
    "year_changed": told(
        rewrite(
            (
                (
                    rf"{_BEFORE_A_YEAR}((?:1[5-9]|20)\d\d)(?=[ ,.;)]|s\b)(?!,\d|\.\d)"
                    r"(?! (?:[a-z]+ )?(?:genes|samples|proteins|images|papers|users|cells|structures|patients|subjects|"
                    r"items|participants|articles|sequences|bp|novel|unique|new)\b)"
                ),
                _other_year,
            ),
            (r"\b(1[5-9]|20|21)(?:th|st)(?=[ -]centur)", _other_century),
            unless=r"et al|\(c\)|Suppl|Wiley|[Pp]ublished|Press|Colloq|[Ww]orkshop|Elsevier|[A-Z][a-z]+, \d{4}\)",
            cased=True,
        )
    ),
    "multiple_changed": told(
        rewrite(
            (r"(?<![\w.,-])(\d+(?:\.\d+)?)(-fold| ?x\b| ?×| times\b| fold\b|-times)(?! ?\d)", _other_multiple),
            exchange(
                one_way(
                    "twice/five_times doubled/tripled|halved doubles/triples doubling/tripling|halving "
                    "twofold/fivefold two-fold/five-fold "
                    "tripled/doubled threefold/tenfold half_of/a_fifth_of|three_quarters_of "
                    "half_the/a_fifth_of_the halved/doubled tenfold/twofold "
                    "two-thirds/one-third a_third_of/two_thirds_of one_third_of/two_thirds_of "
                    "one-third/two-thirds a_quarter_of/half_of two_thirds/one_third "
                    "twice_as/half_as fivefold/twofold three-fold/ten-fold"
                ),
                after=r"(?! helix| helices| bond| strand| stranded| digital| descent| mutant| knockout|-| "
                r"counting| jeopardy| blind| check| life| lives| the battle)",
            ),
            unless=r"second half|first half|latter half|one half|half-|each half|double-|half maxim|half a\b|"
            r"past half|half (?:century|hour)",
        )
    ),
}
