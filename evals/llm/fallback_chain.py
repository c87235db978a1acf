"""The configured language models as evals use them: within the budget of the settings, in a ledger of their own."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from evals.datasets.sample_corpus import sample_papers
from service.errors import BadInput
from service.llm import FallbackChain
from service.settings import LLMSettings, StoreSettings
from service.storage import Catalog, Ledger
from service.storage.sql import Database


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@contextmanager
def open_chain(settings: LLMSettings, folder: Path) -> Generator[FallbackChain]:
    """The chain of models; what they answered on sample papers and what it cost is kept in `folder`.

    Raises BadInput when no model is configured.
    """
    if not settings.models:
        raise BadInput("no language model is configured; set PAPERLARK_LLM__MODELS='[{\"model\": …}]'")
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(folder / "models.sqlite3", StoreSettings())
    try:
        database.migrate()
        Catalog(database).put(list(sample_papers().values()), now())  # an answer is kept beside its paper
        yield FallbackChain(settings, Ledger(database), now)
    finally:
        database.close()
