"""Where new papers come from: arXiv, Hugging Face, bioRxiv, OpenAlex, Crossref, Zotero, feeds; the door to their servers.

Never decides what becomes of a paper: what it fetches goes through `ingest` and `corpus` as a file would.
"""

__all__: list[str] = []
