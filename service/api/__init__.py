"""HTTP: one file per noun, schema in, schema out.

Each route calls one use case; nothing is decided here but what HTTP itself asks.
"""

from service.api.installation import install
from service.api.services import Services

__all__ = ["Services", "install"]
