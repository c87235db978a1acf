"""Language models: the only door to litellm, and the chain in which models are tried under deadline and budget.

It does not know what is asked, nor whether an answer is true.
"""

from service.llm.client import Message, ModelFailed, Question, Reason, Reply, close, load_litellm
from service.llm.fallback import Allowance, Attempts, FallbackChain

__all__ = [
    "Allowance",
    "Attempts",
    "FallbackChain",
    "Message",
    "ModelFailed",
    "Question",
    "Reason",
    "Reply",
    "close",
    "load_litellm",
]
