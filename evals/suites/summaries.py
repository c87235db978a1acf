"""Suite `summaries`: what the service writes about the hand-written cases, graded point by point."""

from evals.reporting.outcome import Outcome
from evals.suites import case_texts
from evals.suites.request import Request


def run(request: Request) -> Outcome:
    """Grade the summaries that the service writes without a model."""
    return case_texts.measure("summaries", "summary", request)
