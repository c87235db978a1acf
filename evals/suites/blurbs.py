"""Suite `blurbs`: why a paper matters in one or two sentences, graded against the hand-written cases."""

from evals.suites import case_texts
from evals.suites.suite import Outcome, Request, Suite


def run(request: Request) -> Outcome:
    """Grade the blurbs that the service writes without a model and without likes."""
    return case_texts.measure(SUITE.name, "blurb", request)


SUITE = Suite("blurbs", "Do our blurbs say why a paper matters, and only what the source supports?", run)
