"""What is posted to a webhook: a digest as JSON, or as a message of Slack's; and its signature."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from service.digests.digest import Digest, DigestPaper
from service.digests.links import Links
from service.digests.shown import lead
from service.digests.shown_paper import ShownPaper, shown_paper
from service.storage import WebhookFormat

SIGNATURE: Final = "Paperlark-Signature"
DELIVERY: Final = "Paperlark-Delivery"
# Slack takes 50 blocks, and sections of 3,000 characters: https://docs.slack.dev/reference/block-kit/blocks
_LONGEST, _MOST = 2_900, 50
_LONGEST_LINK = 1_000
_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
# All that is markup to Slack: what it has a form to escape of, and what only another sign can stand for.
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "~": "∼", "`": "ˋ", "_": "＿", "@": "＠", "#": "＃"}
_WITHIN_WORDS = re.compile(r"(?<=[^\W_])(?:_(?=[^\W_])|[@#])")  # as in x_1, C# and an address for mail


def signature(secret: str, body: bytes, at: datetime) -> str:
    """`t=…,v1=…`: the seconds since 1970, and the HMAC-SHA256 in hexadecimal of these, a dot and the body."""
    seconds = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"


def payload_of(digest: Digest, form: WebhookFormat) -> bytes:
    """The body that tells of a digest; the same digest gives the same bytes."""
    if form == "json":
        return _bytes({"type": "digest", "digest": digest.model_dump(mode="json")})
    return _bytes(_message(digest))


def trial_payload(form: WebhookFormat) -> bytes:
    """The body that tells that a webhook works."""
    text = "Paperlark can post here."
    return _bytes({"text": text} if form == "slack" else {"type": "test", "text": text})


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _message(digest: Digest) -> dict[str, Any]:
    title = f"Paperlark, {digest.local_date.isoformat()}: {lead(digest)}"
    sections = [title, *filter(None, _sections(digest))][:_MOST]
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": each, "verbatim": True}} for each in sections]
    return {"text": title, "blocks": blocks, "unfurl_links": False}


def _sections(digest: Digest) -> Iterator[str]:
    for note in digest.notes:
        yield _plain(note, _LONGEST)
    for paper in digest.papers:
        yield _section(paper)
    for alert in digest.alerts:
        yield _lines(f"New for {alert.name}", alert.papers)
    if digest.trending and digest.trending.papers:
        yield _lines(f"Trending this {digest.trending.window}", digest.trending.papers)


def _section(paper: DigestPaper) -> str:
    shown = shown_paper(paper, Links(None))
    said = shown.texts[0].text if shown.texts else shown.left_out
    return "\n".join(filter(None, [_linked(shown), _plain(shown.why, 600), _plain(said, 900)]))


def _lines(heading: str, papers: tuple[DigestPaper, ...]) -> str:
    """A heading and as many of the papers as have room."""
    found = _plain(heading, 200)
    for paper in papers:
        line = f"\n• {_linked(shown_paper(paper, Links(None)))}"
        if len(found) + len(line) <= _LONGEST:
            found += line
    return found


def _linked(shown: ShownPaper) -> str:
    link, title = quote(shown.link or "", safe=_IN_ADDRESSES), _plain(shown.title, 300)
    return f"<{link}|{title}>" if 0 < len(link) <= _LONGEST_LINK else title


def _plain(text: str, most: int) -> str:
    """The text in one line as Slack is told it, cut where that has more characters, and never within a sign."""
    found, line = "", " ".join(text.split())
    harmless = {each.start() for each in _WITHIN_WORDS.finditer(line)}
    for place, sign in enumerate(line):
        escaped = sign if place in harmless else _ESCAPED.get(sign, sign)
        if len(found) + len(escaped) >= most:
            return f"{found}…"
        found += escaped
    return found
