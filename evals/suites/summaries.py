"""Suite `summaries`: what the service writes about the hand-written cases, graded point by point."""

from evals.suites import case_texts
from evals.suites.suite import Outcome, Request, Suite


def run(request: Request) -> Outcome:
    """Grade the summaries that the service writes without a model."""
    return case_texts.measure(SUITE.name, "summary", request)


SUITE = Suite("summaries", "Do our summaries carry the key points, stay with the source and read as a paragraph?", run)
