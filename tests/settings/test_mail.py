"""The settings of mail: what is incomplete or would give the password away is refused, and named."""

import pytest

from service import settings
from service.errors import BadInput

COMPLETE = {"HOST": "mail.example.org", "SENDER": "Paperlark <digest@example.org>"}


def load(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(f"PAPERLARK_MAIL__{name}", value)
    return settings.load().mail


def test_what_is_complete_is_taken_and_the_password_is_shown_nowhere(monkeypatch):
    found = load(monkeypatch, **COMPLETE | {"USER": "paperlark", "PASSWORD": "correct-horse"})
    assert str(found.sender_address) == "Paperlark <digest@example.org>"
    assert load(monkeypatch, HOST="").host is None
    current = settings.load()
    assert "correct-horse" not in repr(current) + str(settings.describe(current))
    assert "correct-horse" in current.secrets


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"HOST": "mail.example.org"}, ["PAPERLARK_MAIL__HOST", "PAPERLARK_MAIL__SENDER"]),
        *(
            (COMPLETE | {"HOST": each}, ["PAPERLARK_MAIL__HOST"])
            for each in ("a b", "smtp://a", "a:25", "a@b", "a\nb", "a..b")
        ),
        (COMPLETE | {"USER": "a"}, ["PAPERLARK_MAIL__USER", "PAPERLARK_MAIL__PASSWORD"]),
        (COMPLETE | {"PASSWORD": "correct-horse"}, ["PAPERLARK_MAIL__USER", "PAPERLARK_MAIL__PASSWORD"]),
        (COMPLETE | {"USER": "a", "PASSWORD": "correct-horse", "TLS": "off"}, ["PAPERLARK_MAIL__TLS"]),
        (COMPLETE | {"USER": "a", "PASSWORD": "correct-hörse"}, ["PAPERLARK_MAIL__PASSWORD"]),
        (COMPLETE | {"TLS": "maybe"}, ["PAPERLARK_MAIL__TLS"]),
        (COMPLETE | {"TIMEOUT_S": "0"}, ["PAPERLARK_MAIL__TIMEOUT_S"]),
        *(
            (COMPLETE | {name: wrong}, [f"PAPERLARK_MAIL__{name}"])
            for name in ("SENDER", "UNSUBSCRIBE_ADDRESS")
            for wrong in (
                "ann",
                "a@b.example, c@d.example",
                "a@b.example\nBcc: c@d.example",
                "a@",
                "<script>@b",
                "a" * 400,
            )
        ),
    ],
)
def test_what_is_not_is_refused_by_name_and_nothing_of_a_value_is_repeated(monkeypatch, values, named):
    with pytest.raises(BadInput) as refused:
        load(monkeypatch, **values)
    assert all(name in refused.value.detail for name in named)
    assert "horse" not in refused.value.detail
    assert "script" not in refused.value.detail


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://papers.example.org", ("a.example", "papers.example.org")),
        ("http://papers.example.org:8080/x", ("a.example", "papers.example.org:8080")),
        (None, ("a.example",)),
    ],
)
def test_the_public_address_is_a_name_that_browsers_use(url, known):
    assert settings.load(hosts=("a.example",), public_url=url).known_hosts == known
