"""Who may ask: keys and their scopes, for whom a key speaks, and how often it may ask.

It never sees a request: adapters say what was presented and what is asked for.
"""

from service.access.caller import ANYBODY, SCOPES, Caller, Scope, caller_of
from service.access.keys import KEY_PATTERN, Keys
from service.access.rates import WINDOW_S, Rate, Rates

__all__ = [
    "ANYBODY",
    "KEY_PATTERN",
    "SCOPES",
    "WINDOW_S",
    "Caller",
    "Keys",
    "Rate",
    "Rates",
    "Scope",
    "caller_of",
]
