"""A connection to the mail server of the settings: as secure as they demand, and no answer is waited for too long."""

import socket
import ssl
from contextlib import suppress
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from threading import Timer
from typing import Final

from service.digests.delivery import Delivery
from service.settings import MailSettings

LOST: Final = (SMTPException, OSError)
"""What comes of a connection that ends, or an answer that cannot be read."""

_PASSING = (ssl.SSLEOFError, ssl.SSLSyscallError, ssl.SSLZeroReturnError)  # of TLS that is broken off


class Unusable(Exception):
    """There is no connection in which mail can be handed over; what that means for a message is its `delivery`."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery.reason)
        self.delivery = delivery


class Session(SMTP):
    """SMTP whose every answer has come, or is given up, after `timeout` seconds, however slowly it drips."""

    def getreply(self) -> tuple[int, bytes]:
        """One answer: its code, -1 where it cannot be read, and its text; raises SMTPServerDisconnected."""
        limit = Timer(self.timeout, self._hang_up)
        limit.daemon = True
        limit.start()
        try:
            return super().getreply()
        except SMTPResponseException:  # a line without an end: the connection is closed
            raise SMTPServerDisconnected("It speaks no SMTP.") from None
        finally:
            limit.cancel()

    def begins_anew(self) -> bool:
        """Whether the server is still there, and ready for another message."""
        try:
            return self.rset()[0] == 250
        except LOST:
            return False

    def leave(self) -> None:
        """Say goodbye, if the server still listens."""
        with suppress(*LOST):
            self.quit()

    def _hang_up(self) -> None:
        if self.sock:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # not TLS's own: another thread reads from it


class _TLSSession(Session, SMTP_SSL):
    """The same inside TLS from the first byte."""


def open_session(settings: MailSettings) -> Session:
    """Connect, secure the connection if TLS is set, and sign in if a user is; raises Unusable."""
    try:
        session = _connected(settings)
        try:
            _secure(session, settings)
            _sign_in(session, settings)
        except BaseException:
            session.close()
            raise
    except (*LOST, ValueError) as error:  # ValueError: a host that cannot be looked up, a challenge that is not base64
        raise _unusable(settings, _trouble(error)) from None
    return session


def _connected(settings: MailSettings) -> Session:
    host, own_name, timeout = settings.host or "", settings.sender_address.domain, settings.timeout_s
    if settings.tls == "always":
        context = ssl.create_default_context()
        session = _TLSSession(host, settings.port, own_name, timeout=timeout, context=context)
    else:
        session = Session(host, settings.port, own_name, timeout)
    if session.sock:  # or else the single dot at a message's end waits 40 ms for a delayed acknowledgement
        session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return session


def _secure(session: Session, settings: MailSettings) -> None:
    """Begin TLS where it is demanded; raises Unusable where there is none, before anything is said of anybody."""
    session.ehlo_or_helo_if_needed()
    if settings.tls != "starttls":
        return
    if not session.has_extn("starttls"):
        raise _unusable(settings, "speaks no TLS, which PAPERLARK_MAIL__TLS demands; nothing was sent")
    session.starttls(context=ssl.create_default_context())
    session.ehlo_or_helo_if_needed()


def _sign_in(session: Session, settings: MailSettings) -> None:
    if not settings.user:
        return
    try:
        session.login(settings.user, settings.password.get_secret_value())
    except SMTPAuthenticationError as error:  # of its words none: a server may repeat what it was sent
        if not 500 <= error.smtp_code <= 599:
            raise _unusable(settings, f"lets nobody sign in now ({error.smtp_code})") from None
        said = f"does not accept PAPERLARK_MAIL__USER with this password ({error.smtp_code})"
        raise _unusable(settings, said) from None
    except SMTPServerDisconnected:
        raise _unusable(settings, "broke off while PAPERLARK_MAIL__USER signed in") from None
    except SMTPNotSupportedError:
        raise _unusable(settings, "lets nobody sign in; leave PAPERLARK_MAIL__USER unset") from None


def _trouble(error: Exception) -> str:
    """What a server did, or what is wrong with it, after its name."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has no certificate that can be trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError) and not isinstance(error, _PASSING):
        return "speaks no TLS that can be understood"
    if isinstance(error, SMTPResponseException) and error.smtp_code > 0:
        refused = 500 <= error.smtp_code <= 599
        return f"takes no mail from here ({error.smtp_code})" if refused else f"is not ready ({error.smtp_code})"
    if isinstance(error, (SMTPServerDisconnected, TimeoutError)):
        return "did not answer, or broke off"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be reached: {error.strerror}"
    return "cannot be found, or speaks no SMTP"


def _unusable(settings: MailSettings, said: str) -> Unusable:
    """Whatever is wrong with the server or its settings may be mended: no message is refused for it."""
    return Unusable(Delivery("deferred", f"The mail server {settings.host}:{settings.port} {said}."))
