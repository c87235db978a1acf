"""What codes are called on a page."""

from typing import Final

TEXTS: Final = {"summary": "In short", "blurb": "Why it matters to you"}

CONFIDENCE: Final = {"high": "high confidence", "medium": "medium confidence", "low": "a guess"}

ADJUSTMENTS: Final = {
    "baseline": "What any paper starts from",
    "diversity": "Unlike the papers above",
    "other_likes": "All other likes",
    "co_likes": "What others liked together",
    "popularity": "Popularity",
    "coverage": "Stands for much of the corpus",
    "trending": "Liked by many of late",
}

EMPTY: Final = {
    "no_papers": ("No papers yet", "Import a file, or start with the sample corpus: paperlark serve --sample."),
    "no_liked_paper_known": ("None of these papers is here", "Import them, or like one of those that are."),
    "liked_not_embedded_yet": ("Just arrived", "What you like is still being read. Try again in a moment."),
    "every_like_is_muted": ("Everything is muted", "Let one of your interests count again."),
    "all_filtered": ("Nothing passes the filters", "Widen the dates, or take out a word."),
    "nothing_left_after_exclusions": ("Nothing is left", "You have judged every paper that there is. Import more."),
    "no_feedback": ("Nothing is known yet", "Too few have liked anything in this time. Look at a longer one."),
    "too_few_users": (
        "Nobody agrees yet",
        "Three must like a paper before it stands here. Look at a longer time, or like what is good.",
    ),
    "no_more_candidates": ("That is all", "There are no more papers to show."),
}

DAMAGE: Final = {
    "email_protected": "a word was replaced by an e-mail guard before the text reached us",
    "tex_macro": "an author's own TeX command stands where a name should",
    "stripped_math": "mathematics lost its signs",
    "ambiguous_money": "it cannot be told whether a number is money",
    "citation_residue": "a citation left its key behind",
    "link_residue": "a link left its braces behind",
}

FALLBACK: Final = {
    "title_only": "There is no abstract, so there is only the title to quote.",
    "no_model": "No language model is set up, so the abstract is quoted.",
    "unsupported": "What the model wrote was not borne out by the abstract, so the abstract is quoted.",
    "budget_spent": "The budget is spent, so the abstract is quoted.",
    "not_asked": "No model has been asked yet, so the abstract is quoted.",
    "deadline": "The model took too long, so the abstract is quoted.",
}

LINKS: Final = {
    "arxiv": "arXiv",
    "doi": "Publisher, by DOI",
    "openreview": "OpenReview",
    "acl": "ACL Anthology",
    "pmid": "PubMed",
    "pmcid": "PubMed Central",
    "corpusid": "Semantic Scholar",
    "s2": "Semantic Scholar",
    "arxiv_search": "Look for it on arXiv",
    "semantic_scholar_search": "Look for it on Semantic Scholar",
}

FEEDS: Final = {
    "recommendations": "What to read next",
    "trending": "Trending this week",
    "search": "Search:",
    "collection": "Collection:",
}

MODES: Final = {"hybrid": "Words and meaning", "semantic": "Meaning alone", "keyword": "Words alone"}

SORTS: Final = {
    "relevance": "Best first",
    "published": "Newest first",
    "added": "Latest to come first",
    "popular": "Most liked first",
}

ENTRIES: Final = {
    "liked": "known here, and liked now",
    "unchanged": "liked before",
    "added": "added, and liked now",
    "title_only": "added with a title alone, and liked now",
    "offered": "perhaps here already: look below",
    "not_found": "not here",
}

LIBRARY_FILES: Final = {
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
    "csv": "CSV",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "xml": "XML",
    "hf-page": "Hugging Face",
    "ids": "list",
}

JOBS: Final = {
    "queued": "waiting",
    "in_progress": "under way",
    "completed": "done",
    "failed": "failed",
    "cancelling": "ending",
    "cancelled": "cancelled",
    "expired": "expired",
}

KINDS: Final = {
    "summaries": "Texts",
    "import": "Import of papers",
    "likes": "Import of likes",
    "embed": "Embedding",
    "reindex": "Index built anew",
    "map": "Map laid out",
    "fetch": "Fetch of a source",
    "digests": "Digests",
}

FETCHES: Final = {
    "never": "none yet",
    "under_way": "under way",
    "done": "ended",
    "failed": "broke off",
}

SUBSCRIPTIONS: Final = {
    "pending": "Waiting to be confirmed",
    "active": "Subscribed",
    "paused": "Paused, for mail was refused",
    "ended": "Ended",
}

DIGESTS: Final = {
    "claimed": "being made",
    "sending": "being sent",
    "sent": "sent",
    "kept": "kept here",
    "skipped": "not sent",
    "deferred": "put off by the mail server, and tried again",
    "refused": "refused",
    "unknown": "perhaps sent: nobody knows",
}

FREQUENCIES: Final = {"daily": "Every day", "weekdays": "Monday to Friday", "weekly": "Once a week"}

AT_LEAST: Final = {"low": "All", "medium": "Medium and high", "high": "High only"}

WINDOWS: Final = {"day": "Day", "week": "Week", "month": "Month"}

PLACES: Final = {
    "start": "First page",
    "for_you": "For you",
    "trending": "Trending",
    "search": "Search",
    "paper": "Beside a paper",
    "library": "Library",
    "map": "Map",
    "digest": "Digest",
}


def fallback(reason: str) -> str:
    """Why a text is a quotation, in a sentence."""
    return FALLBACK.get(
        reason, f"No model's text can be shown ({reason.replace('_', ' ')}), so the abstract is quoted."
    )


def period(name: str) -> str:
    """The period of a digest: that of one asked for is a moment, as 2026-11-29T22:19Z."""
    return name.replace("T", " ").replace("Z", " UTC")


def dollars(nano: int) -> str:
    """An amount of 1e-9 dollars: to the cent, or finer where that would be nothing."""
    amount = nano / 1e9
    return f"${amount:.2f}" if amount >= 0.01 or not nano else f"${amount:.5f}"


def feed(kind: str) -> str:
    """What a feed is of, as `search:flows`, in words."""
    of, _, name = kind.partition(":")
    return f"{FEEDS[of]} {name}".strip()
