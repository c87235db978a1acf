"""What the command line shows of the map, of what is trending, and of what users were shown."""

from typing import TYPE_CHECKING

from service.cli import console

if TYPE_CHECKING:
    from service.client import HitRates, PaperMap, Shown, Trending


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
