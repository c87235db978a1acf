"""What somebody who subscribes asks for, checked field by field before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email

from service.corpus import Corpus, checked_name
from service.discovery import interests_of_user
from service.errors import BadInput, InvalidPaperId
from service.papers import parse_id
from service.storage import Frequency, LeastConfidence, Libraries, Weekday, WhenEmpty
from service.summarization import LANGUAGES

MOST_PAPERS = 30
"""Papers of one digest: more are a list, and not a letter."""
_MOST_NAMED = 20  # collections, or interests
_LONGEST_ADDRESS = 254  # of what SMTP carries (RFC 5321)
_LONGEST_ZONE = 100


@dataclass(frozen=True, slots=True)
class SubscriptionWishes:
    """Where a digest should go, when, and what should be in it; see `Subscription` for the fields.

    Without an `address` digests are kept and no mail is sent. `interests` are ids of interests, or of liked papers.
    `by_model` is not for everybody to wish: whoever has no right to spend has texts quoted.
    """

    address: str = ""
    frequency: Frequency = "daily"
    weekday: Weekday = "monday"
    hour: int = 7
    minute: int = 0
    zone: str = "UTC"
    at_most: int = 10
    min_confidence: LeastConfidence = "low"
    collections: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    language: str = "en"
    trending: bool = True
    when_empty: WhenEmpty = "send"
    by_model: bool = True


def check_wishes(wishes: SubscriptionWishes) -> None:
    """Raise BadInput that names the field where a wish cannot be kept, whoever has it."""
    _check_number("/hour", wishes.hour, 0, 23)
    _check_number("/minute", wishes.minute, 0, 59)
    _check_number("/at_most", wishes.at_most, 1, MOST_PAPERS)
    _check_choice("/frequency", wishes.frequency, get_args(Frequency))
    _check_choice("/weekday", wishes.weekday, get_args(Weekday))
    _check_choice("/min_confidence", wishes.min_confidence, get_args(LeastConfidence))
    _check_choice("/when_empty", wishes.when_empty, get_args(WhenEmpty))
    _check_choice("/language", wishes.language, tuple(LANGUAGES))
    if len(wishes.zone) > _LONGEST_ZONE or wishes.zone not in _zones():
        raise BadInput.at("/zone", "is no time zone; name one as the IANA does, such as Europe/Berlin.")


def checked_address(address: str) -> str:
    """The address in one form, empty for none; raises BadInput for what is none. No DNS is asked."""
    if not address:
        return ""
    if len(address) > _LONGEST_ADDRESS:
        raise BadInput.at("/address", f"has {len(address):,} characters; the most is {_LONGEST_ADDRESS}.")
    if not address.isprintable():  # CR and LF, which would begin another header, and lone surrogates
        raise BadInput.at("/address", "holds a character that cannot be shown.")
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadInput.at("/address", f"is no address that mail can be sent to: {error}") from None


def checked_collections(libraries: Libraries, user: str, names: Sequence[str]) -> tuple[str, ...]:
    """The collections of these names, each once; raises BadInput for one that the user does not have."""
    _check_count("/collections", names)
    found: dict[str, None] = {}
    for place, each in enumerate(names):
        pointer = f"/collections/{place}"
        name = checked_name(each, pointer)
        if libraries.collections.get(user, name) is None:
            raise BadInput.at(pointer, "this user has no collection of this name.")
        found[name] = None
    return tuple(found)


def checked_interests(corpus: Corpus, user: str, names: Sequence[str]) -> tuple[str, ...]:
    """A liked paper for each of these interests, each once; raises BadInput for what the user has no interest in.

    An interest's id is only good until the interests shift; a paper stays in whichever it belongs to.
    """
    _check_count("/interests", names)
    interests = [each.interest for each in interests_of_user(corpus, user)] if names else []
    medoids = {each.id: each.medoid for each in interests}
    liked = {paper_id for each in interests for paper_id in each.paper_ids}
    found: dict[str, None] = {}
    for place, name in enumerate(names):
        paper_id = medoids.get(name) or _kept_id(corpus, name)
        if paper_id not in liked:
            raise BadInput.at(f"/interests/{place}", "this user has no such interest; name it, or a liked paper in it.")
        found[paper_id] = None
    return tuple(found)


def _kept_id(corpus: Corpus, name: str) -> str:
    try:
        return corpus.snapshot().kept_id(parse_id(name))
    except InvalidPaperId:
        return ""


def _check_number(pointer: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise BadInput.at(pointer, f"must be from {least} to {most}.")


def _check_choice(pointer: str, choice: str, choices: Sequence[str]) -> None:
    if choice not in choices:
        raise BadInput.at(pointer, f"must be one of {', '.join(choices)}.")


def _check_count(pointer: str, names: Sequence[str]) -> None:
    if len(names) > _MOST_NAMED:
        raise BadInput.at(pointer, f"has {len(names):,}; the most is {_MOST_NAMED}.")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
