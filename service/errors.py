"""The ways we fail, as one tree.

ServiceError                   500  internal_error
├── BadInput                   422  invalid_input          the caller can mend it
│   ├── InvalidPaperId         422  invalid_paper_id       an id that cannot exist
│   ├── InvalidPaper           422  invalid_paper          a record that cannot be kept
│   ├── IngestError            422  unreadable_file        a file that holds no papers we can read
│   ├── NoModel                422  no_model_configured    a written summary was demanded and no model is set
│   ├── KeyReused              422  idempotency_key_reused the same Idempotency-Key with another request
│   └── KeyInAddress           422  key_in_address         a key in a path or query, which logs and histories keep
├── PaperNotFound              404  paper_not_found
├── FeedbackNotFound           404  feedback_not_found
├── NotInLibrary               404  not_in_library         the user has no such collection, search, author or import
├── FeedNotFound               404  feed_not_found         no feed has this address, or the user none of the kind
├── WebhookNotFound            404  webhook_not_found
├── JobNotFound                404  job_not_found
├── JobEnded                   409  job_ended              it cannot be cancelled any more
├── JobRunning                 409  job_running            it cannot be retried yet
├── ResultsExpired             410  results_expired
├── RequestUnderWay            409  request_under_way      the first one with this key is not answered yet
├── SnapshotGone               409  snapshot_gone          the papers or likes changed between two pages
├── KeyNeeded                  401  key_needed             nobody may ask without a key
├── KeyRefused                 401  key_refused            there is no such key, or not any more
├── NotAllowed                 403  not_allowed            the key lacks a scope, or speaks for another user
├── KeyNotFound                404  key_not_found
├── SourceNotFound             404  source_not_found       no source of this name is set
├── RateLimited                429  rate_limited           the key has asked too often in this minute
├── ForeignPage                403  foreign_page           a browser says that another site's page wants a change
├── UnknownHost                421  unknown_host           the request is for a name that is not ours
├── RequestTooSlow             408  request_too_slow       its body did not come in time
├── RequestFailed              502  request_failed         what a server of ours answered to `service.client`
├── DiskFull                   507  disk_full              below the floor of free disk: reads go on, writes do not
└── Unavailable                503  unavailable            try again, or mend the installation
    ├── StoreBusy              503  store_busy             another writer held the database too long
    ├── StoreAway              503  store_away             the database server cannot be reached
    ├── StoreBroken            503  store_broken           the database is damaged or of another version
    │   └── RowUnreadable      503  row_unreadable         what is kept of one paper is damaged; the rest goes on
    ├── IndexFailed            503  index_failed           Chroma failed; the catalog can rebuild the index
    │   └── IndexAway          503  index_away             its server cannot be reached: nothing needs a rebuild
    ├── MapUnavailable         503  map_unavailable        the map cannot be laid out without the extra `paperlark[map]`
    ├── TextFailed             503  text_failed            a model's text was demanded, and none can be shown
    ├── SourceUnavailable      503  source_unavailable     a server of papers is away, asks us to wait, or fails
    ├── EmbeddingUnavailable   503  embedding_unavailable  no weights, or the wrong ones; a server that gives no vectors
    │   └── EmbeddingAway      503  embedding_away         its server cannot be reached, or asks us to wait
    └── DataFolderLocked       503  data_folder_locked     another process owns the data folder
"""

from typing import NamedTuple


class FieldError(NamedTuple):
    """Where a request is wrong: a JSON pointer (RFC 6901) and what is wrong there."""

    pointer: str
    detail: str


