"""Suite `blurbs`: why a paper matters in one or two sentences, graded against the hand-written cases."""

from evals.reporting.outcome import Outcome
from evals.suites import case_texts, sample_texts
from evals.suites.request import Request


def run(request: Request) -> Outcome:
    """Grade the blurbs that the service writes without a model and without likes."""
    return case_texts.measure("blurbs", "blurb", request).with_more(sample_texts.measure("blurbs", "blurb", request))
