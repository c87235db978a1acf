"""How many requests are worked on at one time, and how many streams are open: a stream waits more than it works."""

from collections.abc import Generator
from contextlib import contextmanager

from service.errors import Unavailable


class StreamsFull(Exception):
    """There is no room for one more stream; no ServiceError, for the answer that it takes the place of has begun."""


class Slots:
    """Room for requests in one process."""

    def __init__(self, requests: int, streams: int) -> None:
        self.requests, self.streams = requests, streams

    @contextmanager
    def slot(self) -> Generator["Slot"]:
        """Room for one request while it lasts; raises Unavailable when there is none."""
        if self.requests <= 0:
            raise Unavailable("Too many requests are in flight; try again.", retry_after=1)
        self.requests -= 1
        slot = Slot(self)
        try:
            yield slot
        finally:
            slot.leave()


class Slot:
    """The room of one request."""

    def __init__(self, slots: Slots) -> None:
        self._slots, self._streams = slots, False

    def become_stream(self) -> None:
        """Give way to other requests, and take the room of a stream; raises StreamsFull."""
        if self._slots.streams <= 0:
            raise StreamsFull
        self._slots.streams -= 1
        self._slots.requests += 1
        self._streams = True

    def leave(self) -> None:
        """The room is free."""
        if self._streams:
            self._slots.streams += 1
        else:
            self._slots.requests += 1
