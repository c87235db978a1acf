"""The prompts in `prompts/`: found, checked, named by their hash and filled; and untrusted data, fenced for them.

It asks no model, and never changes a prompt: a released one only gets its hash into the lock file.
"""

from service.prompts.fence import source_block, text_block
from service.prompts.folder import LOCK, Prompts, load
from service.prompts.prompt import Prompt

__all__ = ["LOCK", "Prompt", "Prompts", "load", "source_block", "text_block"]
