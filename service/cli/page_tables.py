"""What the command line shows of the map, of what is trending or new, and of what users were shown."""

from typing import TYPE_CHECKING

from service.cli import console

if TYPE_CHECKING:
    from service.client import AlertList, HitRates, PaperMap, Seen, Shown, Trending


def regions(found: "PaperMap") -> None:
    """The regions of the map, and how much of the corpus is on it."""
    rows = ((str(each["papers"]), ", ".join(each["terms"])) for each in found["regions"])
    console.print_table(("papers", "what they are about"), rows)
    how = "" if found["ids"] or not found["total"] else "; lay them out: paperlark map lay-out"
    console.say(f"{len(found['ids'])} of {found['total']} papers are on the map{how}.")


def shown(found: "Shown") -> None:
    """How many papers somebody was shown."""
    console.missing(found["not_found"])
    console.say(f"{found['kept']} papers were shown.")


def hit_rates(found: "HitRates") -> None:
    """Place by place."""
    rows = ((each["place"], str(each["shown"]), str(each["liked"])) for each in found["data"])
    console.print_table(("place", "shown", "then liked"), rows)


def trending(found: "Trending") -> None:
    """A table of papers with the two parts of each score, or why there are none."""
    if not found["data"]:
        console.say(f"Nothing is trending: {found['empty_reason']}.")
        return
    rows = (
        (
            f"{each['score']:.3f}",
            f"{each['paper']['title']}\n{each['paper']['id']}",
            f"{each['because']['likes']:.3f} + {each['because']['votes']:.3f}",
        )
        for each in found["data"]
    )
    console.print_table(("score", "paper", "likes + votes"), rows)
    if found["next"] is not None:
        console.say(f"Go on with --cursor {found['next']}")


def alerts(found: "AlertList") -> None:
    """A table for each search or author, or why it failed; each paper once."""
    if not found["data"]:
        console.say("Nothing is new.")
    for alert in found["data"]:
        console.say(f"{alert['kind'].capitalize()} {alert['name']}, since {alert['since'][:10]}")
        if alert["failed"] is not None:
            console.say(f"  It could not be asked. {alert['failed']}")
            continue
        rows = (
            (
                each["added_at"][:10],
                f"{each['paper']['title']}\n{each['paper']['id']}",
                "\n".join(other["name"] for other in each["also"]),
            )
            for each in alert["data"]
        )
        console.print_table(("came", "paper", "fits also"), rows)
        if alert["words_only"]:
            console.say("By words alone: the embedding model gave no vector.")
        if alert["more"]:
            console.say(f"And {alert['more']} more.")


def seen(found: "Seen") -> None:
    """From when on papers are new."""
    console.say(f"What comes from {found['at']} on is new.")