class ServiceError(Exception):
    """Base of everything we raise on purpose; `detail` is one sentence, fit to be shown to the caller."""

    status: int = 500
    code: str = "internal_error"
    title: str = "Internal error"

    def __init__(self, detail: str, *, errors: tuple[FieldError, ...] = (), retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.retry_after = retry_after


class BadInput(ServiceError):
    """The request or file is wrong; nothing was written."""

    status = 422
    code = "invalid_input"
    title = "Invalid input"

    @classmethod
    def at(cls, pointer: str, detail: str) -> "BadInput":
        """The error of one field, named by its JSON pointer."""
        return cls(f"{pointer}: {detail}", errors=(FieldError(pointer, detail),))


class InvalidPaperId(BadInput):
    """An id that cannot exist in any scheme that we know."""

    code = "invalid_paper_id"
    title = "Invalid paper id"


class InvalidPaper(BadInput):
    """A paper record that cannot be kept; `field` names the part at fault."""

    code = "invalid_paper"
    title = "Invalid paper"

    def __init__(self, detail: str, *, field: str) -> None:
        super().__init__(detail, errors=(FieldError(f"/{field}", detail),))
        self.field = field


class IngestError(BadInput):
    """A file that holds nothing we can read; `line` counts from 1 where a line is to blame.

    `reason` is the code of the diagnostic that says why, where there is one.
    """

    code = "unreadable_file"
    title = "Unreadable file"

    def __init__(self, detail: str, *, line: int | None = None, reason: str = "") -> None:
        super().__init__(detail, errors=() if line is None else (FieldError(f"/line/{line}", detail),))
        self.line, self.reason = line, reason


class NoModel(BadInput):
    """`mode: "llm"` was asked for and no language model is configured."""

    code = "no_model_configured"
    title = "No model configured"


class KeyReused(BadInput):
    """An `Idempotency-Key` that came with another request before."""

    code = "idempotency_key_reused"
    title = "Idempotency key reused"


class KeyInAddress(BadInput):
    """A key in an address, where logs and histories keep it."""

    code = "key_in_address"
    title = "Key in address"


class PaperNotFound(ServiceError):
    """No paper has this id here."""

    status = 404
    code = "paper_not_found"
    title = "Paper not found"


class FeedbackNotFound(ServiceError):
    """The user has said nothing of this paper."""

    status = 404
    code = "feedback_not_found"
    title = "Feedback not found"


class NotInLibrary(ServiceError):
    """The user has no collection, saved search, followed author or import of this name."""

    status = 404
    code = "not_in_library"
    title = "Not in library"


class FeedNotFound(ServiceError):
    """No feed has this address, or not any more."""

    status = 404
    code = "feed_not_found"
    title = "Feed not found"


class WebhookNotFound(ServiceError):
    """The user has no webhook."""

    status = 404
    code = "webhook_not_found"
    title = "Webhook not found"


class JobNotFound(ServiceError):
    """No job has this id here."""

    status = 404
    code = "job_not_found"
    title = "Job not found"


class JobEnded(ServiceError):
    """The job has ended, so it cannot be cancelled; or it is one that is not repeated."""

    status = 409
    code = "job_ended"
    title = "Job ended"


class JobRunning(ServiceError):
    """The job has not ended, so there is nothing to retry, and no other one of its kind is begun."""

    status = 409
    code = "job_running"
    title = "Job running"


class ResultsExpired(ServiceError):
    """The job ended so long ago that its results are gone."""

    status = 410
    code = "results_expired"
    title = "Results expired"


class RequestUnderWay(ServiceError):
    """The first request with this `Idempotency-Key` has not been answered yet."""

    status = 409
    code = "request_under_way"
    title = "Request under way"


class SnapshotGone(ServiceError):
    """A cursor's snapshot is no longer the present one."""

    status = 409
    code = "snapshot_gone"
    title = "Snapshot gone"


class KeyNeeded(ServiceError):
    """Nobody may ask this without a key."""

    status = 401
    code = "key_needed"
    title = "Key needed"


class KeyRefused(ServiceError):
    """No key that was presented is one of ours that still holds."""

    status = 401
    code = "key_refused"
    title = "Key refused"


class NotAllowed(ServiceError):
    """The key lacks the scope for what is asked, or speaks for another user."""

    status = 403
    code = "not_allowed"
    title = "Not allowed"


class KeyNotFound(ServiceError):
    """No key has this id here."""

    status = 404
    code = "key_not_found"
    title = "Key not found"


class SourceNotFound(ServiceError):
    """No source of this name is set."""

    status = 404
    code = "source_not_found"
    title = "Source not found"


class RateLimited(ServiceError):
    """The key has asked too often."""

    status = 429
    code = "rate_limited"
    title = "Rate limited"


class ForeignPage(ServiceError):
    """A browser says that a page of another site asks for a change."""

    status = 403
    code = "foreign_page"
    title = "Foreign page"


class UnknownHost(ServiceError):
    """The request is for a host of another name than ours, as after DNS rebinding."""

    status = 421
    code = "unknown_host"
    title = "Unknown host"


class RequestTooSlow(ServiceError):
    """The body of a request did not come in time."""

    status = 408
    code = "request_too_slow"
    title = "Request too slow"


class RequestFailed(ServiceError):
    """What a server answered instead of what it was asked for; status, code and title are those of its problem."""

    status = 502
    code = "request_failed"
    title = "Request failed"

    def __init__(
        self,
        detail: str,
        *,
        status: int,
        code: str,
        title: str,
        errors: tuple[FieldError, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail, errors=errors, retry_after=retry_after)
        self.status, self.code, self.title = status, code, title


class DiskFull(ServiceError):
    """Less free disk than the floor in the settings: reads go on, writes are refused."""

    status = 507
    code = "disk_full"
    title = "Disk full"


class Unavailable(ServiceError):
    """The service cannot answer now; nothing is wrong with the request."""

    status = 503
    code = "unavailable"
    title = "Unavailable"

    def __init__(self, detail: str, *, retry_after: int = 5) -> None:
        super().__init__(detail, retry_after=retry_after)


class StoreBusy(Unavailable):
    """Another writer held the database for longer than the busy timeout."""

    code = "store_busy"
    title = "Store busy"


class StoreAway(Unavailable):
    """The database server cannot be reached; nothing was acknowledged."""

    code = "store_away"
    title = "Store away"


class StoreBroken(Unavailable):
    """The database is damaged, or was written by another version."""

    code = "store_broken"
    title = "Store broken"


class RowUnreadable(StoreBroken):
    """What is kept of one paper cannot be read; `paper_id` says of which."""

    code = "row_unreadable"
    title = "Row unreadable"

    def __init__(self, paper_id: str) -> None:
        super().__init__(
            f"What is kept of {paper_id} is damaged and cannot be read; delete the paper and import it again, or "
            "restore a backup."
        )
        self.paper_id = paper_id


class IndexFailed(Unavailable):
    """Chroma could not do its work; nothing is lost, for the index is rebuilt from the catalog."""

    code = "index_failed"
    title = "Index failed"


class IndexAway(IndexFailed):
    """The Chroma server was not reached, or did not answer in time; that says nothing of the index."""

    code = "index_away"
    title = "Index away"


class MapUnavailable(Unavailable):
    """The map cannot be laid out here."""

    code = "map_unavailable"
    title = "Map unavailable"


class TextFailed(Unavailable):
    """A model's text was demanded, and no model gave one that can be shown."""

    code = "text_failed"
    title = "Text failed"


class SourceUnavailable(Unavailable):
    """A server that papers come from was not reached, asks us to wait, refuses us, or answers what is not readable.

    What was kept of it stays, and a later fetch goes on there, unless it `begins_anew`: the source leads nowhere from
    there. `retry_after` is in seconds.
    """

    code = "source_unavailable"
    title = "Source unavailable"

    def __init__(self, detail: str, *, retry_after: int = 900, begins_anew: bool = False) -> None:
        super().__init__(detail, retry_after=retry_after)
        self.begins_anew = begins_anew


class EmbeddingUnavailable(Unavailable):
    """The embedding model gives no vectors: weights that are missing or not the pinned ones, a server that refuses."""

    code = "embedding_unavailable"
    title = "Embedding unavailable"


class EmbeddingAway(EmbeddingUnavailable):
    """The embedding model's server was not reached, did not answer in time or asks us to wait: later it may."""

    code = "embedding_away"
    title = "Embedding away"


class DataFolderLocked(Unavailable):
    """Another process owns the data folder; embedded Chroma allows one."""

    code = "data_folder_locked"
    title = "Data folder locked"


def at_most(limit: int, asked: int, pointer: str) -> None:
    """Raise BadInput that names the field and the limit when more is asked."""
    if asked > limit:
        raise BadInput.at(pointer, f"more than the limit of {limit:,}.")


def one_to(limit: int, asked: int, pointer: str) -> None:
    """Raise BadInput that names the field when less than one is asked, or more than the limit."""
    if asked < 1:
        raise BadInput.at(pointer, "must be 1 or more.")
    at_most(limit, asked, pointer)
