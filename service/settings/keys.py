"""Keys of other services."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, SecretStr


def _sendable(key: SecretStr) -> SecretStr:
    if not all("!" <= char <= "~" for char in key.get_secret_value()):
        raise ValueError("a key is sent in a header, so it cannot have spaces, line ends or letters beyond ASCII")
    return key


SendableKey: TypeAlias = Annotated[SecretStr, AfterValidator(_sendable)]
"""A key that fits into a header."""
