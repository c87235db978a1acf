"""What a user may be called."""

from typing import Annotated

from pydantic import StringConstraints

USER_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$"

UserName = Annotated[str, StringConstraints(pattern=USER_PATTERN)]
"""Your own name for a user."""
