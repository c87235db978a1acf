"""The `paperlark` command: the verbs of the service for a shell.

Each command calls one use case and prints what it gives; nothing is decided here.
"""

from service.cli.commands import app, main

__all__ = ["app", "main"]
