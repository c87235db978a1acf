"""Jobs as the server answers them, and what came of each paper."""

from typing import Literal, TypedDict

from service.client.papers import Diagnostic, Merge
from service.client.texts import Text, Tokens


class JobCounts(TypedDict):
    """Items of a job: all, finished, of those the quoted ones, and finished without what was wanted."""

    total: int
    done: int
    quoted: int
    failed: int


class Usage(TypedDict):
    """What the texts of a job took when they were written."""

    tokens: Tokens
    cost_usd: float


class Job(TypedDict):
    """A job as it stands; it is over once it has an `ended_at`."""

    id: str
    kind: Literal["summaries", "import", "likes", "embed", "reindex", "map", "fetch", "digests"]
    status: Literal["queued", "in_progress", "completed", "failed", "cancelling", "cancelled", "expired"]
    counts: JobCounts
    usage: Usage
    error: str | None
    attempt: int
    created_at: str
    started_at: str | None
    ended_at: str | None
    eta_at: str | None


class ItemError(TypedDict):
    """Why something of an item could not be had; `kind` says of which text, if it is about one."""

    kind: Literal["summary", "blurb"] | None
    status: int
    code: str
    title: str
    detail: str


class JobResult(TypedDict):
    """What came of one paper: its texts, or what an import did with the record at `line`."""

    paper_id: str
    texts: list[Text]
    outcome: str | None
    line: int | None
    given: str | None
    candidates: list[str]
    merged: list[Merge]
    conflicts: list[str]
    errors: list[ItemError]


class JobResults(TypedDict):
    """A page of results; of an import also what its file was, and on the first page what was wrong in it."""

    data: list[JobResult]
    format: str | None
    rows: int | None
    import_id: str | None
    diagnostics: list[Diagnostic]
    next: str | None
