"""Everything that can be checked of an installation: its papers, its ledger, and whether its models can be reached."""

from collections.abc import Sequence
from datetime import datetime

from service.corpus import Check, Corpus, check_files, run_checks
from service.errors import StoreBroken, Unavailable
from service.llm import FallbackChain, ModelState
from service.storage.sql import Database
from service.summarization.writer import Writer


def diagnose(
    corpus: Corpus, database: Database, writer: Writer, states: Sequence[ModelState], now: datetime
) -> list[Check]:
    """Every check beside those of readiness, given how the models of the writer stand; takes seconds."""
    chain, verifier = writer.chain, writer.verifier
    writers = {
        "ledger": lambda: _ledger_adds_up(chain),
        "language models": lambda: _models_reachable(chain, states, now),
    }
    if verifier is not None:
        writers["verifier"] = lambda: verifier.state().detail
    return [*check_files(corpus, database), *run_checks(writers)]


def _ledger_adds_up(chain: FallbackChain) -> str:
    if wrong := chain.ledger.audit():
        raise StoreBroken(f"{wrong[0]}; restore the database from a backup.")
    return "The totals of the ledger are those of its calls."


def _models_reachable(chain: FallbackChain, states: Sequence[ModelState], now: datetime) -> str:
    if not states:
        return "None is configured; texts are quoted from abstracts. Set PAPERLARK_LLM__MODELS to have them written."
    if faults := [f"{state.model}: {state.fault}" for state in states if state.fault]:
        raise Unavailable(f"{'; '.join(faults)}.")
    if silent := [state.model for state in states if state.reachable is False]:
        raise Unavailable(f"No answer from {', '.join(silent)}; check its api_base and api_key.")
    spent = chain.ledger.spending(now)
    return f"{', '.join(map(_described, states))}; ${spent.total_nano / 1e9:.4f} spent in {spent.calls} calls."


def _described(state: ModelState) -> str:
    failed = [f"last call failed: {state.last_failure}"] if state.last_failure else []
    asked = [f"asked {' and '.join(state.adaptations)}"] if state.adaptations else []
    return f"{state.model} ({'; '.join([*asked, *failed])})" if asked or failed else state.model
