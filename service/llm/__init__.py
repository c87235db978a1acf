"""Language models: one call of one model by litellm, and the chain in which models are tried under deadline and budget.

Embedding models on a server are asked here as well, for litellm and the budget are the same.

It never knows what is asked, nor whether an answer is true; addresses and keys come from the settings alone. No other
package imports litellm, which takes seconds: `load_litellm` does it when a model is first needed.
"""

from service.llm.embedder import Account, load_embedder
from service.llm.failure import ModelFailed, Reason
from service.llm.fallback import Allowance, Attempts, FallbackChain, ModelState, Usage
from service.llm.litellm_import import load_litellm
from service.llm.question import Message, Question, Reply
from service.llm.transport import close

__all__ = [
    "Account",
    "Allowance",
    "Attempts",
    "FallbackChain",
    "Message",
    "ModelFailed",
    "ModelState",
    "Question",
    "Reason",
    "Reply",
    "Usage",
    "close",
    "load_embedder",
    "load_litellm",
]
