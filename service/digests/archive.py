"""The digests that were made for a user, as they were shown, what came of each, and what one would say now."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from service.digests.building import build_digest, paper_ids
from service.digests.digest import Digest
from service.digests.parts import DigestParts
from service.errors import NotInLibrary
from service.storage import DigestRecords, StoredDigest, Subscription
from service.summarization import Writer

PREVIEW: Final = "preview"
"""The period of a digest that is only looked at."""


@dataclass(frozen=True, slots=True)
class ArchivedDigest:
    """A digest and what came of it; `digest` is None before it is made, or where it is of another version."""

    stored: StoredDigest
    digest: Digest | None

    @property
    def papers(self) -> int:
        """How many papers it shows."""
        return len(paper_ids(self.digest)) if self.digest else 0

    @classmethod
    def of(cls, stored: StoredDigest) -> "ArchivedDigest":
        """What is kept, as it can be read."""
        try:
            return cls(stored, Digest.model_validate_json(stored.body) if stored.body else None)
        except ValidationError:
            return cls(stored, None)


def latest_digests(records: DigestRecords, user: str, limit: int) -> list[Digest]:
    """The latest digests that were made for a user, the latest first, as far as they can be read."""
    made = map(ArchivedDigest.of, records.made_for(user, limit))
    return [each.digest for each in made if each.digest]


def archived_digest(records: DigestRecords, user: str, digest_id: str) -> ArchivedDigest:
    """The digest of an id; raises NotInLibrary where it is not this user's."""
    found = records.get(digest_id)
    if found is None or found.user != user:
        raise NotInLibrary("This user has no digest of this id.")
    return ArchivedDigest.of(found)


async def latest_digest(parts: DigestParts, writer: Writer, user: str, now: datetime) -> Digest:
    """The latest digest that was made for a user, or what one would say now, which is not kept; no model is asked."""
    if kept := await asyncio.to_thread(latest_digests, parts.digests, user, 1):
        return kept[0]
    subscription = await asyncio.to_thread(parts.subscriptions.get, user)
    return await build_digest(parts, writer, subscription or Subscription(user, ""), PREVIEW, now)
