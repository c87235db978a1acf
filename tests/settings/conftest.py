"""Settings are read from an environment that sets none."""

import pytest

from service.settings import Settings, describe


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _, _ in describe(Settings.model_construct()):
        monkeypatch.delenv(name, raising=False)
