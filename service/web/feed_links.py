"""Addresses of feeds on a page: for whoever may make one, since an address outlives the key that it is shown to."""

from fastapi import Request

from service.digests import base_address, feed_url, possible_feeds
from service.storage import FeedRecords
from service.web.services import Services


def feed_links(services: Services, request: Request) -> dict[str, str | None]:
    """What there can be feeds of, and the addresses of those that have one; nothing for a key that only reads."""
    if "write" not in services.caller.scopes:
        return {}
    base = base_address(services.settings.public_url, request.base_url)
    found = possible_feeds(FeedRecords(services.database), services.libraries, services.user)
    return {kind: token and feed_url(base, token) for kind, token in found.items()}
