"""Text as it comes in, made safe and readable; folded for comparison; and cut into terms."""

import re
import unicodedata
from typing import Final

from service.text.latex import to_unicode
from service.text.markup import without_markup
from service.text.word_sets import word_set

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
# Of a visible category, yet Default_Ignorable_Code_Point (UCD, DerivedCoreProperties), or blank.
_IGNORABLE = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}) | {
    *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)
}  # fmt: skip
# Joiners that are seen: within an emoji (UTS #51, 2.3), between Arabic letters and at a virama (RFC 5892, A.1, A.2).
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_ARABIC = "".join(chr(code) for code in range(0x600, 0x900) if unicodedata.bidirectional(chr(code)) == "AL")
_VIRAMAS = "".join(chr(code) for code in range(0x900, 0x1C00) if unicodedata.combining(chr(code)) == 9)
_SEEN_JOINER = re.compile(
    f"((?<=[{_EMOJI}])\ufe0f?\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_ARABIC}])\u200c(?=[{_ARABIC}])|(?<=[{_VIRAMAS}])[\u200c\u200d](?=\\w)|(?<=\\w)\u200d(?=[{_VIRAMAS}]))"
)
_MAX_MARKS = 30  # combining marks in a row, as in the Stream-Safe Text Format of UAX #15: more makes sorting quadratic
_PASSES = 3  # folding `{\em na\"ive}` takes two; hostile nesting stays as it is

_NOT_ASCII = re.compile(r"([^\x00-\x7f]+)")
_WORD = re.compile(r"[^\W_]+")
# Letters of scripts that write no spaces between words: kana, Han, Thai, Lao, Myanmar, Khmer.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:\+\+|#)?")
"""A word as `words` has it: C++ and C# with their signs, each letter of a script without spaces by itself."""
# What NFKD leaves whole, after case folding.
_ASCII_FORMS = str.maketrans("łøđðıȷ’‘“”–—‐−∼×", "loddij''\"\"----~x") | str.maketrans(
    {"þ": "th", "æ": "ae", "œ": "oe", "\u200c": "", "\u200d": "", "\ufe0f": ""}
)

STOP_WORDS: Final = word_set(
    """
    a about above across after again against all almost along already also although always am among an
    and another any are aren around as at away be became because become been before behind being below
    best better between beyond both but by came can cannot could did do does doing done due during each
    either else enough especially et etc even ever every few first five for four found from full further
    gave general get give given gives good great had has have having he hence her here high higher his
    how however i ie if important in including indeed instead into is isn it its itself just keep know
    known large larger largely last later latter least less let like likely made mainly make makes making
    many may me mean means might more moreover most mostly much must my namely near nearly need needs
    neither never nevertheless new next no non none nor not nothing novel now obtained of off often on
    once one only onto or other others otherwise our ours out over own particular particularly per
    perhaps possible present presented propose proposed provide provided provides quite rather really
    recent recently regarding respectively result results same second see seen several shall she should
    show showed shown shows significant significantly similar since small so some still such than that
    the their them themselves then there thereby therefore these they third this those though three
    through throughout thus to together too toward towards two under unlike until up upon us use used
    useful uses using various very via was way ways we well were what when where whereas whether which
    while who whom whose why will with within without would yet you your"""
)
"""English words that say nothing of what a text is about, and those that every abstract has (novel, propose)."""


class _VisibleCharacters(dict[int, str | None]):
    """For str.translate: what becomes of each character, worked out when first needed."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        if char.isspace() or char in "\u2028\u2029":
            kept: str | None = " "
        elif code in _IGNORABLE or unicodedata.category(char) in _HIDDEN_CATEGORIES:
            kept = None
        else:
            kept = char
        self[code] = kept
        return kept


_VISIBLE = _VisibleCharacters()


def clean(raw: str) -> str:
    """One line of NFC text: nothing invisible, single spaces, no markup, plain TeX as Unicode; what is lost stays so.

    No character of class Cc, Cf, Cs or Co is left but joiners that are seen. The text is data: nothing in it is
    executed or fetched.
    """
    text = visible(raw)
    for _ in range(_PASSES):
        before, marked = text, without_markup(text)
        text = to_unicode(marked if marked == before else visible(marked))
        if text == before:
            break
    return " ".join(unicodedata.normalize("NFC", text).split())


def visible(raw: str) -> str:
    """`raw` in one line with single spaces and without invisible characters; nothing else is changed.

    A joiner that scripts or emoji need is seen, and stays.
    """
    if raw.isascii():
        return " ".join(raw.translate(_VISIBLE).split())
    pieces = _SEEN_JOINER.split(raw)
    pieces[::2] = [piece.translate(_VISIBLE) for piece in pieces[::2]]
    return " ".join(_bounded_marks("".join(pieces)).split())


def _bounded_marks(text: str) -> str:
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def fold(text: str) -> str:
    """`text` for comparing and searching: no case, accents, ligatures, joiners, typographic quotes or dashes."""
    if text.isascii():
        return text.lower()
    pieces = _NOT_ASCII.split(text)  # few, mostly; and no mark leaves its piece
    pieces[::2] = map(str.lower, pieces[::2])
    pieces[1::2] = map(_folded, pieces[1::2])
    return "".join(pieces)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _bounded_marks(text))
    unaccented = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unaccented.casefold().translate(_ASCII_FORMS)


def words(text: str) -> list[str]:
    """All folded words of `text` in order, see `WORD`: what a phrase is looked for in."""
    return WORD.findall(fold(text))


def terms(text: str) -> list[str]:
    """The folded words of `text` in order, with repeats; no stop-words, numbers or single letters."""
    words = _WORD.findall(fold(text))
    return [word for word in words if len(word) > 1 and not word.isdecimal() and word not in STOP_WORDS]
