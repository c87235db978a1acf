"""Handing mail to a server: what became of a message is told truthfully, whatever the server does and when."""

from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest

from service.digests import Mailer, digest_message
from service.errors import BadInput
from service.settings import MailSettings
from tests.digests.made import PUBLIC, SETTINGS, SUBSCRIBED, digest, paper
from tests.digests.mail_servers import DRIP, DROP, HANG, misbehaving, postbox

ANN = SUBSCRIBED.address


def settings(at, **changes):
    return SETTINGS.model_copy(update={"timeout_s": 0.3, **at.settings, **changes})


def message(number=1, to=ANN):
    return digest_message(digest(paper(number), id=f"d{number}"), replace(SUBSCRIBED, address=to), SETTINGS, PUBLIC)


def plain(text):
    found = EmailMessage(policy.SMTP)
    found.set_content(text, cte="7bit")
    return found


def sent(at, to=ANN, before_data=lambda: None, **changes):
    with Mailer(settings(at, **changes)) as mailer:
        return mailer.send(message(to=to), to, before_data)


def test_a_message_arrives_whole_and_is_called_sent():
    with postbox() as box:
        delivery = sent(box)
    assert (delivery.outcome, delivery.reason, delivery.permanent) == ("sent", "", False)
    [(to, taken)] = box.letterbox.taken
    assert to == ANN
    plain, html = taken.get_payload()
    for kind, part in (("plain", plain), ("html", html)):
        expected = message().get_body((kind,)).get_content()
        assert part.get_payload(decode=True).decode().splitlines() == expected.splitlines()


def test_lines_that_begin_with_a_dot_arrive_as_they_are():
    dotted = plain(".\n..two\n.\nQUIT\n")
    with misbehaving() as server, Mailer(settings(server)) as mailer:
        assert mailer.send(dotted, ANN).outcome == "sent"
    assert server.contents[0].endswith(b"\r\n\r\n..\r\n...two\r\n..\r\nQUIT\r\n")
    assert server.heard[-1] == "QUIT"


def test_many_messages_go_in_one_connection_and_in_another_when_it_is_lost():
    with misbehaving() as server, Mailer(settings(server)) as mailer:
        assert [mailer.send(message(each), ANN).outcome for each in range(3)] == ["sent"] * 3
        assert server.connections == 1
        server.answers["RSET"] = DROP
        assert mailer.send(message(3), ANN).outcome == "sent"
        assert server.connections == 2


@pytest.mark.parametrize(
    ("answers", "outcome", "permanent"),
    [
        ({"RCPT": b"550 5.1.1 no such user"}, "refused", True),
        ({"RCPT": b"550 no such user"}, "refused", True),
        ({"RCPT": b"553 <ann@example.net> User unknown in the table"}, "refused", True),
        ({"RCPT": b"550-5.1.1 of two\r\n550 5.1.1 lines"}, "refused", True),
        ({"RCPT": b"553 unknown"}, "refused", False),
        ({"RCPT": b"550 relay not permitted"}, "refused", False),
        ({"RCPT": b"550 Administrative prohibition"}, "refused", False),
        ({"RCPT": b"550 Sender verify failed"}, "refused", False),
        ({"RCPT": b"550 Sender address rejected: user unknown"}, "refused", False),
        ({"RCPT": b"550 5.1.1.7 is listed"}, "refused", False),
        ({"RCPT": b"550 blocked: 192.5.1.1 is listed, see 5.1.1"}, "refused", False),
        ({"RCPT": b"550 5.2.1 mailbox disabled"}, "refused", True),
        ({"RCPT": b"550 5.7.1 relaying denied"}, "refused", False),
        ({"RCPT": b"552 5.2.2 mailbox full"}, "refused", False),
        ({"RCPT": b"554 we know your kind"}, "refused", False),
        ({"RCPT": b"450 4.2.0 greylisted, come again"}, "deferred", False),
        ({"RCPT": b"421 closing"}, "deferred", False),
        ({"RCPT": b"what?"}, "deferred", False),
        ({"RCPT": DROP}, "deferred", False),
        ({"RCPT": HANG}, "deferred", False),
        ({"RCPT": DRIP}, "deferred", False),
        ({"MAIL": b"550 5.1.1 who are you"}, "refused", False),
        ({"MAIL": b"451 later"}, "deferred", False),
        ({"MAIL": DROP}, "deferred", False),
        ({"DATA": b"554 no"}, "refused", False),
        ({"DATA": b"452 full"}, "deferred", False),
        ({"DATA": b"250 what data?"}, "deferred", False),
        ({"DATA": DROP}, "deferred", False),
        ({"DATA": HANG}, "deferred", False),
        ({"end": b"550 5.7.1 spam"}, "refused", False),
        ({"end": b"451 later"}, "deferred", False),
        ({"end": DROP}, "unknown", False),
        ({"end": HANG}, "unknown", False),
        ({"end": DRIP}, "unknown", False),
        ({"end": b"\xff\xfe garbage"}, "unknown", False),
        ({"end": b"200 hm"}, "unknown", False),
        ({"greeting": b"554 no service"}, "deferred", False),
        ({"greeting": b"421 busy"}, "deferred", False),
        ({"greeting": b"HTTP/1.1 400 Bad Request"}, "deferred", False),
        ({"greeting": b"2" * 20_000}, "deferred", False),
        ({"greeting": HANG}, "deferred", False),
        ({"greeting": DRIP}, "deferred", False),
        ({"greeting": DROP}, "deferred", False),
        ({"EHLO": b"500 what", "HELO": b"500 what"}, "deferred", False),
        ({"EHLO": DROP}, "deferred", False),
    ],
    ids=lambda value: None if isinstance(value, bool | str) else repr(value)[:40],
)
def test_what_a_server_does_at_each_moment_is_told_as_it_is(answers, outcome, permanent):
    with misbehaving(**answers) as server:
        delivery = sent(server)
    assert (delivery.outcome, delivery.permanent) == (outcome, permanent), delivery.reason
    assert len(delivery.reason) < 400
    assert delivery.reason.isprintable()
    assert bool(server.contents) == ("end" in answers)


