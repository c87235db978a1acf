"""What is posted: a digest whole as JSON, or a message within Slack's bounds; and signed."""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime

import pytest

from service.digests import Digest, DigestAlert, DigestCause, DigestPaper, DigestText, DigestTrending
from service.digests.webhook_payload import payload_of, signature, trial_payload
from tests.digests.feeds import HOSTILE, NOON

KNOWN_BY = "s3cret"


def digest(*papers, **more):
    return Digest(
        id="d1", user="ann", period="2026-11-29", local_date=date(2026, 11, 29), made_at=NOON, since=None, likes=2,
        papers=papers, **more,
    )  # fmt: skip


def paper(title="Owls", number=1, **more):
    return DigestPaper(id=f"hf:{number}", title=title, **more)


def sections(found):
    return [block["text"]["text"] for block in json.loads(payload_of(found, "slack"))["blocks"]]


def test_json_has_the_digest_whole():
    found = digest(paper(score=0.5, because=(DigestCause(paper_id="hf:2", title="A", contribution=0.1),)))
    sent = json.loads(payload_of(found, "json"))
    assert sent["type"] == "digest"
    assert Digest.model_validate(sent["digest"], strict=False) == found


def test_the_signature_is_of_the_moment_and_the_body():
    body = payload_of(digest(), "json")
    expected = hmac.new(KNOWN_BY.encode(), b"1764417600." + body, hashlib.sha256).hexdigest()
    assert signature(KNOWN_BY, body, datetime.fromtimestamp(1764417600.9, UTC)) == f"t=1764417600,v1={expected}"
    assert signature("other", body, NOON) != signature(KNOWN_BY, body, NOON) != signature(KNOWN_BY, body + b" ", NOON)


def test_a_message_says_what_the_digest_does():
    because = DigestCause(paper_id="hf:2", title="A & B", contribution=0.1, terms=("owls",))
    said = DigestText(text="It is < 5.", source="llm", language="en", faithfulness=0.9)
    found = digest(
        paper("Owls <at> dusk", because=(because,), summary=said, links={"arxiv": "https://arxiv.org/abs/1"}),
        alerts=(DigestAlert(kind="search", name="flows", papers=(paper("New"),)),),
        trending=DigestTrending(window="week", papers=(paper("Much read"),)),
        notes=("Only one paper is new.",),
    )
    assert sections(found) == [
        "Paperlark, 2026-11-29: 1 new paper and 1 paper of your alerts",
        "Only one paper is new.",
        "<https://arxiv.org/abs/1|Owls &lt;at&gt; dusk>\nBecause you liked “A &amp; B” (owls)\nIt is &lt; 5.",
        "New for flows\n• New",
        "Trending this week\n• Much read",
    ]


@pytest.mark.parametrize(
    "text", [*(each.encode("utf-8", "replace").decode() for each in HOSTILE), "<!channel> " * 900, "&" * 5_000]
)
def test_no_text_is_markup_or_too_long(text):
    said = DigestText(text=text, source="llm", language="en", faithfulness=None)
    cause = DigestCause(paper_id="hf:2", title=text, contribution=1.0, terms=(text,))
    link = "https://example.org/" + "x" * 5_000
    full = paper(text, summary=said, because=(cause,), links={"arxiv": "https://arxiv.org/abs/1|<!here>", "url": link})
    found = digest(
        *[full] * 80, alerts=(DigestAlert(kind="author", name=text, papers=(full,) * 100),), notes=(text,) * 3
    )
    shown = sections(found)
    assert len(shown) <= 50
    assert all(0 < len(each) <= 3_000 for each in shown)
    for each in shown:
        links, rest = each.count("<https://arxiv.org/abs/1"), each.count("<")
        assert links == rest
        assert "<!" not in each


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("@here #general *bold* ~gone~ `code`", "＠here ＃general ∗bold∗ ∼gone∼ ˋcodeˋ"),
        ("_slanted_ __twice__", "＿slanted＿ ＿＿twice＿＿"),
        ("x_1 in C#, ask ann@example.org", "x_1 in C#, ask ann@example.org"),
    ],
)
def test_a_title_is_neither_a_mention_nor_a_format(title, shown):
    blocks = json.loads(payload_of(digest(paper(title)), "slack"))["blocks"]
    assert blocks[1]["text"]["text"].partition("\n")[0] == shown
    assert all(block["text"]["verbatim"] is True for block in blocks)


def test_a_word_to_try_it_is_told_from_a_digest():
    assert json.loads(trial_payload("json"))["type"] == "test"
    assert json.loads(trial_payload("slack")).keys() == {"text"}
