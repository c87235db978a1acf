"""Text to vector: all-MiniLM-L6-v2 by onnxruntime, from weights of a known SHA-256.

It downloads nothing, and keeps no vector: what is embedded and where vectors are stored is for others to say.
"""

from service.embedding.encoder import DIM, TOKENIZER, WEIGHTS, LocalEmbedder, Vectors, load, paper_text

__all__ = ["DIM", "TOKENIZER", "WEIGHTS", "LocalEmbedder", "Vectors", "load", "paper_text"]
