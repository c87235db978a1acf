"""Waiting that takes no time."""

import threading


class Waits(threading.Event):
    """An event that never comes; what is waited for it is written down, and over at once."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0.0)
        return self.is_set()
