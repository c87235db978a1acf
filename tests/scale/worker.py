"""One of several processes over one store: python -m tests.scale.worker NUMBER; the settings are in the environment.

It adds papers that others add too, likes them, spends, rebuilds the index once, and tells as JSON what it was told.
"""

import json
import sys
from contextlib import suppress

from service import settings
from service.app import build
from service.errors import PaperNotFound
from service.observability import configure
from service.settings import LogSettings
from service.storage import Budget, BudgetExceeded, FeedbackEvent, FeedbackKind, Ledger
from tests.corpora import NOW, paper

BUDGET = Budget(total_nano=100)
CALL = 7  # nano-dollars: 14 calls fit


def main(number: int) -> None:
    """Do the work and say what was acknowledged."""
    reserved = 0
    with build(settings.load()) as services:
        ledger = Ledger(services.database)
        for step in range(8):
            services.corpus.add([paper(10 * number + step), paper(1_000 + step)], NOW)
            liked = FeedbackEvent(paper(10 * number + step).id, FeedbackKind.LIKE)
            services.corpus.feedback.record("together", [liked], NOW)
            try:
                ledger.reserve("stub", CALL, user=None, now=NOW, budget=BUDGET)
                reserved += 1
            except BudgetExceeded:
                pass
        with suppress(PaperNotFound):  # another process was first
            services.corpus.delete(paper(1_000).id)
        if number == 1:
            services.corpus.reindex()
    sys.stdout.write(json.dumps({"reserved": reserved}) + "\n")


if __name__ == "__main__":
    configure(LogSettings(level="warning"))
    main(int(sys.argv[1]))
