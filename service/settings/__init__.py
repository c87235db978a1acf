"""Every setting, typed and with a sentence each, read from `PAPERLARK_…` environment variables.

Only the application reads them; packages get the small group that they need. `model_catalog` says which language models
litellm can reach and what they cost.
"""

from service.settings.groups import (
    INDEX_URL,
    STORE_URL,
    IndexSettings,
    JobSettings,
    LimitSettings,
    LLMSettings,
    LogSettings,
    ModelSettings,
    Settings,
    StoreSettings,
    describe,
    load,
)
from service.settings.model_catalog import Price

__all__ = [
    "INDEX_URL",
    "STORE_URL",
    "IndexSettings",
    "JobSettings",
    "LLMSettings",
    "LimitSettings",
    "LogSettings",
    "ModelSettings",
    "Price",
    "Settings",
    "StoreSettings",
    "describe",
    "load",
]
