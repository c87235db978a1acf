"""Markup made text: tags of HTML, JATS and MathML, and entities, as they stand in titles and abstracts.

What we get is no document: a few tags in running text, often escaped once or twice, beside signs that are none
("n < 5 and m > 2", `<unk>`, `List<String>`). So only names that we know count, and without a prefix only in pairs.
JATS: https://jats.nlm.nih.gov, MathML: https://www.w3.org/TR/mathml-core. Every pattern stops at the next `<`.
"""

import html
import re
from html.entities import html5
from typing import Final

from service.text.word_sets import word_set

_PASSES = 3  # a tag that is escaped twice takes three
_INLINE: Final = word_set(
    """
    a abbr alternatives annotation b big bold cite em email ext-link font i inf inline-formula inline-graphic italic
    maction math menclose merror mfenced mfrac mi mmultiscripts mn mo monospace mover mpadded mphantom mprescripts
    mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover named-content overline
    roman sans-serif sc scp semantics small span strike strong styled-content sub sup tex-math tt u underline uri
    xref"""
)
_BLOCK: Final = word_set(
    """
    abstract br break disp-formula disp-quote div graphic h1 h2 h3 h4 h5 h6 hr li list list-item ol p sec section
    title ul"""
)
_UNPAIRED: Final = frozenset({"br", "break", "graphic", "hr", "inline-graphic", "mprescripts", "mspace"})
_ATTRIBUTE = r"\s+[\w:.-]{1,40}\s?=\s?(?:\"[^\"<>]*\"|'[^'<>]*')"
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<prefix>(?:jats|mml|m):)?(?P<name>[a-z][a-z0-9-]{{0,30}})(?:{_ATTRIBUTE})*\s?/?>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--[^<>]*-->|<!\[CDATA\[|\]\]>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_M = r"(?:mml:|m:)?"
_TEX_TWIN = re.compile(  # the same formula once more, in TeX
    r"<(?:jats:)?tex-math\b[^<>]*>[^<]*</(?:jats:)?tex-math>"
    rf"|<{_M}annotation\b[^<>]*>[^<]*</{_M}annotation>"
)
_TEX_BODY = re.compile(r"\\documentclass[^<]*?\\begin\{document\}([^<]*?)\\end\{document\}")
_HEADING_END = re.compile(r"(?<=[\w)])\s?</(?:jats:)?title>(?=\s?<(?:jats:)?(?:p|list|sec)\b)", re.IGNORECASE)
# A power of a number must not run together with it: 10<sup>5</sup> is not 105, and a fraction is not its digits.
_POWER = re.compile(
    r"(?<=\d)<(?:jats:)?sup>([-+−–]?\d{1,3})</(?:jats:)?sup>"
    rf"|(?<=\d)</{_M}mn>\s?(?:<{_M}mrow>)?\s?(?:<{_M}mo>([-+−–])</{_M}mo>)?\s?<{_M}mn>(\d{{1,3}})</{_M}mn>"
    rf"\s?(?:</{_M}mrow>)?\s?(?=</{_M}msup>)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"<{_M}mfrac>\s?<{_M}m[ino]>([^<]*)</{_M}m[ino]>\s?<{_M}m[ino]>([^<]*)</{_M}m[ino]>\s?</{_M}mfrac>", re.IGNORECASE
)
_SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def without_markup(text: str) -> str:
    """`text` (one line) without tags and with entities as the characters they stand for; other signs stay."""
    for _ in range(_PASSES):
        before = text
        if "<" in text:
            text = _without_tags(text)
        if "&" in text:
            text = _ENTITY.sub(_character, text)
        if text == before:
            break
    return text


def _character(entity: re.Match[str]) -> str:
    """What a complete entity stands for; a name that HTML does not have is text."""
    known = entity[0][1] == "#" or entity[0][1:] in html5
    return html.unescape(entity[0]) if known else entity[0]


def _without_tags(text: str) -> str:
    text = _COMMENT.sub(" ", text)
    if re.search(rf"<{_M}math\b", text):
        text = _TEX_TWIN.sub("", text)
    text = _TEX_BODY.sub(r"\1", text)
    text = _HEADING_END.sub(": ", text)
    text = _FRACTION.sub(r"\1/\2", _POWER.sub(_raised, text))
    opened = {(tag["name"].lower(), bool(tag["end"])) for tag in _TAG.finditer(text)}
    return _TAG.sub(lambda tag: _replaced(tag, opened), text)


def _replaced(tag: re.Match[str], present: set[tuple[str, bool]]) -> str:
    """A space for a tag that begins or ends a block, nothing for another one, and what is no tag as it is."""
    name = tag["name"].lower()
    if name not in _INLINE and name not in _BLOCK:
        return tag[0]
    paired = tag["prefix"] or name in _UNPAIRED or present >= {(name, True), (name, False)}
    if not paired and not (name == "p" and tag.start() == 0) and "/>" not in tag[0]:
        return tag[0]
    return " " if name in _BLOCK else ""


def _raised(power: re.Match[str]) -> str:
    if power[1]:
        return power[1].translate(_SUPERSCRIPTS)
    return f"{power[2] or ''}{power[3]}".translate(_SUPERSCRIPTS) + "</mml:mn>"
