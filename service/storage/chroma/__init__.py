"""Chroma, and the only door to it: ids and vectors in a folder or on a server, rebuilt from the catalog at any time.

Importing it takes seconds, for it imports chromadb; it never reads the catalog.
"""

from service.storage.chroma.embedded import EmbeddedChroma
from service.storage.chroma.index import VectorIndex
from service.storage.chroma.server import ChromaServer

__all__ = ["ChromaServer", "EmbeddedChroma", "VectorIndex"]
