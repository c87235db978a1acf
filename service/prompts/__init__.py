"""The prompts in `prompts/`: found, checked, named by their hash and filled; and strangers' data, fenced for them."""

from service.prompts.fence import Told, fenced, listed, source
from service.prompts.folder import LOCK, Prompts, load
from service.prompts.prompt import Message, Parameters, Prompt
from service.prompts.reading import KINDS, read

__all__ = [
    "KINDS",
    "LOCK",
    "Message",
    "Parameters",
    "Prompt",
    "Prompts",
    "Told",
    "fenced",
    "listed",
    "load",
    "read",
    "source",
]
