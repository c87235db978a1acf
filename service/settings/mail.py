"""Where mail goes out, and the address under which readers reach this service."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from service.settings.group import SettingsGroup


class MailSettings(SettingsGroup):
    """The mail server that digests are handed to; without its host none is sent."""

    host: Annotated[str | None, Field(max_length=253)] = Field(default=None, description="name of the SMTP server")
    port: Annotated[int, Field(ge=1, le=65_535)] = Field(default=587, description="its port")
    tls: Literal["starttls", "always", "off"] = Field(
        default="starttls",
        description="starttls: demanded once connected; always: from the first byte, as on port 465; off: none, for a "
        "server on this machine",
    )
    user: Annotated[str, Field(max_length=320)] = Field(default="", description="name to sign in with; empty: none")
    password: SecretStr = Field(default=SecretStr(""), description="its password")
    sender: Annotated[str, Field(max_length=320)] = Field(
        default="", description="the address that mail comes from: Paperlark <digest@example.org>"
    )
    timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=30.0, description="how long one answer of the mail server may take"
    )
