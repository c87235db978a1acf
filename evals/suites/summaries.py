"""Suite `summaries`: what the service writes about the hand-written cases, and how it reads on the whole sample."""

from evals.reporting.outcome import Outcome
from evals.suites import case_texts, sample_texts
from evals.suites.request import Request


def run(request: Request) -> Outcome:
    """Grade the summaries that the service writes without a model."""
    return case_texts.measure("summaries", "summary", request).with_more(
        sample_texts.measure("summaries", "summary", request)
    )
