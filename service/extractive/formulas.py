"""Formulas as plain text: what remains of TeX in an abstract is rendered where it can mean one thing only."""

import re
from typing import Final

_GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "lambda": "λ", "mu": "μ", "sigma": "σ", "tau": "τ", "theta": "θ", "omega": "ω", "phi": "φ", "pi": "π", "rho": "ρ",
    "eta": "η", "ell": "ℓ", "infty": "∞",
}  # fmt: skip
_NAMED = re.compile(rf"\\({'|'.join(_GREEK)})\b|(?<=[_^{{])({'|'.join(_GREEK)})(?=\}}|\b)")
_FONT = re.compile(r"\\?math(?:cal|bb|rm|bf|sf) ?(?:\{([A-Za-z]+)\}|(?=[A-Z]\b|[A-Z]\())")
_TEXT = re.compile(r"(?<![A-Za-z])text\{(\w+)\}")
_SCRIPT = re.compile(r"([_^])\{([\wα-ω∞+-]{1,12})\}")
_BRACED = re.compile(r"\{(\d[\d.,]*\s?(?:\\?%|×)?)\}")
_ABOUT = re.compile(r"(?<![A-Za-z\\])\\?approx ?(?=\d)")
_SOURCE = re.compile(
    r"\\[a-zA-Z]+|~\w+\d{4}|[_^]\{|\bmath(?:cal|bb|rm|bf)\b|\$[^$]*\$|\{[^{}]*\}|\bwidetilde|(?<![A-Za-z])(?:varepsilon|leq|geq|sqrt)\b"
    r"|(?<![A-Za-z])e\^\{?-?\d|sigmaleft|(?<!\w)_[a-z]+_(?!\w)|\b[a-z]{3,}\d{4}[a-z]{3,}\b"
)


def with_readable_formulas(text: str) -> str:
    """`Re_{tau}approx 180` as `Re_τ ≈ 180`, `mathcal{O}(d^k)` as `O(d^k)`."""
    if not any(mark in text for mark in ("\\", "{", "approx", "math")):
        return text
    text = _FONT.sub(lambda found: found[1] or "", text)
    text = _TEXT.sub(r"\1", _BRACED.sub(r"\1", text))
    text = _NAMED.sub(lambda found: _GREEK[found[1] or found[2]], text)
    text = _SCRIPT.sub(r"\1\2", text)
    return _ABOUT.sub(lambda found: "≈ " if found.string[: found.start()][-1:] in " (" else " ≈ ", text)


def has_formula_source(text: str) -> bool:
    """Whether the text still has commands, braces or citation keys, which nobody can read."""
    return _SOURCE.search(text) is not None
