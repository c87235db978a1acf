"""The part of the client that subscribes to digests and reads them."""

from collections.abc import Callable
from typing import Any

from service.client.connection import path_of
from service.client.digests import ArchivedDigest, Digest, DigestList, Sending, Subscription


class DigestMethods:
    """What a client does about digests."""

    _ask: Callable[..., Any]

    def subscribe(self, user: str, address: str = "", **options: object) -> Subscription:
        """Subscribe, or change what was subscribed to; without an address digests are kept and not mailed."""
        body = {"address": address, **options}
        return self._ask("POST", f"/v1/users{path_of(user)}/subscription", body=body)

    def subscription(self, user: str) -> Subscription:
        """What a user has subscribed to."""
        return self._ask("GET", f"/v1/users{path_of(user)}/subscription")

    def unsubscribe(self, user: str) -> None:
        """Unsubscribe; digests that were made stay."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/subscription")

    def send_digest(self, user: str) -> Sending:
        """Have a digest made and sent now."""
        return self._ask("POST", f"/v1/users{path_of(user)}/subscription/send")

    def digest(self, user: str) -> Digest:
        """The latest digest or, before there is one, what it would say now."""
        return self._ask("GET", f"/v1/users{path_of(user)}/digest")

    def digests(self, user: str) -> DigestList:
        """Every digest that was made for a user, and what came of it."""
        return self._ask("GET", f"/v1/users{path_of(user)}/digests")

    def archived_digest(self, user: str, digest_id: str) -> ArchivedDigest:
        """A digest as it was made."""
        return self._ask("GET", f"/v1/users{path_of(user)}/digests{path_of(digest_id)}")
