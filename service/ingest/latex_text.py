r"""Text as it stands in BibTeX, made plain: braces that protect capitals, accents, fonts and other macros of LaTeX.

Mathematics stays as it is written, for other sources have it so as well and `text.clean` reads all of them alike.
"""

# pylatexenc has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportArgumentType=false

import logging
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from pylatexenc import latex2text, latexwalker
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec
from pylatexenc.latexwalker import LatexWalker
from pylatexenc.macrospec import MacroSpec

_LONGEST: Final = (
    20_000  # characters of a text that is decoded: no honest abstract is longer, and hostile ones are slow
)
_BARE = re.compile(r"(?<!\\)[%&#]")  # a comment or a fault in LaTeX, and a plain sign to all who write BibTeX
_REPLACED: Final = {
    "url": ("{", "%s"), "href": ("{{", "%(2)s"), "cite": ("[{", ""), "citep": ("[{", ""), "citet": ("[{", ""),
    "footnote": ("[{", ""), "textsuperscript": ("{", "<sup>%s</sup>"), "textsubscript": ("{", "<sub>%s</sub>"),
    "TeX": ("", "TeX"), "LaTeX": ("", "LaTeX"), "BibTeX": ("", "BibTeX"), "newblock": ("", ""),
}  # fmt: skip
"""Macros that pylatexenc does not know or makes something else of: their arguments, and what they stand for."""

_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "H": "\u030b", "k": "\u0328", "b": "\u0331", "d": "\u0323", "r": "\u030a", "u": "\u0306",
    "v": "\u030c", "vec": "\u20d7", "dot": "\u0307", "hat": "\u0302", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300", "tilde": "\u0303", "bar": "\u0304", "ddot": "\u0308", "not": "\u0338",
}  # fmt: skip
r"""Accents by their macros, which stand over the first letter (The TeXbook, chapter 9).

pylatexenc puts one over every sign, and over every accent that it has put there already: forty of them around one
letter would take for ever.
"""

_WITH_DOTS: Final = {"ı": "i", "ȷ": "j"}

logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # of each macro that lacks its arguments it would warn


def latex_to_text(raw: str) -> str:
    """The text without LaTeX; one that LaTeX could not read stays as it is."""
    if len(raw) > _LONGEST or not any(sign in raw for sign in "\\{}~$"):
        return raw
    try:
        nodes, _, _ = LatexWalker(_BARE.sub(r"\\\g<0>", raw), latex_context=_MACROS).get_latex_nodes()
        text = str(_TEXTS.nodelist_to_text(nodes))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # macros without their arguments, …
        return raw
    return raw if "%s" in text and "%s" not in raw else text  # a macro without arguments at the end


def plain_value(raw: str) -> str:
    """An id or an address without the braces and backslashes that stand around signs in it."""
    value = re.sub(r"^\\(?:url|doi|href)\s*\{([^{}]*)\}.*", r"\1", raw.strip(), flags=re.DOTALL)
    return re.sub(r"\\([%&#_~$])", r"\1", re.sub(r"[{}]", "", value)).replace(r"\textasciitilde", "~").strip()


def _macros() -> Any:  # noqa: ANN401 - pylatexenc has no types
    context = latexwalker.get_default_latex_context_db()
    macros = [MacroSpec(name, arguments) for name, (arguments, _) in _REPLACED.items()]
    context.add_context_category("bibliographies", macros=macros, prepend=True)
    return context


def _texts() -> LatexNodes2Text:
    context: Any = latex2text.get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=text) for name, (_, text) in _REPLACED.items()]
    macros += [MacroTextSpec(name, simplify_repl=_accented_by(accent)) for name, accent in _ACCENTS.items()]
    context.add_context_category("bibliographies", macros=macros, prepend=True)
    return LatexNodes2Text(latex_context=context, math_mode="verbatim", keep_comments=True)


def _accented_by(accent: str) -> Callable[[Any, LatexNodes2Text], str]:
    def accented(macro: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401
        given: list[Any] = macro.nodeargs[:1] if macro.nodeargs else []
        letters = str(l2tobj.nodelist_to_text(given)).strip()
        first = _WITH_DOTS.get(letters[:1], letters[:1])
        return unicodedata.normalize("NFC", first + accent) + letters[1:] if first else ""

    return accented


_MACROS: Final = _macros()
_TEXTS: Final = _texts()
