"""Markup becomes text, once; what only looks like it stays."""

import pytest

from service.text import clean
from tests.text.texts import a_megabyte


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("CO<sub>2</sub> and NO<SUB>x</SUB>", "CO2 and NOx"),
        ("N&lt;sub&gt;2&lt;/sub&gt;", "N2"),
        ("N&amp;lt;sub&amp;gt;2&amp;lt;/sub&amp;gt;", "N2"),
        ("about 10<sup>5</sup> and 10<sup>-3</sup> of Ca<sup>2+</sup>", "about 10⁵ and 10⁻³ of Ca2+"),
        ("M&uuml;ller &#38; S&#xf8;n", "Müller & Søn"),
        ("<jats:title>Methods</jats:title><jats:p>We</jats:p><jats:p>did.</jats:p>", "Methods: We did."),
        ("<math><msup><mn>10</mn><mrow><mo>-</mo><mn>5</mn></mrow></msup></math>", "10⁻⁵"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        ("<alternatives><tex-math>$S$</tex-math><mml:math><mml:mi>S</mml:mi></mml:math></alternatives>", "S"),
        ("in <tex-math>$S$</tex-math>", "in $S$"),
        ("10{,}000 or 10\\,000", "10,000 or 10,000"),
    ],
)
def test_markup_becomes_text(raw: str, text: str) -> None:
    assert clean(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "n < 5 and m > 2",
        "a<b and c>d",
        "if p<i>q",
        "tokens <s>, </s> and <unk>",
        "List<String>",
        "|x><y|",
        "AT&T and R&notes",
        "x &unknown; y",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("piece", ["<", "<a ", "<a b='", "&", "&amp;", "<sub>", "<!--", "<jats:title>", "<mml:mfrac>"])
def test_a_megabyte_of_tags_is_only_text(piece: str) -> None:
    text = a_megabyte(piece)
    assert len(clean(text)) <= len(text)
