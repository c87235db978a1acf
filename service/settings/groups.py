"""Every setting in its group, typed and with a sentence each."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, computed_field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.settings.access import AccessSettings
from service.settings.addresses import INDEX_URL, Host, PostgresUrl, ServerUrl, is_loopback
from service.settings.group import SettingsGroup
from service.settings.keys import SendableKey
from service.settings.mail import MailSettings
from service.settings.model_catalog import Price, is_known_model, list_price
from service.settings.sources import FetchSettings, SourceSpec
from service.settings.webhooks import WebhookSettings

Count = Annotated[int, Field(ge=1, le=10_000)]
Seconds = Annotated[float, Field(gt=0, le=600)]
MINILM = "all-MiniLM-L6-v2"
Dollars = Annotated[float | None, Field(gt=0, le=1e6, allow_inf_nan=False)]


def _known(model: str) -> str:
    if not is_known_model(model):
        raise ValueError("litellm knows no such model; write provider/name, as in openai/gpt-4o-mini or ollama/llama3")
    return model


def _known_embedding(model: str) -> str:
    if model != MINILM and not is_known_model(model):
        raise ValueError(
            f"is neither {MINILM} nor a model that litellm reaches; write provider/name, as in "
            "openai/text-embedding-3-small or ollama/nomic-embed-text"
        )
    return model


class StoreSettings(SettingsGroup):
    """The SQL database, which is the source of truth."""

    url: PostgresUrl | None = Field(
        default=None,
        description="postgresql+psycopg://user:password@host:5432/database, with a Chroma server; "
        "unset: SQLite in the data folder",
    )
    connections: Annotated[int, Field(ge=6, le=1_000)] = Field(
        default=20, description="connections to PostgreSQL that one process may hold"
    )
    start_s: Seconds = Field(default=30.0, description="how long a start waits for PostgreSQL and Chroma to come up")
    busy_timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=5.0, description="how long a write waits for another"
    )
    min_free_mb: Annotated[int, Field(ge=0)] = Field(
        default=200, description="below this much free disk, writes answer 507"
    )


class IndexSettings(SettingsGroup):
    """Chroma, which can be rebuilt from the catalog."""

    url: HttpUrl | None = Field(
        default=None, description="http://host:8000 of a Chroma server, with PostgreSQL; unset: in the data folder"
    )
    timeout_s: Seconds = Field(default=10.0, description="how long one call of a Chroma server may take")
    exact_below: Annotated[int, Field(ge=0)] = Field(
        default=150_000, description="up to this many papers an exact scan is faster than the index and is used instead"
    )
    ef_search: Annotated[int, Field(ge=10, le=10_000)] = Field(
        default=400, description="HNSW search breadth, fixed when the index is created"
    )


class EmbeddingSettings(SettingsGroup):
    """How text becomes a vector: in this process, or by a server that litellm reaches."""

    model: Annotated[str, Field(max_length=200), AfterValidator(_known_embedding)] = Field(
        default=MINILM,
        description=f"the embedding model: {MINILM}, which runs here, or one as litellm names it, such as "
        "openai/text-embedding-3-small or ollama/nomic-embed-text",
    )
    api_base: ServerUrl | None = Field(
        default=None, description="http://… of the server of such a model; unset: the provider's own"
    )
    api_key: SendableKey = Field(
        default=SecretStr(""), description="its key; none is taken from elsewhere for an address of your own"
    )
    usd_per_million: Annotated[float | None, Field(ge=0, le=1e6, allow_inf_nan=False)] = Field(
        default=None, description="what a million tokens cost; unset: as litellm lists it"
    )
    timeout_s: Seconds = Field(default=60.0, description="how long one call of the server may take; a query's: 5")
    weights_dir: Path | None = Field(
        default=None, description=f"folder of {MINILM}'s model.safetensors and tokenizer.json, if not installed"
    )
    max_tokens: Annotated[int, Field(ge=16, le=512)] = Field(
        default=256, description=f"text beyond this many tokens is not seen by {MINILM}"
    )

    @property
    def is_local(self) -> bool:
        """Whether the model runs in this process."""
        return self.model == MINILM

    @property
    def price(self) -> Price | None:
        """As given here, or as litellm lists it; None when neither says."""
        return list_price(self.model) if self.usd_per_million is None else Price(self.usd_per_million / 1e6, 0.0)


class ModelSettings(SettingsGroup):
    """One language model, as litellm names it, and its own address and key: none are taken from elsewhere."""

    model: Annotated[str, Field(max_length=200), AfterValidator(_known)]
    api_base: ServerUrl | None = None
    api_key: SendableKey = SecretStr("")
    usd_per_million_in: Annotated[float | None, Field(ge=0, le=1e6, allow_inf_nan=False)] = None
    usd_per_million_out: Annotated[float | None, Field(ge=0, le=1e6, allow_inf_nan=False)] = None

    def __str__(self) -> str:
        return f"{self.model} at {self.api_base}" if self.api_base else self.model

    @property
    def price(self) -> Price | None:
        """As given here, or as litellm lists it; None when neither says."""
        if self.usd_per_million_in is None or self.usd_per_million_out is None:
            return list_price(self.model)
        return Price(self.usd_per_million_in / 1e6, self.usd_per_million_out / 1e6)


class LLMSettings(SettingsGroup):
    """The language models that write; without any, texts are quoted from the abstract."""

    models: tuple[ModelSettings, ...] = Field(
        default=(),
        max_length=10,
        description='JSON list, first tried first: [{"model": "openai/gpt-4o-mini", "api_base": …, "api_key": …}]',
    )
    deadline_s: Seconds = Field(default=30.0, description="after this long a request is answered with what there is")
    inline_s: Seconds = Field(default=5.0, description="how long a list of recommendations waits for its blurbs")
    attempt_s: Seconds = Field(default=20.0, description="how long one call of a model may take")
    attempts: Annotated[int, Field(ge=1, le=10)] = Field(
        default=3, description="calls of one model for one text, repairs included"
    )
    concurrency: Count = Field(default=32, description="calls of one model at the same time")
    breaker_failures: Count = Field(default=5, description="failures in a row after which a model is left alone")
    breaker_s: Seconds = Field(default=30.0, description="how long it is left alone")
    budget_usd: Dollars = Field(default=None, description="all that may ever be spent")
    budget_user_day_usd: Dollars = Field(default=None, description="what may be spent for one user on one day (UTC)")
    budget_key_day_usd: Dollars = Field(default=None, description="what may be spent with one key on one day (UTC)")
    budget_request_usd: Dollars = Field(default=None, description="what may be spent for one request")
    summary_prompt: str = Field(default="summary/v1", description="the prompt of summaries; `paperlark prompts show`")
    blurb_prompt: str = Field(default="blurb/v1", description="the prompt of blurbs")
    prompts_dir: Path | None = Field(default=None, description="folder of prompts, instead of those shipped")
    verify: Literal["off", "undecided", "all"] = Field(
        default="undecided", description="which sentences of a model another call verifies: see docs/models.md"
    )
    verifier: ModelSettings | None = Field(
        default=None, description='JSON of the model that verifies: {"model": …}; unset: the first of those that write'
    )

    @property
    def all_models(self) -> tuple[ModelSettings, ...]:
        """Those that write, and the one that is set to verify."""
        return (*self.models, *([self.verifier] if self.verifier else []))

    @model_validator(mode="after")
    def _priced(self) -> "LLMSettings":
        limited = [self.budget_usd, self.budget_user_day_usd, self.budget_key_day_usd, self.budget_request_usd]
        unpriced = [model.model for model in self.all_models if model.price is None]
        if unpriced and any(budget is not None for budget in limited):
            raise ValueError(
                f"a budget needs the price of {unpriced[0]}: set its usd_per_million_in and usd_per_million_out"
            )
        return self


class LimitSettings(SettingsGroup):
    """What one request may ask for."""

    liked: Count = Field(default=1_000, description="liked, disliked and excluded ids in one request, each")
    results: Count = Field(default=100, description="recommendations or similar papers in one answer")
    saved: Count = Field(default=100, description="saved searches of a user, and authors whom one follows, each")
    papers: Count = Field(default=1_000, description="papers in one POST, ids in one lookup")
    summaries: Count = Field(default=20, description="papers in one synchronous summary request")
    job_papers: Annotated[int, Field(ge=1, le=1_000_000)] = Field(default=100_000, description="papers in one job")
    body_mb: Count = Field(default=8, description="size of a request body")
    import_mb: Count = Field(default=50, description="size of an imported file")
    bodies_mb: Count = Field(default=256, description="size of all request bodies that are held at one time")
    patience_s: Annotated[int, Field(ge=1, le=600)] = Field(
        default=20, description="seconds that a request may take to come; a large one gets some more"
    )
    concurrency: Count = Field(default=200, description="requests in flight before 503")
    streams: Count = Field(default=100, description="streams of events open at one time before 503")

    @computed_field
    @property
    def values(self) -> int:
        """Names and values in a request body: 200 for each paper of a POST, 2 for each paper of a job."""
        return max(200 * max(self.papers, 1_000), 2 * self.job_papers)


class JobSettings(SettingsGroup):
    """Work in the background: large batches of summaries, large imports."""

    concurrency: Count = Field(default=2, description="jobs that one process works on at the same time")
    turn_s: Seconds = Field(
        default=20.0, description="a job that was worked on for so long gives way to those that wait"
    )
    starts_per_minute: Count = Field(default=600, description="jobs that all processes together begin in a minute")
    chunk: Annotated[int, Field(ge=1, le=1_000)] = Field(
        default=32, description="papers of one step: written side by side, and what a kill can cost"
    )
    import_above: Annotated[int, Field(ge=1)] = Field(
        default=2_000, description="a file of more papers than this is imported as a job"
    )
    keep_days: Annotated[int, Field(ge=1, le=3_650)] = Field(
        default=30, description="results of a job that ended longer ago than this expire; of a cancelled one, 1 day"
    )
    keep_items: Annotated[int, Field(ge=1_000, le=1_000_000_000)] = Field(
        default=2_000_000, description="papers in all jobs that are kept; while there are more, a new job is refused"
    )
    metrics_port: Annotated[int | None, Field(ge=1, le=65_535)] = Field(
        default=None, description="port of 127.0.0.1 where whoever works on jobs answers /metrics; unset: none"
    )
    dead_after_s: Seconds = Field(default=30.0, description="a worker silent for so long has its jobs taken over")


class LogSettings(SettingsGroup):
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
    hosts: tuple[Host, ...] = Field(
        default=(),
        max_length=100,
        description="JSON list of names that browsers reach it by, beside localhost and IP addresses: "
        '["papers.example.org"]',
    )
    public_url: ServerUrl | None = Field(
        default=None,
        description="https://papers.example.org, under which readers reach it from their mail; unset: mail has no "
        "links back, and no one-click unsubscribe",
    )
    server: ServerUrl | None = Field(
        default=None, description="http://host:8000 of a server that commands ask; unset: the one of the data folder"
    )
    key: SendableKey = Field(default=SecretStr(""), description="the key that commands send to a server")
    text_processes: Annotated[int, Field(ge=0, le=64)] = Field(
        default=min(os.cpu_count() or 1, 4),
        description="processes that check and quote texts, begun for a model or a job; 0: the server's own does it",
    )
    sources: tuple[SourceSpec, ...] = Field(
        default=(),
        max_length=1_000,
        description="JSON list of where new papers come from, see docs/sources.md: "
        '[{"source": "arxiv", "category": "cs.LG", "every": "1d"}]',
    )
    store: StoreSettings = StoreSettings()
    index: IndexSettings = IndexSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    llm: LLMSettings = LLMSettings()
    limits: LimitSettings = LimitSettings()
    access: AccessSettings = AccessSettings()
    jobs: JobSettings = JobSettings()
    mail: MailSettings = MailSettings()
    fetch: FetchSettings = FetchSettings()
    webhooks: WebhookSettings = WebhookSettings()
    log: LogSettings = LogSettings()

    @model_validator(mode="after")
    def _paired(self) -> "Settings":
        if (self.store.url is None) != (self.index.url is None):
            raise ValueError(f"{INDEX_URL} goes with it: set both, or neither for a single process")
        return self

    @property
    def shared(self) -> bool:
        """Whether several processes may use the installation, for the data folder has none of it but files to share."""
        return self.store.url is not None

    @property
    def known_hosts(self) -> tuple[str, ...]:
        """The names that browsers reach it by, the one of its public address among them."""
        if (url := self.public_url) is None or url.host is None:
            return self.hosts
        usual = {"http": 80, "https": 443}[url.scheme]
        return (*self.hosts, url.host if url.port == usual else f"{url.host}:{url.port}")

    @property
    def needs_keys(self) -> bool:
        """Whether a request over HTTP needs a key."""
        return self.access.keys == "on" or (self.access.keys == "auto" and not is_loopback(self.host))

    @property
    def secrets(self) -> list[str]:
        """What no log line may show."""
        keys = [each.api_key.get_secret_value() for each in (*self.llm.all_models, self.embedding)]
        addresses = [self.store.url, self.access.rates_url]
        return [
            key
            for key in (
                *keys,
                self.key.get_secret_value(),
                self.mail.password.get_secret_value(),
                *(key.get_secret_value() for key in self.fetch.keys),
                *(url.password for url in addresses if url),
            )
            if key
        ]
