"""A digest as mail: its headers, its two forms, and that nothing of a paper becomes more than text."""

import email
import re
from dataclasses import replace
from email import policy
from pathlib import Path

import pytest

from service.digests import DigestTrending, confirmation_message, digest_message, trial_message
from service.digests.message import LONGEST_HTML
from service.errors import BadInput
from service.settings import MailSettings
from tests.digests.made import (
    HOSTILE,
    NOW,
    PUBLIC,
    SETTINGS,
    SUBSCRIBED,
    digest,
    hostile_digest,
    long_digest,
    paper,
    worst_digest,
)
from tests.web.markup import Markup

HEADERS = {
    "From": "Paperlark <digest@example.org>",
    "To": "ann@example.net",
    "Subject": "1 new paper, 29 November 2026",
    "Date": "Sun, 29 Nov 2026 06:00:00 +0000",
    "Auto-Submitted": "auto-generated",
    "MIME-Version": "1.0",
    "List-Id": "Paperlark digest <digest.example.org>",
    "List-Unsubscribe": f"<{PUBLIC}/subscriptions/{SUBSCRIBED.unsubscribe_token}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def made(found=None, public_url=PUBLIC, settings=SETTINGS, **changes):
    return digest_message(found or digest(paper()), replace(SUBSCRIBED, **changes), settings, public_url)


def received(message):
    """The message as it is read by who gets its bytes."""
    return email.message_from_bytes(message.as_bytes(), policy=policy.default)


def body(message, kind):
    return received(message).get_body((kind,)).get_content()


def test_the_headers_are_these_and_no_others():
    found = received(made())
    assert dict(found.items()) | HEADERS == dict(found.items())
    assert set(found.keys()) - set(HEADERS) == {"Message-ID", "Content-Type"}
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", found["Message-ID"])
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_digest_is_the_same_bytes_and_another_has_another_id():
    assert made().as_bytes() == made().as_bytes()
    other = digest(paper(), id="of-ann-tomorrow")
    assert made(other)["Message-ID"] != made()["Message-ID"]


def test_every_byte_is_ascii_and_every_line_is_short_enough_for_any_server():
    for message in (made(hostile_digest()), made(long_digest()), made(address="jörg@bücher.example")):
        raw = message.as_bytes(policy=policy.SMTPUTF8.clone(cte_type="7bit"))
        head, _, content = raw.partition(b"\r\n\r\n")
        assert content.isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert b"\r" not in raw.replace(b"\r\n", b"")
        assert head


def test_hostile_text_stays_text_in_the_body_and_reaches_no_header():
    message = made(hostile_digest())
    found = received(message)
    assert set(found.keys()) == {*HEADERS, "Message-ID", "Content-Type"}
    assert found["Subject"] == "7 new papers and 7 papers of your alerts, 29 November 2026"
    assert not found.defects
    assert all(not part.defects for part in found.walk())
    for value in found.values():
        assert not any(each[:12] in value for each in HOSTILE)
    for kind in ("plain", "html"):
        text = body(message, kind)
        hidden = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\x00\x07\x1d\r"
        assert not set(hidden) & set(text.replace("\r\n", ""))
        assert text.encode()


@pytest.mark.parametrize("count", [0, 1, 30])
def test_the_subject_is_one_line_of_at_most_78_signs_and_says_how_many_there_are(count):
    subject = made(digest(*(paper(each) for each in range(count))))["Subject"]
    assert subject.isascii()
    assert len(subject) <= 78
    assert ("Nothing new" if count == 0 else f"{count:,} new paper") in subject
    trending = DigestTrending(window="day", papers=(paper(),))
    assert made(digest(trending=trending))["Subject"].startswith("What is trending, ")


@pytest.mark.parametrize(
    ("public_url", "link", "one_click"),
    [
        ("https://papers.example.org", True, True),
        ("https://papers.example.org:8443/below/", True, True),
        ("http://papers.example.org", True, False),
        ("https://localhost:8000", True, False),
        ("https://10.0.0.5", True, False),
        ("https://192.0.2.7.internal", True, False),
        (None, False, False),
    ],
)
def test_one_click_is_offered_where_a_public_https_address_is_set(public_url, link, one_click):
    message = made(public_url=public_url)
    token = SUBSCRIBED.unsubscribe_token
    way = f"{public_url.rstrip('/')}/subscriptions/{token}" if public_url else None
    assert message["List-Unsubscribe"] == (f"<{way}>" if link else None)
    assert ("List-Unsubscribe-Post" in message) is one_click
    for kind in ("plain", "html"):
        assert (way or f"/subscriptions/{token}") in body(message, kind)


def test_a_long_link_is_not_made_an_encoded_word():
    raw = made(public_url=f"https://papers.example.org/{'below/' * 15}").as_bytes()
    assert b"\r\nList-Unsubscribe: <https://papers.example.org/below/" in raw
    assert b"=?utf-8?" not in raw.partition(b"\r\n\r\n")[0]


def test_an_address_that_somebody_reads_is_a_way_out_as_well():
    settings = MailSettings(**SETTINGS.model_dump() | {"unsubscribe_address": "Ann <stop@example.org>"})
    mailto = "<mailto:stop@example.org?subject=unsubscribe>"
    assert made(settings=settings)["List-Unsubscribe"].endswith(f">, {mailto}")
    found = made(settings=settings, public_url=None)
    assert (found["List-Unsubscribe"], found["List-Unsubscribe-Post"]) == (mailto, None)


def test_a_name_beyond_ascii_is_encoded_once():
    settings = MailSettings(**SETTINGS.model_dump() | {"sender": "Großmutters Eulen & Käuze <eulen@bücher.example>"})
    found = received(made(settings=settings))
    assert str(found["From"]) == "Großmutters Eulen & Käuze <eulen@xn--bcher-kva.example>"
    assert found["Message-ID"].endswith("@xn--bcher-kva.example>")


def test_a_mail_that_gmail_would_cut_off_is_shortened_and_says_so():
    short = made(digest(paper()))
    assert "too long for mail" not in body(short, "plain")
    for papers in (10, 40):
        message = made(long_digest(papers))
        html = body(message, "html")
        assert 40_000 < len(html.encode()) <= LONGEST_HTML
        for kind in ("plain", "html"):
            assert "too long for mail" in body(message, kind)
        assert html.count("<h3") >= 10


def test_the_worst_digest_of_all_is_shortened_until_it_fits():
    html = body(made(worst_digest()), "html")
    assert len(html.encode()) <= LONGEST_HTML
    assert html.count("<h3") == 3


def test_ten_usual_papers_are_not_shortened():
    found = digest(*(paper(each, title="Owls " * 20) for each in range(10)))
    assert "too long for mail" not in body(made(found), "html")


def test_a_confirmation_asks_and_says_nothing_that_its_sender_could_choose():
    hostile = replace(SUBSCRIBED, user="Buy.this@example.com", collections=("Win a prize",), language="<b>")
    message = confirmation_message(hostile, SETTINGS, PUBLIC, NOW)
    link = f"{PUBLIC}/subscriptions/{SUBSCRIBED.confirm_token}"
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert link in text
        assert "do nothing" in text
        assert not any(each in text for each in ("Buy.this", "prize", SUBSCRIBED.unsubscribe_token))
    assert "List-Unsubscribe" not in message
    assert SUBSCRIBED.confirm_token not in str(message["Message-ID"])
    assert message.as_bytes() == confirmation_message(hostile, SETTINGS, PUBLIC, NOW).as_bytes()
    assert f"/subscriptions/{SUBSCRIBED.confirm_token}" in body(
        confirmation_message(hostile, SETTINGS, None, NOW), "plain"
    )


def test_a_trial_says_what_it_is_and_whether_links_will_lead_back():
    assert "PAPERLARK_PUBLIC_URL" in body(trial_message("me@example.net", SETTINGS, None, NOW), "plain")
    assert "PAPERLARK_PUBLIC_URL" not in body(trial_message("me@example.net", SETTINGS, PUBLIC, NOW), "html")
    with pytest.raises(BadInput, match="address"):
        trial_message("me@example.net\r\nBcc: you@example.net", SETTINGS, None, NOW)


def test_what_mail_looks_like_has_nothing_from_elsewhere():
    html = body(made(hostile_digest()), "html")
    page = Markup(html)
    assert page.runs == []
    assert not {"img", "script", "link", "iframe", "object", "form", "video", "svg", "base"} & page.names
    assert not {"src", "srcset", "background", "http-equiv"} & {name for _, given in page.elements for name in given}
    assert not re.search(r"url\(|@import", html)
    assert {each.split("/")[2] for each in re.findall(r'href="([^"]*)"', html)} == {"papers.example.org"}
    folder = Path(__file__).parents[2] / "service" / "digests" / "templates"
    assert not any("safe" in re.sub(r"[a-z]+-safe", "", file.read_text()) for file in folder.iterdir())
