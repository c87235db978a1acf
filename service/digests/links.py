"""Where a digest leads: a paper's own page, and the pages of this service under its public address."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import quote, urlsplit

from pydantic import HttpUrl

from service.text import visible

SUBSCRIPTIONS: Final = "/subscriptions"
"""The path below which a token confirms or ends a subscription."""
PublicUrl: TypeAlias = HttpUrl | str | None
"""The address under which readers reach this service from their mail; None where they cannot."""

_LONGEST: Final = 1_000  # characters of a link; what is longer, some mail programs cut


class Links(NamedTuple):
    """Addresses of pages, below the public one if there is one."""

    public_url: PublicUrl

    def page(self, path: str) -> str | None:
        """The address of a page of this service."""
        return None if self.public_url is None else f"{str(self.public_url).rstrip('/')}{path}"

    def paper(self, paper_id: str) -> str | None:
        """The page that this service has of a paper."""
        return self.page(f"/papers/{quote(paper_id, safe='/:', errors='replace')}")

    def subscription(self, token: str) -> str | None:
        """The page with the button that confirms or ends a subscription, and where one-click requests go."""
        return self.page(subscription_path(token))

    @property
    def one_click(self) -> bool:
        """Whether mail programs may POST to it without asking (RFC 8058, 3.1: https alone)."""
        parts = urlsplit(str(self.public_url or ""))
        return parts.scheme == "https" and not _is_inside(parts.hostname or "")


def subscription_path(token: str) -> str:
    """The path of the page of a token."""
    return f"{SUBSCRIPTIONS}/{quote(token, safe='', errors='replace')}"


def own_page(links: Mapping[str, str]) -> str | None:
    """The first of a paper's links that a mail program may open: http or https, in one line of ASCII, not too long."""
    return next((link for link in links.values() if _is_fit(link)), None)


def _is_fit(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    in_one = link.isascii() and visible(link) == link and not set(link) & set(' "<>')
    return in_one and len(link) <= _LONGEST and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_inside(host: str) -> bool:
    """Whether mail programs elsewhere cannot reach a host."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
