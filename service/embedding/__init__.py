"""Text to vector: all-MiniLM-L6-v2 by onnxruntime, from weights of a known SHA-256, and what any other model must be.

It downloads nothing, and keeps no vector: what is embedded and where vectors are stored is for others to say. Models on
a server are asked by `service.llm`.
"""

from service.embedding.embedder import Embedder, ModelInfo, Vectors, paper_text
from service.embedding.encoder import DIM, MODEL, TOKENIZER, WEIGHTS, LocalEmbedder, load

__all__ = [
    "DIM",
    "MODEL",
    "TOKENIZER",
    "WEIGHTS",
    "Embedder",
    "LocalEmbedder",
    "ModelInfo",
    "Vectors",
    "load",
    "paper_text",
]
