"""Turns: a round of the event loop for each of many tasks that wake at the same moment."""

import asyncio
from weakref import WeakKeyDictionary

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


async def turn() -> None:
    """Wait for a round of the event loop of one's own.

    What comes next takes milliseconds: of many tasks it would be done for all before anything else is.
    """
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        await asyncio.sleep(0)
