"""What was destroyed in a text before it reached us: found and named, never repaired."""

import re
from functools import lru_cache
from typing import Final

from service.text.cleaning import clean
from service.text.sentence_splitter import Span

# Standard mathematics (The TeXbook, appendix F): the backslash survived, the dollar signs did not.
_MATH_NAMES = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho
    sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega
    mathcal mathbb mathbf mathrm frac sqrt sum prod int times cdot sim approx leq geq le ge ll gg neq pm
    mp infty partial nabla in to mapsto rightarrow ell hbar circ log ln exp min max deg tilde hat bar
    widetilde left right big bigl bigr odot oplus otimes"""
_MATH = "|".join(_MATH_NAMES.split())
_PATTERNS: Final = (
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
def find_damage(raw: str) -> tuple[str, ...]:
    r"""What was destroyed in `raw` before it reached us, as codes in a fixed order.

    email_protected: the page's e-mail guard replaced a word; tex_macro: an author's own command such as `\tool`;
    stripped_math, ambiguous_money, citation_residue, link_residue: what lost signs and commands left.
    Mathematics between dollar signs is whole, so it is not reported.
    """
    text = clean(raw)
    found = [code for code, pattern in _PATTERNS if pattern.search(text)]
    if "$" in text and "stripped_math" in found:
        found.remove("stripped_math")
    return tuple(found)


def damaged_spans(text: str) -> tuple[Span, ...]:
    """Where a clean text is damaged, ascending and apart."""
    found = find_damage(text)
    spans = sorted(
        Span(*each.span()) for code, pattern in _PATTERNS if code in found for each in pattern.finditer(text)
    )
    return tuple(span for at, span in enumerate(spans) if at == 0 or span.start >= max(each.end for each in spans[:at]))
