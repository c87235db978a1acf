"""Which digests and confirmations are due is looked up, and a job begun that sends them."""

import hashlib
from datetime import datetime

from service.digests import CONFIRMED_WITHIN, DigestParts, give_up_unanswered, last_due, next_due
from service.jobs.jobs import Jobs
from service.storage import Claim, token_hash


def begin_due_digests(jobs: Jobs, parts: DigestParts, now: datetime) -> str | None:
    """Claim what is due at a moment, and begin a job that sends it; its id, or None where nothing is.

    Of periods that passed while nobody looked the last one has a digest. Done again, or by two processes, it begins
    the same job, or one whose digests are no longer claimed when it comes to them.
    """
    give_up_unanswered(parts, now)
    parts.subscriptions.forget_asked(now)
    due = parts.subscriptions.due(now)
    active = [each for each in due if each.status == "active"]
    parts.digests.claim_due((Claim(each, last_due(each, now).period, next_due(each, now).at) for each in active), now)
    later = now + CONFIRMED_WITHIN
    pending = [each for each in due if each.status == "pending"]
    asked = [token_hash(each.confirm_token) for each in pending if parts.subscriptions.change(each, next_at=later)]
    waiting = parts.digests.waiting(now)
    if not waiting and not asked:
        return None
    named = hashlib.sha256("\n".join([now.isoformat(), *asked, *waiting]).encode()).hexdigest()[:32]
    job_id = jobs.send_digests(waiting, asked, named)
    parts.digests.assign(waiting, job_id, now)
    return job_id
