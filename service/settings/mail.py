"""Where mail goes out, and the address under which readers reach this service."""

import re
from email.headerregistry import Address
from email.utils import getaddresses
from functools import lru_cache
from ipaddress import ip_address
from typing import Annotated, Literal, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, SecretStr, model_validator

from service.settings.addresses import is_loopback
from service.settings.group import SettingsGroup

_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?")


def _one_address(text: str) -> str:
    if text:
        _address_in(text)
    return text


def _in_ascii(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise ValueError("the signs that mail servers are sure to read are those of ASCII")
    return text


def _secret_in_ascii(secret: SecretStr) -> SecretStr:
    _in_ascii(secret.get_secret_value())
    return secret


def _name_alone(host: str | None) -> str | None:
    if host and not _HOST.fullmatch(host) and not _is_ip(host):
        raise ValueError("write mail.example.org, or an IP address; the port has a setting of its own")
    return host or None


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class MailSettings(SettingsGroup):
    """The mail server that digests are handed to; without its host none is sent."""

    host: Annotated[str | None, Field(max_length=253), AfterValidator(_name_alone)] = Field(
        default=None, description="name of the SMTP server"
    )
    port: Annotated[int, Field(ge=1, le=65_535)] = Field(default=587, description="its port")
    tls: Literal["starttls", "always", "off"] = Field(
        default="starttls",
        description="starttls: demanded once connected; always: from the first byte, as on port 465; off: none, for a "
        "server on this machine",
    )
    user: Annotated[str, Field(max_length=320), AfterValidator(_in_ascii)] = Field(
        default="", description="name to sign in with; empty: none"
    )
    password: Annotated[SecretStr, AfterValidator(_secret_in_ascii)] = Field(
        default=SecretStr(""), description="its password"
    )
    sender: Annotated[str, Field(max_length=320), AfterValidator(_one_address)] = Field(
        default="", description="the address that mail comes from: Paperlark <digest@example.org>"
    )
    unsubscribe_address: Annotated[str, Field(max_length=320), AfterValidator(_one_address)] = Field(
        default="", description="an address whose mail somebody reads, to end a subscription by; empty: none is named"
    )
    timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=30.0, description="how long one answer of the mail server may take"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.host and not self.sender:
            raise ValueError("PAPERLARK_MAIL__HOST is set, so PAPERLARK_MAIL__SENDER has to say whom mail comes from")
        if bool(self.user) != bool(self.password.get_secret_value()):
            raise ValueError("PAPERLARK_MAIL__USER and PAPERLARK_MAIL__PASSWORD go together: set both, or neither")
        if self.user and self.tls == "off" and not is_loopback(self.host or "localhost"):
            raise ValueError(
                "PAPERLARK_MAIL__TLS=off would send PAPERLARK_MAIL__PASSWORD in the clear, which only a server on this "
                "machine may be sent"
            )
        return self

    @property
    def sender_address(self) -> Address:
        """Whom mail comes from, the domain in ASCII; raises ValueError where none is set."""
        return _address_in(self.sender)

    @property
    def unsubscribe_mailbox(self) -> Address | None:
        """Where a mail that ends a subscription goes; None where nobody reads any."""
        return _address_in(self.unsubscribe_address) if self.unsubscribe_address else None


@lru_cache(maxsize=8)  # it is asked for with every message
def _address_in(text: str) -> Address:
    """The one mailbox that is written in a text, with a name or without; raises ValueError."""
    written = getaddresses([text]) if text.isprintable() else []
    try:
        if len(written) == 1 and written[0][1] in text:  # else it was put together from several words
            found = validate_email(written[0][1], check_deliverability=False, globally_deliverable=False)
            return Address(written[0][0], found.local_part, found.ascii_domain)
    except EmailNotValidError:
        pass
    raise ValueError("is not one address; write digest@example.org, or Paperlark <digest@example.org>")
