"""What the command line shows of digests and subscriptions."""

from typing import TYPE_CHECKING

from service.cli import console

if TYPE_CHECKING:
    from service.client import ArchivedDigest, Digest, DigestList, DigestPaper, Sending, Subscription


def digest(found: "Digest") -> None:
    """A digest as plain text."""
    console.say(f"Digest of {found['local_date']} for {found['user']}")
    if not found["likes"]:
        console.say("Nothing is liked yet: like three papers that you know, and the next one brings papers like them.")
    for paper in found["papers"]:
        _paper(paper)
    for alert in found["alerts"]:
        console.say(f"\n{'By' if alert['kind'] == 'author' else 'New for'} {alert['name']}:")
        for paper in alert["papers"]:
            _paper(paper)
        if alert["more"]:
            console.say(f"  and {alert['more']} more")
    if trending := found["trending"]:
        console.say(f"\nTrending this {trending['window']}: {trending['empty_reason'] or ''}".rstrip())
        for paper in trending["papers"]:
            _paper(paper)
    for note in found["notes"]:
        console.say(f"\n{note}")


def digests(found: "DigestList") -> None:
    """A table of digests."""
    rows = (
        (each["id"], each["period"], each["status"], str(each["papers"]), each["reason"] or "")
        for each in found["data"]
    )
    console.print_table(("id", "period", "status", "papers", "why"), rows)


def archived(found: "ArchivedDigest") -> None:
    """What came of a digest, and what it says."""
    reason = f": {found['reason']}" if found["reason"] else ""
    console.say(f"{found['status']}{reason}")
    if found["digest"]:
        digest(found["digest"])


def subscription(found: "Subscription") -> None:
    """A subscription in a few lines."""
    days = f"every {found['weekday']}" if found["frequency"] == "weekly" else found["frequency"]
    to = found["address"] or "nobody: digests are kept here"
    console.say(f"{found['status']}: {days} at {found['hour']:02}:{found['minute']:02} ({found['zone']}), to {to}")
    if found["status"] == "pending":
        console.say("Its reader has to confirm the address by the link in a mail.")
    if found["reason"]:
        console.say(found["reason"])
    if found["next_at"] and found["status"] == "active":
        console.say(f"The next one is due at {found['next_at']}.")


def sending(found: "Sending") -> None:
    """What was begun."""
    if found["digest"]:
        console.say(f"{found['digest']['id']}: {found['digest']['status']}")
    else:
        console.say("The address is not confirmed yet: a mail that asks for it is sent again.")


def _paper(paper: "DigestPaper") -> None:
    confidence = f" ({paper['confidence']})" if paper["confidence"] else ""
    console.say(f"\n{paper['title']}{confidence}\n  {paper['id']}")
    if paper["because"]:
        console.say("  because you like " + "; ".join(cause["title"] for cause in paper["because"]))
    for text in (paper["summary"], paper["blurb"]):
        if text:
            console.say(f"  {text['text']}")
    if paper["left_out"]:
        console.say(f"  {paper['left_out']}")
