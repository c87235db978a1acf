"""The API of Semantic Scholar over our papers, so that programs written for it run here unchanged.

An adapter beside `api`: their words in, their words out. Each route calls one use case, and nothing is decided here but
how Semantic Scholar would say it: https://api.semanticscholar.org/api-docs.
"""

from service.semantic_scholar.routes import add_routes

__all__ = ["add_routes"]
