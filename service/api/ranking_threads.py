"""Threads in which lists are ranked: as many as there are cores, since of more each waits for the interpreter."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

_THREADS = ThreadPoolExecutor(os.cpu_count() or 1, "ranking")

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


async def in_ranking_thread(work: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
    """What `work` answers, in its turn; what it raises is raised here. It logs under the request's id."""
    turn = partial(copy_context().run, work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, turn)
