"""Keys: made, listed, revoked, and recognised when they are presented.

A key is `paperlark_`, eight hexadecimal digits that may be shown and name it, and 48 that are secret (192 bits from the
system's generator). Of the whole only the SHA-256 is kept: of so many random bits a slow hash would protect no better.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.access.caller import SCOPES, Caller
from service.corpus import checked_name, checked_user
from service.errors import BadInput, KeyNotFound, KeyRefused
from service.storage import KeyRecords, StoredKey

KEY_PATTERN = re.compile(r"paperlark_([0-9a-f]{8})_[0-9a-f]{48}")
_NOBODY, _NO_HASH = "", "0" * 64  # looked up and compared like a key, so that none takes no less time
_SIGNED_IN = timedelta(hours=12)
_REFUSED = "The key is not valid here: it is mistyped, has expired, or was revoked."


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made, and its text, which nobody can see again."""

    text: str
    key: StoredKey


class Keys:
    """The keys of one installation; nothing is remembered between two requests, so a revoked one is refused at once."""

    def __init__(self, records: KeyRecords, now: Callable[[], datetime]) -> None:
        self._records, self._now = records, now

    def create(self, name: str, scopes: Sequence[str] = (), user: str | None = None, days: int | None = None) -> NewKey:
        """Make a key of these scopes (all that it can have, unless some are named); `days` until it expires.

        Raises BadInput for a name, user or scope that cannot be, and for a user's key that could administer.
        """
        allowed = tuple(scope for scope in SCOPES if user is None or scope != "admin")
        if not set(scopes) <= set(allowed):
            whose = "" if user is None else " of one user"
            raise BadInput.at("/scopes", f"a key{whose} can have {', '.join(allowed)}, and no other scope.")
        wanted = tuple(scope for scope in allowed if scope in scopes) or allowed
        made = self._new(checked_name(name), wanted, None if user is None else checked_user(user))
        if days is not None:
            made = replace(made, key=replace(made.key, expires_at=made.key.created_at + timedelta(days=days)))
        self._records.add(made.key)
        return made

    def create_first(self) -> NewKey | None:
        """Make a key with every scope where there is none, not to be locked out; None where there is one."""
        made = self._new("first key", SCOPES, None)
        return made if self._records.add_first(made.key) else None

    def sign_in(self, presented: str) -> NewKey:
        """A key for a page that was given one: it may do the same, for half a day, and goes with it.

        Raises KeyRefused.
        """
        parent = self._recognised(presented)
        made = self._new(parent.name, parent.scopes, parent.user)
        ends = made.key.created_at + _SIGNED_IN
        ends = min(ends, parent.expires_at) if parent.expires_at else ends
        made = replace(made, key=replace(made.key, made_from=parent.made_from or parent.id, expires_at=ends))
        if not self._records.add(made.key):  # it was revoked meanwhile
            raise KeyRefused(_REFUSED)
        return made

    def sign_out(self, presented: str) -> None:
        """End the key of a page, if it is one."""
        try:
            key = self._recognised(presented)
        except KeyRefused:
            return
        if key.made_from is not None:
            self._records.delete(key.id)

    def recognise(self, presented: str) -> Caller:
        """Whose key this is; raises KeyRefused, in the same words and time for one that expired as for any other."""
        key = self._recognised(presented)
        return Caller(key.made_from or key.id, tuple(scope for scope in SCOPES if scope in key.scopes), key.user)

    def holds(self, key_id: str) -> bool:
        """Whether there still is a key of this id, for work that goes on long after it was presented."""
        key = self._records.get(key_id)
        return key is not None and not self._has_expired(key)

    def made(self) -> list[StoredKey]:
        """Every key that somebody made, the oldest first."""
        return self._records.made()

    def revoke(self, key_id: str) -> None:
        """End a key, and pages signed in with it, in every process; named by its id or by its text.

        Raises KeyNotFound.
        """
        found = KEY_PATTERN.fullmatch(key_id)
        if not self._records.delete(found[1] if found else key_id.removeprefix("paperlark_")):
            raise KeyNotFound("There is no such key; `paperlark keys list` has them all.")

    def has_any(self) -> bool:
        """Whether there is a key that lets anybody in."""
        return self._records.has_any(self._now())

    def _recognised(self, presented: str) -> StoredKey:
        found = KEY_PATTERN.fullmatch(presented)
        key = self._records.get(found[1] if found else _NOBODY)
        same = hmac.compare_digest(_hash(presented), key.hash if key else _NO_HASH)
        if key is None or not same or self._has_expired(key):
            raise KeyRefused(_REFUSED)
        return key

    def _has_expired(self, key: StoredKey) -> bool:
        return key.expires_at is not None and key.expires_at <= self._now()

    def _new(self, name: str, scopes: Sequence[str], user: str | None) -> NewKey:
        key_id = secrets.token_hex(4)
        text = f"paperlark_{key_id}_{secrets.token_hex(24)}"
        return NewKey(text, StoredKey(key_id, name, _hash(text), (*scopes,), user, None, self._now(), None))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
