"""What TeX leaves in titles and abstracts becomes readable where it can mean one thing only."""

import pytest

from service.text.cleaning import clean
from tests.text.texts import RAW


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        (r"Pad\'e", "Padé"),
        (r"na\"ive", "naïve"),
        (r"Schr\"{o}dinger", "Schrödinger"),
        (r"est\'an dise\~nados", "están diseñados"),
        (r"H\'enon--Heiles", "Hénon--Heiles"),
        (r"{\'e} \'{\i} \c{c} {\v s} S\o ren Pawe\l{} {\AA}", "é í ç š Søren Paweł Å"),
        (r"it\'s not a Polish letter", r"it\'s not a Polish letter"),
        ("``Brain-Diffuser''", "“Brain-Diffuser”"),
        ('the ``Hard Reset" mechanism', "the “Hard Reset” mechanism"),
        (r"60\% of Q\&A", "60% of Q&A"),
        (r"the {\em glassiness} {\it without} \emph{this}", "the glassiness without this"),
        (r"360{\deg} views at 5.625^circ", "360° views at 5.625°"),
        (r"(\ie dynamic) (\eg, high)", "(i.e. dynamic) (e.g., high)"),
        ("1.12times faster, 256times256), 10sim100times", "1.12× faster, 256×256), 10∼100×"),
        ("5-40 times faster, sometimes sim2real", "5-40 times faster, sometimes sim2real"),
        ("w.r.t.~sampling, estimation~(NCE), 4--27 times", "w.r.t. sampling, estimation (NCE), 4–27 times"),
        ("soft\u00adhy\u200bphen \u202etext\U000e0041\n wrapped\x00", "softhyphen text wrapped"),
    ],
)
def test_what_has_one_meaning_becomes_readable(raw: str, readable: str) -> None:
    assert clean(raw) == readable


def test_the_corpus_keeps_no_tex_accent_quote_or_escape() -> None:
    cleaned = "\n".join(map(clean, RAW))
    assert not [piece for piece in (r"\'", r"\"", r"\~", r"\%", r"\&", "``", r"{\em", r"{\it", r"\ie", r"\eg", r"\deg")
                if piece in cleaned]  # fmt: skip
