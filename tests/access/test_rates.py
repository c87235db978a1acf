"""How often a key may ask: counted by key and by kind, and where the settings say."""

import asyncio
from typing import ClassVar

import pytest
from limits.aio.storage import MemoryStorage

from service.access import Rates
from service.errors import BadInput, Unavailable
from service.settings import AccessSettings


def test_each_key_has_a_quota_of_its_own_for_each_kind_of_request():
    async def asked():
        rates = Rates(AccessSettings(reads_per_minute=2, spends_per_minute=1))
        return [
            await rates.hit(*each) for each in [("a", "read")] * 3 + [("b", "read"), ("a", "spend"), ("a", "spend")]
        ]

    found = asyncio.run(asked())
    assert [(each.quota, each.left, each.exceeded) for each in found] == [
        (2, 1, False),
        (2, 0, False),
        (2, 0, True),
        (2, 1, False),
        (1, 0, False),
        (1, 0, True),
    ]
    assert all(1 <= each.reset_s <= 60 for each in found)


@pytest.mark.parametrize("url", ["nowhere://u:secret@x", "secret", "redis://:secret@127.0.0.1:1/0"])
def test_a_storage_that_cannot_be_used_is_named_without_its_password(url):
    with pytest.raises(BadInput) as caught:
        Rates(AccessSettings(rates_url=url))
    assert "PAPERLARK_ACCESS__RATES_URL" in str(caught.value)
    assert "secret" not in str(caught.value)


class Away(MemoryStorage):
    """A storage that is not there."""

    STORAGE_SCHEME: ClassVar = ["async+away"]

    async def incr(self, *_: object, **__: object) -> int:
        raise ValueError


def test_where_nothing_can_be_counted_the_service_says_so():
    with pytest.raises(Unavailable, match="PAPERLARK_ACCESS__RATES_URL"):
        asyncio.run(Rates(AccessSettings(rates_url="away://")).hit("a", "read"))
