"""Hands mail to the server of the settings, and says truthfully what became of each message."""

import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from types import TracebackType
from typing import Final, Literal, NamedTuple, Self

from service.digests.delivery import Delivery, of_last_reply, of_refusal
from service.digests.message import mailbox
from service.digests.smtp_session import LOST, Session, Unusable, open_session
from service.errors import BadInput
from service.settings import MailSettings

_LINE_WITH_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_CLOSING: Final = 421


class _Envelope(NamedTuple):
    """Who sends what to whom; the content is without its last line, the single dot."""

    sender: str
    to: str
    content: bytes
    international: bool  # whether letters beyond ASCII stand before an @ (RFC 6531)


def _nothing() -> None:
    pass


class Mailer:
    """Hands over any number of messages in one connection, which is opened for the first and again when it is lost.

    After a connection that could not be made, what follows in the same `with` is answered alike without another try.
    """

    def __init__(self, settings: MailSettings) -> None:
        """For the server that is set; raises BadInput when there is none."""
        if not settings.host:
            raise BadInput.at("PAPERLARK_MAIL__HOST", "no mail server is set, so no mail can be sent.")
        self._settings = settings
        self._session: Session | None = None
        self._unusable: Delivery | None = None

    def __enter__(self) -> Self:
        self._unusable = None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._session and kind is None:
            self._session.leave()
        self._drop()

    def send(self, message: EmailMessage, to: str, before_data: Callable[[], None] = _nothing) -> Delivery:
        """Hand a message over for one address.

        `before_data` is called when the server has accepted sender and recipient, right before it is told to expect
        the message: what it raises goes through to the caller, and nothing is sent.
        """
        try:
            envelope = self._envelope(message, to)
        except BadInput:
            return Delivery("refused", "This is no address of mail.", permanent=True)
        session = self._ready()
        if isinstance(session, Delivery):
            return session
        if refused := self._addressed(session, envelope):
            return refused
        try:
            before_data()
        except BaseException:
            self._drop()
            raise
        return self._transmitted(session, envelope)

    def _envelope(self, message: EmailMessage, to: str) -> _Envelope:
        """Raises BadInput for what is no address."""
        sender, recipient = self._settings.sender_address.addr_spec, mailbox(to).addr_spec
        international = not (sender + recipient).isascii()
        form = policy.SMTPUTF8 if international else policy.SMTP
        content = message.as_bytes(policy=form.clone(cte_type="7bit"))
        return _Envelope(sender, recipient, _LINE_WITH_DOT.sub(b"..", content), international)

    def _ready(self) -> Session | Delivery:
        """A session in which a message can begin, or why there is none."""
        if self._session and not self._session.begins_anew():
            self._drop()
        if self._session is None:
            if self._unusable:
                return self._unusable
            try:
                self._session = open_session(self._settings)
            except Unusable as error:
                self._unusable = error.delivery
                return error.delivery
        return self._session

    def _addressed(self, session: Session, envelope: _Envelope) -> Delivery | None:
        """Tell the server who sends to whom; None when it agrees, else what comes of that."""
        options = [f"SIZE={len(envelope.content)}"] if session.has_extn("size") else []
        if envelope.international:
            if not session.has_extn("smtputf8"):
                reason = "The mail server takes no address with letters beyond ASCII before its @."
                return Delivery("refused", reason, permanent=True)
            options += ["SMTPUTF8"]
        try:
            code, reply = session.mail(envelope.sender, options)
            if code != 250:
                return self._refused(of_refusal("the sender", code, reply), code)
            code, reply = session.rcpt(envelope.to)
            return None if code in {250, 251} else self._refused(of_refusal("the recipient", code, reply), code)
        except LOST:
            return self._lost("deferred", "before the message was handed over")

    def _transmitted(self, session: Session, envelope: _Envelope) -> Delivery:
        """Send the message itself; until its last line, the single dot, no server may take it for a whole one."""
        try:
            code, reply = session.docmd("DATA")
            if code != 354:
                return self._refused(of_refusal("the message", code, reply), code)
            session.send(envelope.content)
        except LOST:
            return self._lost("deferred", "before the message was complete")
        try:
            session.send(b".\r\n")
            code, reply = session.getreply()
        except LOST:
            return self._lost("unknown", "before it said whether it took the message")
        return self._refused(of_last_reply(code, reply), code)

    def _refused(self, delivery: Delivery, code: int) -> Delivery:
        """Leave the connection where the server closes it, or cannot be understood; the delivery."""
        if code == _CLOSING or not (code == 250 or 400 <= code <= 599):
            self._drop()
        return delivery

    def _lost(self, outcome: Literal["deferred", "unknown"], when: str) -> Delivery:
        self._drop()
        return Delivery(outcome, f"The connection to the mail server was lost {when}.")

    def _drop(self) -> None:
        if self._session:
            self._session.close()
        self._session = None
