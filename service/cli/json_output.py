"""What the command line prints with --json: one object, of the use cases' own results."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.corpus import Check, ImportReport
    from service.discovery import Highlights, Recommendations, SearchHit, SearchPage, SimilarPage, SimilarPaper
    from service.papers import Paper
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


def search(found: "SearchPage") -> dict[str, Any]:
    """What a query finds, why, and where the papers say so."""
    data = [_because(hit) | {"highlights": _highlights(hit.highlights)} for hit in found.data]
    return _page(found, data) | {"suggestions": found.suggestions}


def similar(found: "SimilarPage") -> dict[str, Any]:
    """The papers like one, and why."""
    return _page(found, [_because(hit) for hit in found.data])


def _page(found: "SearchPage | SimilarPage", data: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": data, "snapshot": found.snapshot, "model": found.model, "next": found.next}


def _because(hit: "SearchHit | SimilarPaper") -> dict[str, Any]:
    return {"paper": hit.paper.public, "score": hit.score, "because": asdict(hit.because)}


def _highlights(found: "Highlights") -> dict[str, Any]:
    return {
        "title": [span._asdict() for span in found.title],
        "abstract": [span._asdict() for span in found.abstract],
        "sentence": found.sentence and found.sentence._asdict(),
    }


def imports(reports: Sequence[tuple[str, "ImportReport"]]) -> dict[str, Any]:
    """What each file held and what became of it."""
    return {
        "data": [
            {"file": name, **asdict(report), "diagnostics": [item._asdict() for item in report.diagnostics]}
            for name, report in reports
        ]
    }


def split(rest: "Paper", part: "Paper") -> dict[str, Any]:
    """The two papers that there are now: the one that was merged into, and the other one."""
    return {"data": [rest.public, part.public]}


def checks(found: Sequence["Check"]) -> dict[str, Any]:
    """The outcome of each check."""
    return {"data": [asdict(check) for check in found]}
