"""A subscription as `service.storage` keeps it, for whoever makes or sends digests."""

from service.storage import Subscription

__all__ = ["Subscription"]
