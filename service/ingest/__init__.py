"""Bytes in, Papers out: one parser per source format, chosen by what the bytes look like.

Pure: it opens no file, and keeps nothing.
"""

from service.ingest.formats import FORMATS, read
from service.ingest.huggingface import PAGE_BANNER
from service.ingest.reading import Diagnostic, Reading

__all__ = ["FORMATS", "PAGE_BANNER", "Diagnostic", "Reading", "read"]
