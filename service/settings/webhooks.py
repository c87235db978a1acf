"""Where digests may be posted, and how long an answer may take."""

from typing import Annotated

from pydantic import Field

from service.settings.group import SettingsGroup


class WebhookSettings(SettingsGroup):
    """What users' webhooks may reach."""

    private: bool = Field(
        default=False,
        description="whether digests may be posted to this machine and to private networks; else only to public "
        "addresses",
    )
    timeout_s: Annotated[float, Field(gt=0, le=120)] = Field(
        default=10.0, description="how long one try may take, from the name's look-up to the answer"
    )
    retry_s: Annotated[float, Field(ge=0, le=60)] = Field(
        default=2.0, description="wait before the second of three tries; the third waits twice as long"
    )
