"""The suites by name. Each is a module of this package with a function `run`, imported when it is first measured."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from evals.reporting.outcome import Outcome
from evals.suites.request import Request
from service.errors import BadInput

Measure = Callable[[Request], Outcome]


@dataclass(frozen=True, slots=True)
class Suite:
    """A question, and where the measurement is that answers it."""

    name: str
    question: str
    needs_data: bool = False

    def load(self) -> Measure:
        """The measurement, which raises service.errors.BadInput on unusable data.

        Raises BadInput also when the suite needs a package that only a development environment has.
        """
        with development_packages(f"the suite {self.name}"):
            return import_module(f"evals.suites.{self.name}").run


SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("summaries", "Do our summaries carry the key points, stay with the source and read as a paragraph?"),
        Suite("blurbs", "Do our blurbs say why a paper matters, and only what the source supports?"),
        Suite("edits", "How many one-edit lies about a cited sentence are shown, and how many honest rewordings?"),
        Suite("faults", "How often does the checker notice a fault, at 5 % false alarms?"),
        Suite("importers", "Does a spoilt line cost its own paper only, an odd field no paper, and is each named?"),
        Suite("scitldr", "Is the one sentence we would pick close to what authors and peers wrote?", needs_data=True),
        Suite("highlights", "Is our paragraph close to the highlights that the authors wrote?", needs_data=True),
        Suite("entailment", "Does the checker pass a sentence just where its premise entails it?", needs_data=True),
        Suite(
            "consistency",
            "Does the checker's score agree with what people say of the same summaries?",
            needs_data=True,
        ),
        Suite("search", "Is the paper that somebody remembers found, and by what margin?", needs_data=True),
        Suite(
            "recommendations",
            "Are a user's other likes ranked high, and by what margin over simpler methods?",
            needs_data=True,
        ),
        Suite(
            "embedding",
            "Does the embedding model of the settings rank a user's other likes higher than the one without a server?",
            needs_data=True,
        ),
    )
}


@contextmanager
def development_packages(needed_by: str) -> Generator[None]:
    """Imports that may need a package which `make serve` does not install; raises BadInput saying what to run."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "evals", "service"):
            raise  # a fault of ours
        raise BadInput(f"{needed_by} needs {package}, which is not installed; run `make .venv/develop`") from None
