"""From the environment to settings, and back: what each variable is called, holds, and does."""

import json
import os
from typing import cast

from pydantic import ValidationError
from pydantic_settings import SettingsError

from service.errors import BadInput, FieldError
from service.settings.addresses import STORE_URL
from service.settings.group import SettingsGroup
from service.settings.groups import Settings

_JSON = {
    "PAPERLARK_LLM__MODELS",
    "PAPERLARK_LLM__VERIFIER",
    "PAPERLARK_HOSTS",
    "PAPERLARK_SOURCES",
    "PAPERLARK_FETCH__ZOTERO_KEYS",
    "PAPERLARK_ACCESS__PROXIES",
}
_GROUPS = [name for name, field in Settings.model_fields.items() if isinstance(field.default, SettingsGroup)]


def load(**overrides: object) -> Settings:
    """The settings from the environment, with `overrides` (None = not given) on top.

    Raises BadInput that names each variable at fault, without echoing its value.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    known = {_variable(name) for name in Settings.model_fields}
    for variable in os.environ:
        if variable.startswith("PAPERLARK_") and variable.split("__")[0] not in known:
            raise BadInput.at(variable, "there is no such setting; `paperlark settings` lists them")
    try:
        return Settings(**given)  # pyright: ignore[reportArgumentType]  # checked by pydantic at run time
    except SettingsError:
        broken = next(variable for variable in sorted(os.environ) if not _is_readable(variable))
        raise BadInput.at(broken, "is not JSON; write it as in `paperlark settings`, in single quotes") from None
    except ValidationError as error:
        faults = tuple(
            FieldError(
                _variable(*map(str, fault["loc"])) if fault["loc"] else STORE_URL,
                fault["msg"].removeprefix("Value error, "),
            )
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise BadInput("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults), errors=faults) from None


def describe(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (environment variable, value, what it does)."""
    rows: list[tuple[str, str, str]] = []
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, SettingsGroup):
            for inner, about in type(value).model_fields.items():
                rows.append((_variable(name, inner), _shown(getattr(value, inner)), about.description or ""))
        else:
            rows.append((_variable(name), _shown(value), field.description or ""))
    return rows


def _shown(value: object) -> str:
    return ", ".join(map(str, cast(tuple[object, ...], value))) if isinstance(value, tuple) else str(value)


def _is_readable(variable: str) -> bool:
    """Whether a variable that must hold JSON, a group or a list, does."""
    if variable not in {_variable(name) for name in _GROUPS} | _JSON:
        return True
    try:
        json.loads(os.environ[variable])
    except ValueError:
        return False
    return True


def _variable(*names: str) -> str:
    return "PAPERLARK_" + "__".join(name.upper() for name in names)
