"""Papers out: a user's library as a file that citation managers read, one writer per format.

Pure: it opens no file. What a format has no place for stands beside its fields (`papers.pack`), so that `ingest` reads
back all of it.
"""

from service.export.entry import Entry
from service.export.formats import FORMATS
from service.export.markdown import markdown

__all__ = ["FORMATS", "Entry", "markdown"]
