"""Structured logs with request ids: JSON for machines, columns for a terminal."""

import json
import logging
import re
import sys
from collections.abc import Sequence

import structlog
from structlog.typing import Processor

from service.settings import LogSettings

# Of these only warnings are shown, whatever the level: they would write down prompts, headers and addresses.
_WARNINGS_ONLY = ("uvicorn.access", "chromadb", "httpx", "httpcore", "alembic", "openai", "LiteLLM", "asyncio")

log: structlog.stdlib.BoundLogger = structlog.get_logger("paperlark")


def configure(settings: LogSettings, secrets: Sequence[str] = ()) -> None:
    """Send every log line, ours and the libraries', to standard error in one format, with no secret in it."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    console = settings.format == "console" or (settings.format == "auto" and sys.stderr.isatty())
    render: list[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if console
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render, _redacting(secrets)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level.upper())
    for name in _WARNINGS_ONLY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _redacting(secrets: Sequence[str]) -> Processor:
    """Takes secrets out of a rendered line, as they are and as JSON writes them."""
    forms = {form for secret in secrets if secret for form in (secret, json.dumps(secret)[1:-1])}
    pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))) or r"(?!)")
    return lambda _logger, _name, line: pattern.sub("[secret]", str(line))
