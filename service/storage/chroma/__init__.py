"""Chroma: ids and vectors in a folder or on a server, rebuilt from the catalog at any time.

No other package imports chromadb, which takes seconds; this one never reads the catalog.
"""

from service.storage.chroma.embedded import EmbeddedChroma
from service.storage.chroma.index import VectorIndex
from service.storage.chroma.server import ChromaServer

__all__ = ["ChromaServer", "EmbeddedChroma", "VectorIndex"]
