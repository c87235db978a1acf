"""Who asks: by which key, what that may do, and for whom it speaks."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from service.errors import NotAllowed

Scope = Literal["read", "write", "spend", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks; `key_id` is None where nobody needs a key, `user` where the key speaks for any."""

    key_id: str | None = None
    scopes: tuple[Scope, ...] = SCOPES
    user: str | None = None

    def require(self, scope: Scope) -> None:
        """Raise NotAllowed without this scope."""
        if scope not in self.scopes:
            raise NotAllowed(
                f"This needs a key with the scope {scope}; this one has {', '.join(self.scopes)}. "
                "`paperlark keys create` makes another one."
            )

    def user_for(self, named: str | None) -> str | None:
        """For whom the caller asks who names this user, or none: a key of one user asks for that one.

        Raises NotAllowed, whether or not there is such a user, when the key is another one's.
        """
        if self.user is None or named in {None, self.user}:
            return self.user or named
        raise NotAllowed("This key is one user's, and speaks for nobody else.")


ANYBODY = Caller()
"""Who asks where no keys are needed."""


def caller_of(state: object) -> Caller:
    """Who asks, as it was left in the state of a request."""
    return cast(Caller, getattr(state, "caller", ANYBODY))
