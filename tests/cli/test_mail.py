"""`paperlark mail test`: one mail to a real server, and what became of it in words."""

import json

import pytest

from tests.digests.mail_servers import misbehaving, postbox


@pytest.fixture
def mail_set(monkeypatch):
    def set_to(server, **more):
        values = {"TLS": "off", "SENDER": "Paperlark <digest@example.org>", "TIMEOUT_S": "2"}
        for name, value in (values | {key.upper(): value for key, value in (server.settings | more).items()}).items():
            monkeypatch.setenv(f"PAPERLARK_MAIL__{name}", str(value))

    return set_to


def test_a_mail_arrives_and_the_server_is_said_to_have_taken_it(paperlark, mail_set):
    with postbox() as box:
        mail_set(box)
        code, out, _ = paperlark("mail", "test", "--to", "me@example.net")
        assert (code, out.strip()) == (0, "The mail server took it: look whether it arrives.")
    [(to, message)] = box.letterbox.taken
    assert (to, message["Subject"]) == ("me@example.net", "Paperlark can send mail")


def test_what_the_server_says_against_it_is_told_and_the_exit_code_is_1(paperlark, mail_set):
    with misbehaving(RCPT=b"550 5.1.1 nobody of this name") as server:
        mail_set(server)
        code, out, _ = paperlark("mail", "test", "--to", "me@example.net")
        assert (code, "nobody of this name" in out) == (1, True)
        code, out, _ = paperlark("mail", "test", "--to", "me@example.net", "--json")
        assert (code, json.loads(out)["outcome"]) == (1, "refused")


def test_what_can_be_mended_is_named(paperlark, mail_set, monkeypatch):
    code, _, err = paperlark("mail", "test", "--to", "me@example.net")
    assert (code, "PAPERLARK_MAIL__HOST" in err) == (2, True)
    with misbehaving() as server:
        mail_set(server)
        code, _, err = paperlark("mail", "test", "--to", "me at example.net")
        assert (code, "address" in err, server.heard) == (2, True, [])
    monkeypatch.setenv("PAPERLARK_MAIL__SENDER", "")
    code, _, err = paperlark("mail", "test", "--to", "me@example.net")
    assert (code, "PAPERLARK_MAIL__HOST" in err, "PAPERLARK_MAIL__SENDER" in err) == (2, True, True)
