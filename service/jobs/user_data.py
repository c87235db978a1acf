"""Everything that is kept about a user: what there is to take away, and its removal."""

from dataclasses import dataclass
from datetime import datetime

from service.corpus import Corpus
from service.jobs.jobs import Jobs
from service.storage import (
    CollectedPaper,
    Collection,
    Feedback,
    FollowedAuthor,
    IdempotencyKeys,
    Imported,
    Impression,
    Ledger,
    Libraries,
    SavedSearch,
)


@dataclass(frozen=True, slots=True)
class UserData:
    """What a user has said and was shown, oldest first, the ids of the jobs in the user's name, and the library."""

    feedback: list[Feedback]
    jobs: list[str]
    collections: list[tuple[Collection, list[CollectedPaper]]]
    authors: list[FollowedAuthor]
    searches: dict[str, tuple[SavedSearch, datetime]]
    imports: list[Imported]
    impressions: list[Impression]


def export_user(corpus: Corpus, libraries: Libraries, jobs: Jobs, user: str) -> UserData:
    """Everything that is kept about a user, to take away."""
    return UserData(
        corpus.feedback.of_user(user),
        jobs.records.ids_of_user(user),
        [(each, libraries.collections.papers(user, each.name)) for each in libraries.collections.of_user(user)],
        libraries.authors.of_user(user),
        libraries.searches.of_user(user),
        libraries.imports.of_user(user),
        libraries.impressions.of_user(user),
    )


def delete_user(
    corpus: Corpus, libraries: Libraries, jobs: Jobs, idempotency_keys: IdempotencyKeys, ledger: Ledger, user: str
) -> int:
    """Remove everything that is kept about a user; of how many papers the user had said something.

    Jobs, kept answers and the library go as well; what texts have cost stays, without the name.
    """
    jobs.records.delete_user(user)
    idempotency_keys.delete_user(user)
    ledger.anonymize_user(user)
    libraries.delete_user(user)
    return corpus.feedback.delete_user(user)
