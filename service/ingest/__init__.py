"""Bytes in, Papers out: one parser per source format, chosen by what the bytes look like; one reading of records.

Pure: it opens no file, and keeps nothing.
"""

from service.ingest.announcements import announced_abstract, announced_title
from service.ingest.content import Mapped, pieces
from service.ingest.formats import FORMATS, read, read_pages
from service.ingest.huggingface import PAGE_BANNER
from service.ingest.id_list import pasted_ids
from service.ingest.json_values import is_list, is_object
from service.ingest.paper_record import ReadRecord, read_record
from service.ingest.reading import Diagnostic, Reading
from service.ingest.xml_elements import whole_elements

__all__ = [
    "FORMATS",
    "PAGE_BANNER",
    "Diagnostic",
    "Mapped",
    "ReadRecord",
    "Reading",
    "announced_abstract",
    "announced_title",
    "is_list",
    "is_object",
    "pasted_ids",
    "pieces",
    "read",
    "read_pages",
    "read_record",
    "whole_elements",
]
