"""Mail as it is handed to a server: a digest, the question whether an address wants it, and a trial.

The same values give the same bytes. No text of a paper or a user stands in a header.
"""

import hashlib
from datetime import datetime
from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from typing import Final

from email_validator import EmailNotValidError, validate_email

from service.digests.digest import Digest
from service.digests.html import digest_html, letter_html
from service.digests.links import Links, PublicUrl, subscription_path
from service.digests.notes import day
from service.digests.plain_text import digest_text, wrapped
from service.digests.shortening import STEPS, shortened
from service.digests.shown import ShownDigest, clock_in_words, lead, shown_digest
from service.errors import BadInput
from service.settings import MailSettings
from service.storage import Subscription

LONGEST_HTML: Final = 100_000
"""Bytes of the HTML of a mail; Gmail shows the first 102 kB or so, and a link to the rest."""


def digest_message(
    digest: Digest, subscription: Subscription, settings: MailSettings, public_url: PublicUrl
) -> EmailMessage:
    """A digest for its subscriber, shortened until its HTML has 100,000 bytes at most.

    It can be ended by one click where this service has a public https address (RFC 8058).
    """
    subject = f"{lead(digest)}, {day(digest.local_date)}"
    shown, html = _fitting(digest, subscription, public_url, subject)
    message = _message(subject, subscription.address, settings, key=digest.id, at=digest.made_at)
    message["List-Id"] = f"Paperlark digest <digest.{settings.sender_address.domain}>"
    _add_ways_out(message, subscription, settings, Links(public_url))
    return _filled(message, digest_text(shown), html, digest.id)


def confirmation_message(
    subscription: Subscription, settings: MailSettings, public_url: PublicUrl, at: datetime
) -> EmailMessage:
    """The question, put at a moment, whether an address wants digests.

    Nothing in it is of whoever asked but when they would come.
    """
    subject = "Do you want to get Paperlark’s digest?"
    asked = (
        f"Somebody, perhaps you, asked that new papers be sent to this address, {clock_in_words(subscription)}.",
        "If it was you, say yes, and they come.",
    )
    small = ("If it was not you, do nothing: no digest is sent to an address that has not said yes.",)
    link = Links(public_url).subscription(subscription.confirm_token)
    if link is None:
        asked += (f"To say yes, open {subscription_path(subscription.confirm_token)} where you use Paperlark.",)
    key = f"{subscription.confirm_token} {at.isoformat()}"
    message = _message(subject, subscription.address, settings, key=key, at=at)
    return _letter(message, subject, asked, small, action="Yes, send it", link=link, key=key)


def trial_message(to: str, settings: MailSettings, public_url: PublicUrl, at: datetime) -> EmailMessage:
    """What shows whoever runs this service that mail arrives."""
    subject = "Paperlark can send mail"
    told = (f"This mail was sent by `paperlark mail test`, through {settings.host}. Digests will come the same way.",)
    small = (
        "A digest has links back to this service, and one to unsubscribe."
        if public_url
        else "PAPERLARK_PUBLIC_URL is not set, so a digest has no links back to this service.",
    )
    key = f"trial {at.isoformat()}"
    message = _message(subject, to, settings, key=key, at=at)
    return _letter(message, subject, told, small, action="To Paperlark", link=Links(public_url).page("/"), key=key)


def mailbox(address: str) -> Address:
    """The address with its domain in ASCII, as DNS has it; raises BadInput for one that cannot exist."""
    try:
        found = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise BadInput.at("/address", f"is no address of mail: {error}") from None
    return Address(username=found.local_part, domain=found.ascii_domain)


def _fitting(
    digest: Digest, subscription: Subscription, public_url: PublicUrl, subject: str
) -> tuple[ShownDigest, str]:
    """The digest in words and in HTML, as long as may be."""
    shown = shown_digest(digest, subscription, public_url)
    html = digest_html(shown, subject)
    for lengths in STEPS:
        if len(html.encode()) + html.count("\n") <= LONGEST_HTML:  # a line end has two bytes in mail
            break
        shown = shown_digest(shortened(digest, lengths), subscription, public_url)
        html = digest_html(shown, subject)
    return shown, html


def _letter(
    message: EmailMessage,
    subject: str,
    paragraphs: tuple[str, ...],
    small: tuple[str, ...],
    *,
    action: str,
    link: str | None,
    key: str,
) -> EmailMessage:
    way = [f"{action}:\n{link}"] if link else []
    text = "\n\n".join([*map(wrapped, paragraphs), *way, *map(wrapped, small)]) + "\n"
    return _filled(message, text, letter_html(subject, paragraphs, action=action, link=link, small=small), key)


def _message(subject: str, to: str, settings: MailSettings, *, key: str, at: datetime) -> EmailMessage:
    """The headers that every mail has; its id says nothing of the `key` that it is made from."""
    message = EmailMessage(_POLICY)
    sender = settings.sender_address
    message["From"], message["To"], message["Subject"] = sender, mailbox(to), subject
    message["Date"] = at
    message["Message-ID"] = f"<{_hash(key)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    message["MIME-Version"] = "1.0"
    return message


def _add_ways_out(message: EmailMessage, subscription: Subscription, settings: MailSettings, links: Links) -> None:
    """RFC 2369's header, and RFC 8058's where it may be."""
    link = links.subscription(subscription.unsubscribe_token)
    reader = settings.unsubscribe_mailbox
    ways = [f"<{link}>"] if link else []
    ways += [f"<mailto:{reader.addr_spec}?subject=unsubscribe>"] if reader and reader.addr_spec.isascii() else []
    if ways:
        message["List-Unsubscribe"] = ", ".join(ways)
    if links.one_click:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _filled(message: EmailMessage, text: str, html: str, key: str) -> EmailMessage:
    """The two forms of a text, in ASCII (quoted-printable), for not every server takes more."""
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{_hash(key)}")  # no line of quoted-printable text can begin like this
    return message


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:32]


class _InOneLine(UniqueUnstructuredHeader, BaseHeader):  # pyright: ignore[reportIncompatibleVariableOverride]
    """A header of ASCII that is never folded: Python would make an encoded word of an address of over 78 characters."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "list-id", "message-id"):
        registry.map_to_type(name, _InOneLine)
    return registry


_POLICY = policy.SMTP.clone(cte_type="7bit", header_factory=_headers())
