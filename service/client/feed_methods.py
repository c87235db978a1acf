"""What a client does about a user's feeds and webhook."""

from collections.abc import Callable
from typing import Any, Literal

from service.client.connection import path_of
from service.client.feeds import Feed, FeedList, NewWebhook, Posted, Webhook


class FeedMethods:
    """Methods of a client, which says how the server is asked."""

    _ask: Callable[..., Any]

    def feeds(self, user: str) -> FeedList:
        """The feeds of a user, with their addresses."""
        return self._ask("GET", f"/v1/users{path_of(user)}/feeds")

    def make_feed(self, user: str, kind: str = "recommendations") -> Feed:
        """The address of a feed, made if there is none: of recommendations, trending, search:NAME, collection:NAME."""
        return self._ask("POST", f"/v1/users{path_of(user)}/feeds", body={"kind": kind})

    def revoke_feed(self, user: str, kind: str) -> None:
        """Let the address of a feed open nothing any more."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/feeds{path_of(kind)}")

    def webhook(self, user: str) -> Webhook:
        """Where a user's digests are posted."""
        return self._ask("GET", f"/v1/users{path_of(user)}/webhook")

    def put_webhook(self, user: str, url: str, format: Literal["json", "slack"] = "json") -> NewWebhook:  # noqa: A002
        """Have a user's digests posted to an address."""
        return self._ask("PUT", f"/v1/users{path_of(user)}/webhook", body={"url": url, "format": format})

    def delete_webhook(self, user: str) -> None:
        """Have them posted nowhere."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/webhook")

    def try_webhook(self, user: str) -> Posted:
        """Have a word posted there that says so."""
        return self._ask("POST", f"/v1/users{path_of(user)}/webhook/test")
