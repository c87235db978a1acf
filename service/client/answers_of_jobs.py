"""What a job came to in the shape of the answer to a small request, so that nobody need care which it was."""

from collections import Counter
from collections.abc import Iterable

from service.client.jobs import ItemError, Job, JobResult, JobResults
from service.client.papers import Diagnostic, ImportReport
from service.client.texts import FailedText, Problem, Texts
from service.client.user_library import LibraryEntry, LibraryReport

_LISTED = 1_000  # entries of a list, as in the answer to a small request
_NOT_LIKED = frozenset({"offered", "not_found"})


def texts_of(results: Iterable[JobResult]) -> Texts:
    """The texts of a job."""
    found = Texts(data=[], errors=[], not_found=[])
    for each in results:
        found["data"] += each["texts"]
        for error in each["errors"]:
            if error["kind"] is None:
                found["not_found"].append(each["paper_id"])
            else:
                failed = FailedText(paper_id=each["paper_id"], kind=error["kind"], problem=_problem(error))
                found["errors"].append(failed)
    return found


def report_of(job: Job, first: JobResults, results: Iterable[JobResult], snapshot: str) -> ImportReport:
    """The report of an import: its `first` page says what was wrong in the file."""
    kept = [*results]
    return ImportReport(
        format=first["format"] or "",
        rows=first["rows"] or 0,
        papers=job["counts"]["total"],
        counts=dict(Counter(each["outcome"] or "" for each in kept)),
        merged=[merge for each in kept for merge in each["merged"]],
        diagnostics=[*first["diagnostics"], *_conflicts(kept)],
        snapshot=snapshot,
    )


def library_report_of(
    job: Job, first: JobResults, results: Iterable[JobResult], collection: str | None, snapshot: str
) -> LibraryReport:
    """The report of an import of likes."""
    entries = [*results]

    def those(outcome: str) -> list[LibraryEntry]:
        found = [each for each in entries if each["outcome"] == outcome]
        return [
            LibraryEntry(
                line=each["line"] or 0,
                given=each["given"] or each["paper_id"],
                paper_id=None if outcome in _NOT_LIKED else each["paper_id"],
                candidates=each["candidates"],
            )
            for each in found[:_LISTED]
        ]

    return LibraryReport(
        id=first["import_id"] or "",
        format=first["format"] or "",
        collection=collection,
        rows=first["rows"] or job["counts"]["total"],
        counts=dict(Counter(each["outcome"] or "failed" for each in entries)),
        title_only=those("title_only"),
        offered=those("offered"),
        not_found=those("not_found"),
        merged=[merge for each in entries for merge in each["merged"]][:_LISTED],
        diagnostics=[*first["diagnostics"], *_conflicts(entries)][:_LISTED],
        snapshot=snapshot,
    )


def _conflicts(results: Iterable[JobResult]) -> list[Diagnostic]:
    return [
        Diagnostic(line=each["line"] or 0, code="id_of_another_paper", message=f"Line {each['line']}: {message}")
        for each in results
        for message in each["conflicts"]
    ]


def _problem(error: ItemError) -> Problem:
    return Problem(
        type=f"urn:paperlark:problem:{error['code']}",
        title=error["title"],
        status=error["status"],
        detail=error["detail"],
        instance="/v1/summaries",
        code=error["code"],
        errors=[],
        request_id=None,
    )
