"""What the command line prints with --json: one object, of the use cases' own results."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.corpus import Check, ImportReport, LibraryReport
    from service.discovery import CollectionContent, Hits, Recommendations
    from service.papers import Paper
    from service.storage import Collection
    from service.summarization import Texts


def write(answer: dict[str, Any]) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")


def recommendations(found: "Recommendations") -> dict[str, Any]:
    """The list with its reasons."""
    return {
        "data": [
            {
                "rank": item.rank,
                "paper": item.paper.public,
                "score": item.score,
                "confidence": item.confidence,
                "because": [asdict(cause) for cause in item.because],
                "adjustments": item.adjustments,
                "interest": item.interest,
            }
            for item in found.data
        ],
        "snapshot": found.snapshot,
        "model": found.model,
        "interests": [asdict(interest) for interest in found.interests],
        "not_found": found.not_found,
        "excluded": found.excluded,
        "empty_reason": found.empty_reason,
    }


def texts(found: "Texts") -> dict[str, Any]:
    """The texts, and what could not be had."""
    return {
        "data": [text.model_dump(mode="json") for text in found.data],
        "errors": [
            {"paper_id": each.paper_id, "kind": each.kind, "code": each.error.code, "detail": each.error.detail}
            for each in found.errors
        ],
        "not_found": found.not_found,
    }


def hits(found: "Hits") -> dict[str, Any]:
    """Papers with their similarity."""
    data = [{"paper": hit.paper.public, "score": hit.score} for hit in found.data]
    return {"data": data, "snapshot": found.snapshot, "model": found.model}


def imports(reports: Sequence[tuple[str, "ImportReport"]], *, dry_run: bool = False) -> dict[str, Any]:
    """What each file held and what became of it, or would have."""
    return {
        "dry_run": dry_run,
        "data": [
            {"file": name, **asdict(report), "diagnostics": [item._asdict() for item in report.diagnostics]}
            for name, report in reports
        ],
    }


def library_import(report: "LibraryReport") -> dict[str, Any]:
    """What became of a library file."""
    return asdict(report) | {"diagnostics": [item._asdict() for item in report.diagnostics]}


def collections(found: "Sequence[Collection]") -> dict[str, Any]:
    """The collections of a user."""
    return {"data": [asdict(each) for each in found]}


def collection(found: "CollectionContent") -> dict[str, Any]:
    """A collection and what is in it."""
    items = [
        {
            "paper_id": each.paper_id,
            "title": each.paper and each.paper.title,
            "note": each.note,
            "added_at": each.added_at,
        }
        for each in found.items
    ]
    return {**asdict(found.collection), "data": items}


def split(rest: "Paper", part: "Paper") -> dict[str, Any]:
    """The two papers that there are now: the one that was merged into, and the other one."""
    return {"data": [rest.public, part.public]}


def checks(found: Sequence["Check"]) -> dict[str, Any]:
    """The outcome of each check."""
    return {"data": [asdict(check) for check in found]}
