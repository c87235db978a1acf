r"""TeX residue to Unicode: accents, quotes, escapes and font switches, as they stand in titles and abstracts.

The text we get lost its `$` signs and, inside mathematics, its backslashes, so a TeX parser has nothing to
hold on to. A short table of what can only mean one thing is safer: everything else stays as it is. Accents
and letters: Knuth, The TeXbook, chapter 9. Every pattern is linear: an open repeat stops at its delimiter.
"""

import re
import unicodedata

_COMBINING = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
}  # fmt: skip
_PHRASES = {
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "wrt": "w.r.t.", "vs": "vs.", "cf": "cf.",
    "ldots": "…", "dots": "…",
}  # fmt: skip
_FONTS = "emph|textbf|textit|textsl|textsc|texttt|textrm|textsf|textmd|textup|textnormal|underline|mbox|text"

# A bare \'s at the end of a word is an escaped apostrophe far more often than a Polish letter.
_ACCENT = re.compile(
    r"(\{)?\\(?!'s\b)(?:(['`^\"~=.])|([cvHukr])(?:\s|(?=\{)))"
    r"(?:\{(?:\\(?=[ij]\}))?([^\W\d_])\}|(?:\\(?=[ij](?![^\W\d_])))?([^\W\d_]))(?(1)\})"
)
# \L and \O alone are as often somebody's macro: a letter must stand before them, or braces around or behind.
_NAME = "|".join(_LETTERS)
_LETTER = re.compile(rf"\{{\\({_NAME})\}}|\\({_NAME})\{{\}}|(?<=[^\W\d_])\\({_NAME})(?![A-Za-z]) ?")
_PHRASE = re.compile(rf"\\({'|'.join(_PHRASES)})(?![A-Za-z])\.?(?:\{{\}}|\\(?= ))?")
_FONT_GROUP = re.compile(r"\{\\(?:em|it|bf|tt|sc|sl|rm|sf)\s+([^{}\\]*)\}")
_FONT_MACRO = re.compile(rf"\\(?:{_FONTS})\{{([^{{}}\\]*)\}}")
_ESCAPE = re.compile(r"(?<!\\)\\([%&#_]|\$(?=\d))")
_QUOTED = re.compile(r"``([^`]*?)''")
_QUOTED_MIXED = re.compile(r"``([^`\"]*)\"")
_DEGREE = re.compile(r"(?<=\d)(?:\{\\deg\}|\\deg(?![A-Za-z])|\^\\?circ(?![A-Za-z])|\^\{\\?circ\})")
# What comes before is looked at last: a pattern that begins with plain letters is found many times sooner.
_TIMES = re.compile(r"times(?=\d|[^\w]|$)(?<=\dtimes)")
_TIMES_COMMAND = re.compile(r"\\times(?=\d|[^\w]|$)(?<=\d\\times)")
_BETWEEN = re.compile(r"sim(?=\d)(?<=\dsim)")
_BETWEEN_COMMAND = re.compile(r"\\sim(?=\d)(?<=\d\\sim)")
_ABOUT = re.compile(r"sim(?=\d[\d,.]{2,}+[KMBkx%]?(?!\w))(?<![\w.\\-]sim)")
_TIE = re.compile(r"(?<=[\w.])~(?=\()|(?<=\.)~(?=[A-Za-z])")
_THOUSANDS = re.compile(r"(?<=\d)(?:\\,|\{,\})(?=\d{3}(?!\d))")
_RANGE = re.compile(r"--(?=\d)(?<=\d--)")

# What a text must have for a pattern to find anything in it: most texts have none of these.
_REPLACED = (
    ("\\deg", _DEGREE, "°"),
    ("^", _DEGREE, "°"),
    ("--", _RANGE, "–"),
    ("~", _TIE, " "),
    ("\\,", _THOUSANDS, ","),
    ("{,}", _THOUSANDS, ","),
    ("sim", _BETWEEN, "∼"),
    ("\\sim", _BETWEEN_COMMAND, "∼"),
    ("times", _TIMES, "×"),
    ("\\times", _TIMES_COMMAND, "×"),
    ("sim", _ABOUT, "∼"),
)


def to_unicode(text: str) -> str:
    r"""`text` with unambiguous TeX as Unicode: `Pad\'e` as Padé, `{\em x}` as x, `1.12times` as 1.12×.

    What has lost its meaning (author macros, mathematics without delimiters, broken amounts) is left alone.
    """
    if "``" in text:
        text = _QUOTED_MIXED.sub("“\\1”", _QUOTED.sub("“\\1”", text))
    for sign, pattern, replacement in _REPLACED:
        if sign in text:
            text = pattern.sub(replacement, text)
    return _commands(text) if "\\" in text else text


def _commands(text: str) -> str:
    text = _ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda match: _LETTERS[match[1] or match[2] or match[3]], text)
    text = _PHRASE.sub(lambda match: _PHRASES[match[1]], text)
    text = _FONT_MACRO.sub(r"\1", _FONT_GROUP.sub(r"\1", text))
    return _ESCAPE.sub(r"\1", text)


def _accented(match: re.Match[str]) -> str:
    """The letter with its accent, or the source unchanged where Unicode has no such letter."""
    composed = unicodedata.normalize("NFC", (match[4] or match[5]) + _COMBINING[match[2] or match[3]])
    return composed if len(composed) == 1 else match[0]
