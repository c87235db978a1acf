"""What a user may be called: a name in any script, in one form, and none that looks like another one."""

import unicodedata

import pytest

from service.corpus import checked_name, checked_user
from service.errors import BadInput

NAMES = (
    "ann",
    "a.b_c@d-e",
    "Zoë",
    "Анна",
    "山田太郎",
    "أحمد",
    "अनुष्का",
    "สมชาย",
    "조수미",
    "ნინო",
    "𐐀𐐁",
    "2024",
    "名" * 100,
)
NO_NAMES = {
    "nothing": "",
    "a sign first": "-ann",
    "a mark first": "\u0301ann",
    "a slash": "a/b",
    "dots that lead elsewhere": "..",
    "a space": "ann lee",
    "a tag": "<script>",
    "another direction": "\u202eann",
    "a mark of direction": "ann\u200e",
    "a joiner": "an\u200dn",
    "no width": "an\u200bn",
    "a soft hyphen": "an\u00adn",
    "a letter that is not seen": "ann\u3164",
    "a selector of variants": "葛\ufe00",
    "a control": "ann\n",
    "nul": "ann\0",
    "half a character": "ann\udc80",
    "a private one": "ann\ue000",
    "nobody knows": "ann\u0378",
    "emoji": "ann🙂",
    "too long": "名" * 101,
    "a tower of marks": "a" + "\u0301" * 40,
    "a tower that takes minutes to put in order": "a" + "\u0301\u0327" * 200_000,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_user_may_be_called_so_in_any_script(name: str):
    assert checked_user(name) == name


@pytest.mark.parametrize("why", NO_NAMES)
def test_a_name_that_could_not_be_told_from_another_or_leads_elsewhere_is_refused_with_the_rule(why: str):
    with pytest.raises(BadInput, match="/user: is no name for a user: letters and digits of any script"):
        checked_user(NO_NAMES[why])


def test_a_letter_in_parts_is_the_letter():
    parts = unicodedata.normalize("NFD", "Zoë조수미")
    assert parts != "Zoë조수미"
    assert checked_user(parts) == "Zoë조수미"


def test_a_collections_name_is_refused_before_its_marks_are_put_in_order():
    with pytest.raises(BadInput, match="has 400,001 characters"):
        checked_name("a" + "\u0301\u0327" * 200_000)
