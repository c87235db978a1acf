"""What a digest says, in words: the same for its HTML and its plain text, each value one line and fit to be shown."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from service.digests.digest import Digest, DigestAlert, DigestTrending
from service.digests.links import Links, PublicUrl, subscription_path
from service.digests.notes import day
from service.digests.shown_paper import LONGEST_NAME, ShownPaper, in_short, isolated, shown_paper
from service.storage import Subscription
from service.text import visible

WORTH: Final = (
    "“Borne out” is our checker’s own score, from 0 to 1: whether the text says what the abstract says. It is given by "
    "a machine, which errs at times, and nothing here says whether the paper is right."
)
"""What the number beside a text is worth."""

_WINDOWS = {"day": "today", "week": "this week", "month": "this month"}
_FREQUENCIES = {"daily": "every day", "weekdays": "from Monday to Friday"}
_NO_TRENDING = {
    "no_papers": "There are no papers here yet.",
    "no_feedback": "Fewer than three readers have liked anything.",
    "too_few_users": "No paper is liked by three readers.",
    "nothing_new": "Nothing that you have not been shown.",
}


@dataclass(frozen=True, slots=True)
class ShownList:
    """Papers under a heading; `said` is what else there is to say of them."""

    heading: str
    papers: tuple[ShownPaper, ...]
    said: str


@dataclass(frozen=True, slots=True)
class ShownDigest:
    """A whole digest: `lead`, how to begin if nothing is liked yet, lists, notes, why it comes and how to end it.

    `start` is where to begin; `ways_out` are links, each with its name.
    """

    day: str
    lead: str
    beginning: tuple[str, ...]
    start: str | None
    lists: tuple[ShownList, ...]
    notes: tuple[str, ...]
    worth: str
    reason: str
    ways_out: tuple[tuple[str, str], ...]


def shown_digest(digest: Digest, subscription: Subscription | None, public_url: PublicUrl) -> ShownDigest:
    """What a reader is told; without a subscription, as on a page, not why it comes and how to end it."""
    links = Links(public_url)
    lists = [ShownList("", tuple(shown_paper(each, links) for each in digest.papers), "")]
    lists += [_alert(each, links) for each in digest.alerts]
    lists += [] if digest.trending is None else [_trending(digest.trending, links)]
    has_texts = any(paper.texts for each in lists for paper in each.papers)
    return ShownDigest(
        day=day(digest.local_date),
        lead=lead(digest),
        beginning=() if digest.likes else _BEGINNING,
        start=None if digest.likes else links.page("/"),
        lists=tuple(each for each in lists if each.papers or each.said),
        notes=tuple(map(visible, digest.notes)),
        worth=WORTH if has_texts else "",
        reason="" if subscription is None else _reason(subscription, links),
        ways_out=() if subscription is None else _ways_out(digest, subscription, links, has_texts=has_texts),
    )


_BEGINNING = (
    "You have not liked a paper yet, so there is nothing to go by.",
    "Like three papers that you know: from then on this mail brings new ones like them, and says why it does.",
)


def lead(digest: Digest) -> str:
    """How many papers it tells of, in a few words."""
    new, of_alerts = len(digest.papers), sum(len(each.papers) + each.more for each in digest.alerts)
    told = [_counted(new, "new paper")] if new else []
    told += [f"{_counted(of_alerts, 'paper')} of your alerts"] if of_alerts else []
    if told:
        return " and ".join(told)
    if digest.trending and digest.trending.papers:
        return "What is trending"
    return "Nothing new" if digest.likes else "Where to begin"


def clock_in_words(subscription: Subscription) -> str:
    """When a digest comes: every day at 07:00 (Europe/Berlin)."""
    days = _FREQUENCIES.get(subscription.frequency, f"every {subscription.weekday.capitalize()}")
    return f"{days} at {subscription.hour:02}:{subscription.minute:02} ({subscription.zone})"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _alert(alert: DigestAlert, links: Links) -> ShownList:
    heading = "By" if alert.kind == "author" else "New for your search"
    said = f"And {_counted(alert.more, 'more paper')}." if alert.more else ""
    papers = tuple(shown_paper(each, links) for each in alert.papers)
    return ShownList(f"{heading} {isolated(in_short(alert.name, LONGEST_NAME))}", papers, said)


def _trending(trending: DigestTrending, links: Links) -> ShownList:
    reason = trending.empty_reason or "no_papers"
    said = _NO_TRENDING.get(reason, f"There is nothing to show: {visible(reason).replace('_', ' ')}.")
    papers = tuple(shown_paper(each, links) for each in trending.papers)
    return ShownList(f"Trending {_WINDOWS[trending.window]}", papers, "" if papers else said)


def _reason(subscription: Subscription, links: Links) -> str:
    said = (
        f"You get this because {visible(subscription.address)} was subscribed to it, {clock_in_words(subscription)}, "
        "and somebody who reads its mail said yes."
    )
    if links.public_url is None:
        said += f" To end it, open {subscription_path(subscription.unsubscribe_token)} where you use Paperlark."
    return said


def _ways_out(
    digest: Digest, subscription: Subscription, links: Links, *, has_texts: bool
) -> tuple[tuple[str, str], ...]:
    named = (
        ("Unsubscribe", links.subscription(subscription.unsubscribe_token)),
        ("The whole digest on a page", links.page(f"/digest/{quote(digest.id, safe='', errors='replace')}")),
        ("Change what comes", links.page("/digest")),
        ("What “borne out” is worth", links.page("/faithfulness") if has_texts else None),
    )
    return tuple((name, link) for name, link in named if link)