def test_a_refusal_of_one_recipient_spoils_nothing_for_the_next():
    refusals = iter([b"550 5.1.1 gone", b"250 ok"])
    with misbehaving(RCPT=lambda: next(refusals)) as server, Mailer(settings(server)) as mailer:
        outcomes = [mailer.send(message(each), ANN).outcome for each in range(2)]
    assert outcomes == ["refused", "sent"]
    assert server.connections == 1


def test_what_is_left_of_a_broken_message_is_never_taken_for_a_whole_one():
    big = plain("owls\n" * 200_000)
    with misbehaving(content=DROP) as server, Mailer(settings(server)) as mailer:
        assert mailer.send(big, ANN).outcome in {"deferred", "unknown"}
        server.answers.clear()
        assert mailer.send(message(), ANN).outcome == "sent"
    assert len(server.contents) == 1


def test_before_the_message_itself_the_caller_is_told_and_can_still_stop_it():
    heard_by_then = []
    with misbehaving() as server:
        assert sent(server, before_data=lambda: heard_by_then.extend(server.heard)).outcome == "sent"
        assert heard_by_then == ["EHLO", "MAIL", "RCPT"]

        def stop():
            raise OSError("the disk is full")

        with pytest.raises(OSError, match="disk is full"):
            sent(server, before_data=stop)
    assert len(server.contents) == 1
    assert server.heard[-1] == "RCPT"


def test_a_server_that_cannot_be_reached_is_asked_once_for_all_messages():
    with misbehaving(greeting=b"421 busy") as server:
        with Mailer(settings(server)) as mailer:
            assert {mailer.send(message(each), ANN).outcome for each in range(5)} == {"deferred"}
        assert server.connections == 1
        away = settings(server)
    with Mailer(away) as mailer:
        delivery = mailer.send(message(), ANN)
    assert delivery.outcome == "deferred"
    assert "cannot be reached" in delivery.reason
    with pytest.raises(BadInput, match="PAPERLARK_MAIL__HOST"):
        Mailer(MailSettings())


def test_nothing_is_said_in_the_clear_where_tls_is_demanded():
    with misbehaving() as server:
        delivery = sent(server, tls="starttls", user="ann", password=SETTINGS.password)
    assert (delivery.outcome, delivery.permanent) == ("deferred", False)
    assert "no TLS" in delivery.reason
    assert server.heard == ["EHLO"]
    with misbehaving() as server:
        delivery = sent(server, tls="always")
    assert (delivery.outcome, "TLS" in delivery.reason) == ("deferred", True)
    assert not {"MAIL", "AUTH"} & set(server.heard)


def test_addresses_beyond_ascii_go_where_they_can_and_are_refused_where_not():
    with postbox() as box:
        assert sent(box, "jörg@bücher.example").outcome == "sent"
        assert sent(box, "ann@bücher.example").outcome == "sent"
    assert [to for to, _ in box.letterbox.taken] == ["jörg@xn--bcher-kva.example", "ann@xn--bcher-kva.example"]
    with misbehaving() as server:
        delivery = sent(server, "jörg@bücher.example")
        assert sent(server, "ann@bücher.example").outcome == "sent"
    assert (delivery.outcome, delivery.permanent) == ("refused", True)


@pytest.mark.parametrize(
    "to", ["", "ann", "a@b@c.example", "ann@example.net\r\nRCPT TO:<eve@example.net>", "a" * 400 + "@b.example"]
)
def test_what_is_no_address_reaches_no_server(to):
    with misbehaving() as server, Mailer(settings(server)) as mailer:
        delivery = mailer.send(message(), to)
    assert (delivery.outcome, delivery.permanent) == ("refused", True)
    assert server.heard == []
