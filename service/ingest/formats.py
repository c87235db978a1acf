"""Which parser reads a file, and the file as one reading or page by page."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from service.errors import IngestError
from service.ingest import arxiv_xml, bibtex, csl_json, csv_table, huggingface, id_list, json_lines, json_list, ris
from service.ingest.collector import Collector
from service.ingest.content import Content, Mapped, pieces
from service.ingest.detection import detected_format
from service.ingest.reading import Reading, Row
from service.text import visible

FORMATS: Final[dict[str, Callable[[Content], Iterator[Row]]]] = {
    "bibtex": bibtex.parse,
    "csl-json": csl_json.parse,
    "csv": csv_table.parse,
    "hf-page": huggingface.parse,
    "ids": id_list.parse,
    "json": json_list.parse,
    "jsonl": json_lines.parse,
    "ris": ris.parse,
    "xml": arxiv_xml.parse,
}
"""The parser of each format, by its name in the API."""
_PAGE = 1_000  # records
_USUAL_RECORD = 4_000  # characters of title and abstract, with room to spare
_MOST_RECORDS = 1_000_000  # of a reading that is in memory as a whole


def read(
    data: bytes | Iterable[bytes],
    format: str | None = None,  # noqa: A002 - as in the API
    name: str = "upload",
    most_bytes: int | None = None,
) -> Reading:
    """What a file holds, and diagnostics of records and fields that could not be read or kept.

    `format` is a name in FORMATS; without it the bytes decide. `name` is the file's name, for messages; `most_bytes` is
    the most that may be in it, unpacked. Raises IngestError naming the file, and the line where there is one, when
    neither a paper nor an id can be read.
    """
    chunks = pieces(data) if isinstance(data, bytes) else data
    pages = read_pages(chunks, format, name, most_bytes, _MOST_RECORDS)
    reading = next(pages)
    if next(pages, None):
        raise IngestError(f"{reading.name}: it has more than {_MOST_RECORDS:,} records; import it in parts.")
    return reading


def read_pages(
    chunks: Iterable[bytes],
    format: str | None = None,  # noqa: A002 - as in the API
    name: str = "upload",
    most_bytes: int | None = None,
    records: int = _PAGE,
    mapped: Mapped = map,
) -> Iterator[Reading]:
    """The same as `read` in readings of so many records, or fewer long ones: memory does not grow with the file.

    Lines of JSON are read by `mapped`, block by block. Copies of a paper are found within one page. What is said of the
    file as a whole stands in the last. Raises IngestError as `read` does, after pages that are sound when the fault
    stands behind them.
    """
    label = visible(name)[:100] or "upload"
    if format is not None and format not in FORMATS:
        raise IngestError(f"{label}: there is no such format; the formats are {', '.join(FORMATS)}.")
    try:
        content = Content(chunks, most_bytes, mapped)
        chosen = format or detected_format(content.head, tuple(FORMATS))
        collector = Collector(chosen, label)
        for row in FORMATS[chosen](content):
            is_full = collector.characters_of_page >= records * _USUAL_RECORD
            if is_full or collector.rows_of_page == records:
                yield collector.page()
            collector.take(row)
            if collector.gives_up:
                break
        yield collector.last_page(content)
    except IngestError as error:
        raise IngestError(f"{label}: {error.detail}", line=error.line, reason=error.reason) from None
