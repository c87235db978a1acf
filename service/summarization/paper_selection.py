"""Which papers a request for texts means: those it names, those about something, or the best ones for somebody."""

from collections.abc import Sequence

from service.corpus import Corpus
from service.discovery import best_for_user, papers_about
from service.errors import BadInput, PaperNotFound, at_most, one_to
from service.settings import LimitSettings

MOST_QUERY = 1_000  # characters


def select_papers(
    corpus: Corpus,
    limits: LimitSettings,
    paper_ids: Sequence[str],
    *,
    query: str | None = None,
    user: str | None = None,
    top: int | None = None,
) -> Sequence[str]:
    """The ids that were given, or the `top` ones nearest to `query`, or else the best for `user`.

    Raises BadInput when no papers are named, when they are named in two ways, for a `top` below 1 or above
    `limits.results`, and for a query that is empty or longer than MOST_QUERY; PaperNotFound when so many are named that
    they are a job, and none is here.
    """
    if query is not None:
        at_most(MOST_QUERY, len(query), "/query")
        if not query.strip():
            raise BadInput.at("/query", "is empty.")
    if top is None:
        if query is not None:
            raise BadInput.at("/query", "goes with `top`: how many papers?")
        if not paper_ids:
            raise BadInput.at("/paper_ids", "name papers, or a `query` or a `user` and how many of the `top` ones.")
        if limits.summaries < len(paper_ids) <= limits.job_papers and not corpus.catalog.resolve(paper_ids):
            raise PaperNotFound(f"None of these {len(paper_ids):,} papers is here.")  # or a job would keep them all
        return paper_ids
    if (query is None and user is None) or paper_ids:
        raise BadInput.at("/top", "goes with a `query` or a `user`, and without `paper_ids`.")
    one_to(limits.results, top, "/top")
    if query is None:
        return best_for_user(corpus, str(user), top)
    return papers_about(corpus, query, top)
