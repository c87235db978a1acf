"""The addresses of the servers: the variables that hold them, and what makes one usable and fit to be shown."""

import re
from ipaddress import ip_address
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, HttpUrl, Secret

STORE_URL, INDEX_URL = "PAPERLARK_STORE__URL", "PAPERLARK_INDEX__URL"


class StoreUrl(Secret[str]):
    """The address of a database, shown without its password."""

    def _display(self) -> str:
        parts = urlsplit(self.get_secret_value())
        user, at, host = parts.netloc.rpartition("@")
        return f"{parts.scheme}://{user.partition(':')[0]}{':***' if ':' in user else ''}{at}{host}{parts.path}"

    @property
    def password(self) -> str:
        """The password as it is written in the address; empty when there is none."""
        return urlsplit(self.get_secret_value()).password or ""


class RatesUrl(StoreUrl):
    """The address of where rates are counted, shown without its password."""

    def _display(self) -> str:
        return super()._display() if "@" in self.get_secret_value() else self.get_secret_value()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches who listens on a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked(url: StoreUrl) -> StoreUrl:
    try:
        parts = urlsplit(url.get_secret_value())
        complete = bool(parts.hostname and parts.path.strip("/")) and parts.port != 0
    except ValueError:
        raise ValueError("cannot be read; write postgresql+psycopg://user:password@host:5432/database") from None
    if not url.get_secret_value().count("@") == parts.netloc.count("@") <= 1:  # else parsers differ on what is secret
        raise ValueError("a user or password with / ? # @ or : needs them as %2F %3F %23 %40 %3A")
    if parts.scheme != "postgresql+psycopg":
        raise ValueError("must start with postgresql+psycopg://; leave it unset for SQLite in the data folder")
    if not complete:
        raise ValueError("needs a host and a database: postgresql+psycopg://user:password@host:5432/database")
    return url


PostgresUrl: TypeAlias = Annotated[StoreUrl, AfterValidator(_checked)]


def _without_password(url: HttpUrl) -> HttpUrl:
    if url.username or url.password:
        raise ValueError("must hold no user and no password, for it is shown; ~/.netrc may hold them")
    return url


ServerUrl: TypeAlias = Annotated[HttpUrl, AfterValidator(_without_password)]


_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)


def _as_browsers_send_it(host: str) -> str:
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise ValueError("write papers.example.org, and papers.example.org:8443 for another port than the usual one")
    return host.lower()


Host: TypeAlias = Annotated[str, AfterValidator(_as_browsers_send_it)]
