"""A stub of a model's server, which fails in many ways; the model's name says how it behaves.

`openai/good` quotes the paper, `openai/dripping` sends a byte now and then.
"""

from tests.upstream import behaviours, embeddings, verifiers  # noqa: F401  # they register themselves
from tests.upstream.answers import completion, numbered, quoted, say
from tests.upstream.faults import FAULTS
from tests.upstream.server import Call, Upstream, Write, behaviour, fail, send

__all__ = [
    "FAULTS",
    "Call",
    "Upstream",
    "Write",
    "behaviour",
    "completion",
    "fail",
    "numbered",
    "quoted",
    "say",
    "send",
]
