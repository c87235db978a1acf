"""Where new papers come from: arXiv, Hugging Face, OpenAlex, Zotero, feeds and others; the door to their servers.

Never decides what becomes of a paper: what it fetches goes through `ingest` and `corpus` as a file would.
"""

__all__: list[str] = []
