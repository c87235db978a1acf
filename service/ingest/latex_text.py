r"""Text as it stands in BibTeX, made plain: braces that protect capitals, accents, fonts and other macros of LaTeX.

Mathematics stays as it is written, for other sources have it so as well and `text.clean` reads all of them alike.
"""

# pylatexenc has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportArgumentType=false

import logging
import re
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
    context.add_context_category("bibliographies", macros=macros, prepend=True)
    return LatexNodes2Text(latex_context=context, math_mode="verbatim", keep_comments=True)


_MACROS: Final = _macros()
_TEXTS: Final = _texts()
