"""What can be seen from outside: logs with request ids, and in `metrics` what Prometheus collects.

It counts what others tell it and decides nothing. `metrics` is imported by who counts: a command that does not need
not wait for it.
"""

from service.observability.logs import configure, log

__all__ = ["configure", "log"]
