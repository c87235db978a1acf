"""Authors whom users follow, by name."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from service.storage.sql import Database, followed_authors, with_utc


@dataclass(frozen=True, slots=True)
class FollowedAuthor:
    """An author by the name that the user gave, and since when the user follows."""

    name: str
    followed_at: datetime


class AuthorRecords:
    """The followed authors of every user of one installation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def follow(self, user: str, name: str, now: datetime) -> FollowedAuthor:
        """Follow an author from now on, unless the user does already; what holds now."""
        author = (followed_authors.c.user == user, followed_authors.c.name == name)
        with self._db.write() as connection:
            since = connection.scalar(sa.select(followed_authors.c.followed_at).where(*author))
            if since is None:
                connection.execute(sa.insert(followed_authors).values(user=user, name=name, followed_at=now))
        return FollowedAuthor(name, now if since is None else with_utc(since))

    def of_user(self, user: str) -> list[FollowedAuthor]:
        """Whom the user follows, by name."""
        query = sa.select(followed_authors.c.name, followed_authors.c.followed_at)
        with self._db.read() as connection:
            rows = connection.execute(query.where(followed_authors.c.user == user).order_by(followed_authors.c.name))
            return [FollowedAuthor(name, with_utc(since)) for name, since in rows]

    def unfollow(self, user: str, name: str) -> bool:
        """Follow an author no longer; False when the user did not."""
        author = (followed_authors.c.user == user, followed_authors.c.name == name)
        with self._db.write() as connection:
            return connection.execute(sa.delete(followed_authors).where(*author)).rowcount > 0

    def delete_user(self, user: str) -> int:
        """Forget whom a user follows; how many authors."""
        with self._db.write() as connection:
            return connection.execute(sa.delete(followed_authors).where(followed_authors.c.user == user)).rowcount
