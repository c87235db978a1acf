"""How often a key may ask, by the kind of what it asks for: a fixed window of a minute, counted by `limits`."""

from dataclasses import dataclass
from math import ceil
from time import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string

from service.access.caller import Scope
from service.errors import BadInput, Unavailable
from service.settings import AccessSettings

WINDOW_S = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left of a quota of requests until it is full again in `reset_s` seconds."""

    quota: int
    left: int
    reset_s: int
    exceeded: bool


class Rates:
    """The requests of every key in the present minute; they are counted where `settings.rates_url` says."""

    def __init__(self, settings: AccessSettings) -> None:
        """Raises BadInput when the storage cannot be used."""
        self._limiter = FixedWindowRateLimiter(_storage(settings.rates_url.get_secret_value()))
        quotas: dict[Scope, int] = {
            "read": settings.reads_per_minute,
            "write": settings.writes_per_minute,
            "spend": settings.spends_per_minute,
            "admin": settings.admin_per_minute,
        }
        self._items = {scope: RateLimitItemPerMinute(quota) for scope, quota in quotas.items()}

    async def hit(self, key_id: str, scope: Scope) -> Rate:
        """Count one request of a key; raises Unavailable where it cannot be counted."""
        item = self._items[scope]
        try:
            allowed = await self._limiter.hit(item, scope, key_id)
            reset, left = await self._limiter.get_window_stats(item, scope, key_id)
        except StorageError:
            raise Unavailable("What PAPERLARK_ACCESS__RATES_URL names cannot be reached; is it up?") from None
        return Rate(item.amount, left, min(max(ceil(reset - time()), 1), WINDOW_S), not allowed)


def _storage(url: str) -> Storage:
    try:
        found = storage_from_string(f"async+{url}", wrap_exceptions=True)
    except ConfigurationError as error:
        reason = str(error)
        if url in reason:  # with its password: it names an address whose scheme it does not know
            reason = "it does not begin as one of a storage does; write memory:// or redis://host:6379."
        raise BadInput.at("PAPERLARK_ACCESS__RATES_URL", f"cannot be used: {reason}") from None
    assert isinstance(found, Storage)  # noqa: S101  # its scheme begins with async
    return found
