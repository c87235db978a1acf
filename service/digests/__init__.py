"""Digests: what is new for a user, built, kept, and sent by mail, feed or webhook; the door to mail servers.

Never ranks or writes a text itself: it asks `discovery` and `summarization`.
"""

from service.digests.digest import Digest, DigestAlert, DigestCause, DigestPaper, DigestText, DigestTrending
from service.digests.subscription import Subscription

__all__ = ["Digest", "DigestAlert", "DigestCause", "DigestPaper", "DigestText", "DigestTrending", "Subscription"]
