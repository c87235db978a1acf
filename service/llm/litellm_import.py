"""The only import of litellm: late, quiet, and warmed up.

It is told to keep to itself: no price list or `.env` is fetched, nothing is retried, cached, printed or reported.
"""

import gc
import os
import sys
import threading
import warnings
from importlib import import_module
from typing import Any

from service.llm.transport import new_transport

_WARNINGS = (
    "Items? .* on TypedDict class",  # pydantic on litellm's own types
    "Pydantic serializer warnings",  # a stranger's answer of a strange shape, which is dealt with by us
    "coroutine '.*acompletion' was never awaited",  # our deadline came before litellm had begun
)
_lock = threading.Lock()


def load_litellm() -> Any:  # noqa: ANN401  # it has no types to speak of
    """The module litellm, imported and silenced; takes seconds the first time."""
    with _lock:
        if "litellm" not in sys.modules:
            gc.disable()  # a million objects that stay for good: to look through them stops everything for 0.3 s
            try:
                _warm_up(_import_quietly())
            finally:
                gc.freeze()
                gc.enable()
        return _import_quietly()


def _import_quietly() -> Any:  # noqa: ANN401
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"  # or else it loads a .env file into the environment
    for message in _WARNINGS:
        warnings.filterwarnings("ignore", message=message)
    import litellm  # noqa: PLC0415

    litellm.suppress_debug_info = True
    litellm.turn_off_message_logging = True
    litellm.drop_params = True
    # It takes this instead of the 0 that an embedding is asked with.
    litellm.DEFAULT_MAX_RETRIES = 0  # pyright: ignore[reportPrivateImportUsage]
    return litellm


def _warm_up(litellm: Any) -> None:  # noqa: ANN401
    """Load what the first call would load on the event loop: 600 modules, certificates, schemas of pydantic."""
    for name in ("openai.resources", "litellm._service_logger", "anyio._backends._asyncio"):
        import_module(name)
    new_transport()
    litellm.completion("openai/rehearsal", [{"role": "user", "content": "?"}], mock_response="!", api_key="no-key")
