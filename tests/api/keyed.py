"""An application that asks for keys, and clients of it that have some."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient

from service.api import Services
from service.app import create_app

ON = {"keys": "on"}
Knock = Callable[..., TestClient]


@contextmanager
def let_in(services: Services) -> Iterator[Knock]:
    """Makes clients of one application: `knock("read", user="ann")` has a key of this scope and user, `knock()` all."""
    app = create_app(services)
    with TestClient(app, raise_server_exceptions=False):

        def knock(*scopes: str, user: str | None = None, text: str | None = None, **options: Any) -> TestClient:
            key = text or services.keys.create("test", scopes, user).text
            headers = {"Authorization": f"Bearer {key}"}
            return TestClient(app, raise_server_exceptions=False, headers=headers, **options)

        yield knock
