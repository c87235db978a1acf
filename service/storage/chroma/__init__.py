"""Chroma, the only door to it: ids and vectors in a folder or on a server, rebuilt from the catalog at any time."""

from service.storage.chroma.index import ChromaServer, EmbeddedChroma, VectorIndex

__all__ = ["ChromaServer", "EmbeddedChroma", "VectorIndex"]
