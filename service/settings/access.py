"""Who may ask, how often, and whose word counts on who asks."""

from typing import Annotated, Literal

from pydantic import Field, IPvAnyNetwork

from service.settings.addresses import RatesUrl
from service.settings.group import SettingsGroup

PerMinute = Annotated[int, Field(ge=1, le=1_000_000)]


class AccessSettings(SettingsGroup):
    """Who may ask, and how often."""

    keys: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="whether a request needs a key; auto: unless only this machine reaches the host that is listened "
        "on; off: for a container whose port is published on 127.0.0.1 alone",
    )
    proxies: tuple[IPvAnyNetwork, ...] = Field(
        default=(),
        max_length=100,
        description='JSON list of the proxies whose X-Forwarded-For and X-Forwarded-Proto count: ["10.0.0.7"]',
    )
    reads_per_minute: PerMinute = Field(default=1_200, description="requests of one key that only read")
    writes_per_minute: PerMinute = Field(default=600, description="requests of one key that change something")
    spends_per_minute: PerMinute = Field(default=120, description="requests of one key that a model may be asked for")
    admin_per_minute: PerMinute = Field(default=120, description="requests of one key for upkeep")
    rates_url: RatesUrl = Field(
        default=RatesUrl("memory://"),
        description="where requests are counted: memory:// (each process by itself), or redis://host:6379",
    )
