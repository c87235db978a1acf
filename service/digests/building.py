"""A digest is made: its papers chosen, texts about them written, and why it is short said. Nothing is kept here."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from pydantic import ValidationError

from service.digests.digest import Digest, DigestAlert, DigestCause, DigestPaper, DigestTrending
from service.digests.due import local_date
from service.digests.parts import DigestParts
from service.digests.selection import Selection, select
from service.digests.texts import PaperTexts, causes_of, texts_of
from service.discovery import Recommendation
from service.llm import Allowance
from service.papers import Paper
from service.storage import MadeDigest, Subscription, digest_id
from service.summarization import Writer

_CAUSES = 3  # named for each paper
_AUTHORS = 50  # kept of each paper


async def build_digest(
    parts: DigestParts,
    writer: Writer,
    subscription: Subscription,
    period: str,
    now: datetime,
    allowance: Allowance | None = None,
) -> Digest:
    """The digest of a period as it is at a moment: new is what came here since the last one was made, or could see.

    Without an `allowance` nothing is asked of a model or paid: texts are those that are kept, or quoted.
    """
    last = await asyncio.to_thread(parts.digests.last_made, subscription.user)
    since = min(_until(last), now) if last else None  # the clock may have been put back
    chosen = await asyncio.to_thread(select, parts, subscription, since, now)
    causes = {name for item in chosen.recommended for name in causes_of(item)}
    liked = await asyncio.to_thread(parts.corpus.catalog.get, causes)
    texts = await texts_of(writer, chosen.recommended, liked, subscription.language, allowance)
    return Digest(
        id=digest_id(subscription.user, period),
        user=subscription.user,
        period=period,
        local_date=local_date(subscription, now),
        made_at=now,
        since=since,
        until=chosen.until,
        papers=tuple(_recommended(item, each, liked) for item, each in zip(chosen.recommended, texts, strict=True)),
        alerts=_alerts(chosen),
        trending=_trending(chosen),
        notes=chosen.notes,
        likes=chosen.likes,
    )


def _until(made: MadeDigest) -> datetime:
    """Up to when a digest had looked through what is here."""
    try:
        return Digest.model_validate_json(made.body).until or made.at
    except ValidationError:  # of another version
        return made.at


def paper_ids(digest: Digest) -> list[str]:
    """Every paper that a digest shows."""
    popular = digest.trending.papers if digest.trending else ()
    reported = (paper for alert in digest.alerts for paper in alert.papers)
    return [paper.id for paper in (*digest.papers, *reported, *popular)]


def _recommended(item: Recommendation, texts: PaperTexts, liked: Mapping[str, Paper]) -> DigestPaper:
    causes = {cause.paper_id: cause for cause in item.because}
    because = tuple(
        DigestCause(
            paper_id=name,
            title=liked[name].title,
            contribution=causes[name].contribution,
            terms=causes[name].terms,
        )
        for name in causes_of(item)[:_CAUSES]
        if name in liked
    )
    said = texts._asdict() | {"score": item.score, "confidence": item.confidence, "because": because}
    return _paper(item.paper).model_copy(update=said)


def _alerts(chosen: Selection) -> tuple[DigestAlert, ...]:
    return tuple(
        DigestAlert(kind=each.kind, name=each.name, papers=tuple(map(_paper, each.papers)), more=each.more)
        for each in chosen.alerts
    )


def _trending(chosen: Selection) -> DigestTrending | None:
    if (popular := chosen.popular) is None:
        return None
    papers = tuple(map(_paper, popular.papers))
    return DigestTrending(window=popular.window, papers=papers, empty_reason=popular.empty_reason)


def _paper(paper: Paper) -> DigestPaper:
    return DigestPaper(
        id=paper.id,
        title=paper.title,
        authors=tuple(paper.authors[:_AUTHORS]),
        published=paper.published_text,
        venue=paper.venue,
        links=paper.public["links"],
    )
