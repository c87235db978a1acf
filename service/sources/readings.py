"""What sources answer, read as files are."""

from service.errors import IngestError
from service.ingest import Reading, pieces, read_pages


def read_answer(body: bytes, format: str, name: str) -> list[Reading]:  # noqa: A002 - as in the API
    """The papers of an answer whose source says itself how many there are: that none can be read is no error.

    Such as of a page of deleted records. `format` is in FORMATS, `name` is for messages.
    """
    found: list[Reading] = []
    try:
        for reading in read_pages(pieces(body), format, name):
            found.append(reading)  # noqa: PERF402  # those before a fault are kept
    except IngestError:
        return found
    return found
