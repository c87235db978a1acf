"""Threads in which lists are ranked."""

import asyncio
import threading
from contextvars import ContextVar

import pytest

from service.api.ranking_threads import in_ranking_thread

REQUEST: ContextVar[str] = ContextVar("REQUEST", default="none")


def test_work_is_done_in_another_thread_and_knows_the_request():
    async def asked() -> tuple[str, int]:
        REQUEST.set("r1")
        return await in_ranking_thread(lambda: (REQUEST.get(), threading.get_ident()))

    request, thread = asyncio.run(asked())
    assert request == "r1"
    assert thread != threading.get_ident()


def test_what_the_work_raises_is_raised_to_whoever_asked():
    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_ranking_thread(lambda: 1 // 0))
