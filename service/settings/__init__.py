"""Every setting, typed and with a sentence each, read from `PAPERLARK_…` environment variables.

Only the application reads them; every other package is handed the group that it needs. litellm's own files say which
models it can reach and what they cost: it is never imported here, for that takes seconds.
"""

from service.settings.access import AccessSettings
from service.settings.addresses import INDEX_URL, STORE_URL, is_loopback
from service.settings.environment import describe, load
from service.settings.groups import (
    EmbeddingSettings,
    IndexSettings,
    JobSettings,
    LimitSettings,
    LLMSettings,
    LogSettings,
    ModelSettings,
    Settings,
    StoreSettings,
)
from service.settings.mail import MailSettings
from service.settings.model_catalog import Price
from service.settings.sources import (
    ArxivSource,
    CrossrefSource,
    FetchSettings,
    HuggingFaceSource,
    OpenAlexSource,
    PreprintsSource,
    SourceSpec,
    UrlSource,
    ZoteroSource,
)
from service.settings.webhooks import WebhookSettings

__all__ = [
    "INDEX_URL",
    "STORE_URL",
    "AccessSettings",
    "ArxivSource",
    "CrossrefSource",
    "EmbeddingSettings",
    "FetchSettings",
    "HuggingFaceSource",
    "IndexSettings",
    "JobSettings",
    "LLMSettings",
    "LimitSettings",
    "LogSettings",
    "MailSettings",
    "ModelSettings",
    "OpenAlexSource",
    "PreprintsSource",
    "Price",
    "Settings",
    "SourceSpec",
    "StoreSettings",
    "UrlSource",
    "WebhookSettings",
    "ZoteroSource",
    "describe",
    "is_loopback",
    "load",
]
