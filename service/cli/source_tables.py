"""What the command line shows of sources and of what they brought."""

from typing import TYPE_CHECKING, Any

from service.cli import console

if TYPE_CHECKING:
    from service.client import Source, Sources

_MINUTE = len("2026-11-01T10:30")


def sources(found: "Sources") -> None:
    """A row a source."""
    rows = ((each["name"], _last(each), _brought(each), _next(each)) for each in found["data"])
    console.print_table(("source", "last fetch", "brought", "next"), rows)
    if not found["data"]:
        console.say("There are none: see PAPERLARK_SOURCES, or `paperlark fetch arxiv --category cs.LG`.")


def fetched(found: "Source") -> None:
    """What one fetch brought."""
    whole = f"; all is here through {found['whole_through']}" if found["whole_through"] else ""
    console.say(f"{found['name']}: {_brought(found).rstrip('.')}{whole}.")
    for note in found["notes"]:
        console.note(note)


def previewed(found: dict[str, Any]) -> None:
    """What one fetch would bring."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in found["counts"].items()) or found["empty_reason"]
    console.say(f"{found['name']} since {found['since']}: {counts} (nothing was written)")
    for note in (*found["notes"], *(each["message"] for each in found["diagnostics"])):
        console.note(note)


def _brought(found: "Source") -> str:
    if found["began_at"] is None:
        return ""
    return found["empty_reason"] or f"{found['created']} new, {found['updated']} changed, of {found['seen']}"


def _last(found: "Source") -> str:
    when = (found["began_at"] or "")[:_MINUTE]
    return "\n".join(filter(None, (when, found["status"], found["error"])))


def _next(found: "Source") -> str:
    return (found["next_at"] or "by hand")[:_MINUTE]
