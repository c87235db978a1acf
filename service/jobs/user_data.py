"""Everything that is kept about a user: what there is to take away, and its removal."""

from dataclasses import dataclass

from service.corpus import Corpus
from service.jobs.jobs import Jobs
from service.storage import Feedback, IdempotencyKeys, Ledger


@dataclass(frozen=True, slots=True)
class UserData:
    """What a user has said, oldest first, and the ids of the jobs that were asked for in the user's name."""

    feedback: list[Feedback]
    jobs: list[str]


def export_user(corpus: Corpus, jobs: Jobs, user: str) -> UserData:
    """Everything that is kept about a user, to take away."""
    return UserData(corpus.feedback.of_user(user), jobs.records.ids_of_user(user))


def delete_user(corpus: Corpus, jobs: Jobs, idempotency_keys: IdempotencyKeys, ledger: Ledger, user: str) -> int:
    """Remove everything that is kept about a user; of how many papers the user had said something.

    Jobs and kept answers go as well; what texts have cost stays, without the name.
    """
    jobs.records.delete_user(user)
    idempotency_keys.delete_user(user)
    ledger.anonymize_user(user)
    return corpus.feedback.delete_user(user)
