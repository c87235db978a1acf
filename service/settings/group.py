"""What all groups of settings have in common."""

from pydantic import BaseModel, ConfigDict


class SettingsGroup(BaseModel):
    """Settings that go together; they cannot be changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
