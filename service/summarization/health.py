"""Whether those who write can be reached, and whether the ledger adds up."""

import asyncio
from datetime import datetime

from service.corpus import Check, run_checks
from service.errors import StoreBroken, Unavailable
from service.llm import FallbackChain


def check_writers(chain: FallbackChain, now: datetime) -> list[Check]:
    """The totals of the ledger are those of its calls, and every model's address answers; not from an event loop."""
    return run_checks(
        {"ledger": lambda: _ledger_adds_up(chain), "language models": lambda: _models_reachable(chain, now)}
    )


def _ledger_adds_up(chain: FallbackChain) -> str:
    if wrong := chain.ledger.audit():
        raise StoreBroken(f"{wrong[0]}; restore the database from a backup.")
    return "The totals of the ledger are those of its calls."


def _models_reachable(chain: FallbackChain, now: datetime) -> str:
    states = asyncio.run(chain.model_states())
    if not states:
        return "None is configured; texts are quoted from abstracts. Set PAPERLARK_LLM__MODELS to have them written."
    if silent := [state.model for state in states if state.reachable is False]:
        raise Unavailable(f"No answer from {', '.join(silent)}; check its api_base and api_key.")
    spent = chain.ledger.spending(now)
    return f"{', '.join(state.model for state in states)}; ${spent.total_nano / 1e9:.4f} spent in {spent.calls} calls."
