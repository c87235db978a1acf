"""HTTP: one file per noun of the API, schema in, schema out; and what stands before and behind all routes.

Each route calls one use case; nothing is decided here but what HTTP itself asks.
"""

from service.api.bodies import JSONRoute
from service.api.http_server import http_server
from service.api.key_guard import PageKeys
from service.api.routes import add_routes
from service.api.services import Services

__all__ = ["JSONRoute", "PageKeys", "Services", "add_routes", "http_server"]
