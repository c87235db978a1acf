"""What a page of another site may not do: change anything here or make it pay, or reach us under a name not ours.

A browser says with `Origin` and `Sec-Fetch-Site` (Fetch Metadata, W3C) whose page asks, and no page can forge them;
programs send neither, and pass. What the two say is judged as Go's `http.CrossOriginProtection` does it. A name of an
attacker's own that resolves to our address (DNS rebinding) makes a page of ours to the browser: only `Host` tells.

Who holds a route's own secret, as in a link to unsubscribe, may use it from anywhere: mail programs POST to it (RFC
8058), with no word of whose page asks or with that of a page of their own.
"""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api import problems
from service.errors import ForeignPage, ServiceError, UnknownHost

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})  # they change nothing here
_OWN = frozenset({"same-origin", "none"})  # none: somebody typed the address
_PORTS = {"http": 80, "https": 443}
_BY_TOKEN = re.compile(r"/subscriptions/[^/]+")  # what changes there is said by the token alone, not by who asks


class _Address(NamedTuple):
    """The name and the port of a server; None stands for the usual port."""

    name: str
    port: int | None


class CrossSiteGuard:
    """ASGI middleware before every route."""

    def __init__(self, app: ASGIApp, host: str, hosts: Sequence[str], *, reading_pays: bool) -> None:
        """`host` is what is listened on, `hosts` other names under which browsers reach us, each as `name[:port]`.

        `reading_pays` where a query goes to an embedding model on a server: then another site may lead here, no more.
        """
        self._app, self._reading_pays = app, reading_pays
        self._ours = [_address(each) for each in hosts]
        self._names = {"localhost", host.lower(), *(each.name for each in self._ours if each)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 421 when it is for another host, 403 when another site's page would change."""
        if scope["type"] == "http" and (refusal := self._refusal(scope)):
            await problems.of_error("/", refusal)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> ServiceError | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")  # none in HTTP/1.0, which no browser speaks
        if not all(self._is_known(_address(each)) for each in hosts):
            return UnknownHost(
                "This service does not answer to the name in the Host header; ask for it by localhost or by its IP "
                "address, or add the name to PAPERLARK_HOSTS."
            )
        harmless = scope["method"] in _SAFE and not (self._reading_pays and headers.get("sec-fetch-dest") != "document")
        if not harmless and not _BY_TOKEN.fullmatch(scope["path"]) and self._is_foreign(hosts, headers):
            return ForeignPage(
                "A page of another site may change nothing here, and make nothing be paid for. A program may: it sends "
                "neither Origin nor Sec-Fetch-Site. If this is the service's own page behind a proxy, add its host to "
                "PAPERLARK_HOSTS."
            )
        return None

    def _is_known(self, host: _Address | None) -> bool:
        if host is None:
            return False
        return host.name in self._names or host.name.endswith(".localhost") or _is_ip(host.name)

    def _is_foreign(self, hosts: Sequence[str], headers: Headers) -> bool:
        sites = headers.getlist("sec-fetch-site")
        if not _OWN.issuperset(sites):
            return True
        origins = headers.getlist("origin")
        if sites:  # a page that keeps its address to itself sends its own forms with the origin "null"
            origins = [each for each in origins if each != "null"]
        return not all(self._is_own(each, hosts) for each in origins)

    def _is_own(self, origin: str, hosts: Sequence[str]) -> bool:
        scheme, _, rest = origin.partition("://")
        found, usual = _address(rest), _PORTS.get(scheme)
        if found is None or usual is None:
            return False
        ours = [each for each in (*map(_address, hosts), *self._ours) if each]
        return (found.name, found.port or usual) in {(each.name, each.port or usual) for each in ours}


def _address(text: str) -> _Address | None:
    """What `name[:port]` says; None when it cannot be read."""
    try:
        parts = urlsplit(f"//{text}")
        return _Address((parts.hostname or "").rstrip("."), parts.port)
    except ValueError:
        return None


def _is_ip(name: str) -> bool:
    """Whether a host is named by its IP address: no DNS is asked then, so none can lie."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
