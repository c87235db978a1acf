"""Text as it comes in, made safe and readable: cleaning, folding, terms, and the damage we must not repair.

`sentences` and `Span` live in service.sentences and are offered here too.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from service.text import latex
from service.text.sentence_splitter import Span, sentences

__all__ = ["STOP_WORDS", "Span", "clean", "damage", "fold", "sentences", "terms", "visible"]

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
# Of a visible category, yet Default_Ignorable_Code_Point (UCD, DerivedCoreProperties), or blank.
_IGNORABLE = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}) | {
    *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)
}  # fmt: skip
_MAX_MARKS = 30  # combining marks in a row, as in the Stream-Safe Text Format of UAX #15: more makes sorting quadratic
_PASSES = 3  # folding `{\em na\"ive}` takes two; hostile nesting stays as it is

_WORD = re.compile(r"[^\W_]+")
# What NFKD leaves whole, after case folding.
_PLAIN = str.maketrans("łøđðıȷ’‘“”–—‐−∼×", "loddij''\"\"----~x") | str.maketrans({"þ": "th", "æ": "ae", "œ": "oe"})

_STOP_WORDS = """
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
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())


class _Visible(dict[int, str | None]):
    """For str.translate: what becomes of each character, worked out when it is first met."""

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


_VISIBLE = _Visible()


def clean(raw: str) -> str:
    """One line of NFC text: nothing invisible, single spaces, plain TeX as Unicode; lost facts stay lost.

    No character of class Cc, Cf, Cs or Co is left. The text is data: nothing in it is executed or fetched.
    """
    text = visible(raw)
    for _ in range(_PASSES):
        before, text = text, latex.to_unicode(text)
        if text == before:
            break
    return " ".join(unicodedata.normalize("NFC", text).split())


def visible(raw: str) -> str:
    """`raw` in one line with single spaces and without invisible characters; nothing else is changed."""
    return " ".join(_bounded_marks(raw.translate(_VISIBLE)).split())


def _bounded_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def fold(text: str) -> str:
    """`text` for comparing and searching: no case, accents, ligatures, typographic quotes or dashes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _bounded_marks(text))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_PLAIN)


def terms(text: str) -> list[str]:
    """The folded words of `text` in order, with repeats; no stop-words, numbers or single letters."""
    words = _WORD.findall(fold(text))
    return [word for word in words if len(word) > 1 and not word.isdecimal() and word not in STOP_WORDS]


# Standard mathematics (The TeXbook, appendix F): the backslash survived, the dollar signs did not.
_MATH_NAMES = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho
    sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega
    mathcal mathbb mathbf mathrm frac sqrt sum prod int times cdot sim approx leq geq le ge ll gg neq pm
    mp infty partial nabla in to mapsto rightarrow ell hbar circ log ln exp min max deg tilde hat bar
    widetilde left right big bigl bigr odot oplus otimes"""
_MATH = "|".join(_MATH_NAMES.split())
_DAMAGE: Final = (
    ("email_protected", re.compile(r"\[email\W{1,3}protected\]", re.IGNORECASE)),
    ("tex_macro", re.compile(rf"\\(?!(?:{_MATH})(?![A-Za-z]))[A-Za-z]{{2,}}")),
    ("stripped_math", re.compile(
        rf"[\^_]\{{|\w\^[\w*]|\w_\d|\\(?:{_MATH})(?![A-Za-z])|\dtimes(?![A-Za-z])|"
        r"\d(?:sim|approx)\d|(?<![A-Za-z])sim ?\d|"
        r"(?<![A-Za-z])(?:math(?:cal|bb|bf|rm)|widetilde|varepsilon|leq|geq|frac(?=[{\d])|sqrt\{|text\{)|approx \d")),
    ("ambiguous_money", re.compile(r"\\\d")),
    ("citation_residue", re.compile(r"~[a-z]{2,30}(?:19|20)\d\d[a-z]")),
    ("link_residue", re.compile(r"https?://[^\s{}]{1,300}+\{|\{https?://|/\{[a-z]{1,20}\}|(?:url|href)\{")),
)  # fmt: skip


@lru_cache(maxsize=64)  # asked about a source again for each text about it
def damage(raw: str) -> tuple[str, ...]:
    r"""What was destroyed in `raw` before it reached us, as codes in a fixed order.

    email_protected: the page's e-mail guard ate a fact; tex_macro: an author's own command such as `\tool`;
    stripped_math, ambiguous_money, citation_residue, link_residue: what lost signs and commands left.
    Mathematics between dollar signs is whole, so it is not reported.
    """
    text = clean(raw)
    found = [code for code, pattern in _DAMAGE if pattern.search(text)]
    if "$" in text and "stripped_math" in found:
        found.remove("stripped_math")
    return tuple(found)
