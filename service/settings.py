"""Every knob, typed and with a sentence each; read from `PAPERLARK_…` environment variables."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import BadInput, FieldError

Count = Annotated[int, Field(ge=1, le=10_000)]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreSettings(_Group):
    """The SQL database, which is the truth."""

    busy_timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=5.0, description="how long a write waits for another"
    )
    min_free_mb: Annotated[int, Field(ge=0)] = Field(
        default=200, description="below this much free disk, writes answer 507"
    )


class IndexSettings(_Group):
    """Chroma, which can be rebuilt from the catalog."""

    exact_below: Annotated[int, Field(ge=0)] = Field(
        default=150_000, description="up to this many papers an exact scan is faster than the index and is used instead"
    )
    ef_search: Annotated[int, Field(ge=10, le=10_000)] = Field(
        default=400, description="HNSW search breadth, fixed when the index is created"
    )


class EmbeddingSettings(_Group):
    """How text becomes a vector."""

    model: Literal["all-MiniLM-L6-v2"] = Field(default="all-MiniLM-L6-v2", description="the embedding model")
    weights_dir: Path | None = Field(
        default=None, description="folder of model.safetensors and tokenizer.json, if not installed"
    )
    max_tokens: Annotated[int, Field(ge=16, le=512)] = Field(
        default=256, description="text beyond this many tokens is not seen"
    )


class LimitSettings(_Group):
    """What one request may ask for."""

    liked: Count = Field(default=1_000, description="liked, disliked and excluded ids in one request, each")
    results: Count = Field(default=100, description="recommendations or similar papers in one answer")
    papers: Count = Field(default=1_000, description="papers in one POST, ids in one lookup")
    summaries: Count = Field(default=20, description="papers in one synchronous summary request")
    body_mb: Count = Field(default=8, description="size of a request body")
    import_mb: Count = Field(default=50, description="size of an imported file")
    concurrency: Count = Field(default=200, description="requests in flight before 503")


class LogSettings(_Group):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least severe line that is written"
    )
    format: Literal["auto", "json", "console"] = Field(
        default="auto", description="auto: console in a terminal, else JSON"
    )


class Settings(BaseSettings):
    """All settings; `PAPERLARK_LIMITS__LIKED=50` sets `limits.liked`."""

    model_config = SettingsConfigDict(
        env_prefix="PAPERLARK_", env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=True
    )

    data_dir: Path = Field(default=Path("data"), description="everything that is kept lives in this folder")
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: Annotated[int, Field(ge=0, le=65_535)] = Field(
        default=8000, description="port to listen on; 0 picks a free one"
    )
    store: StoreSettings = StoreSettings()
    index: IndexSettings = IndexSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    limits: LimitSettings = LimitSettings()
    log: LogSettings = LogSettings()


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
    except ValidationError as error:
        faults = tuple(
            FieldError(_variable(*map(str, fault["loc"])), fault["msg"])
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise BadInput("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults), errors=faults) from None


def describe(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (environment variable, value, what it does)."""
    rows: list[tuple[str, str, str]] = []
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, _Group):
            for inner, about in type(value).model_fields.items():
                rows.append((_variable(name, inner), str(getattr(value, inner)), about.description or ""))
        else:
            rows.append((_variable(name), str(value), field.description or ""))
    return rows


def _variable(*names: str) -> str:
    return "PAPERLARK_" + "__".join(name.upper() for name in names)
