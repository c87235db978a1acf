"""Suite `edits`: how many lies of one edit are shown, and how many honest rewordings, on the path that serves.

Kinds are in two halves: cases of the read kinds are looked at while the checker is worked on, those of the unread ones
never, and neither a page nor a kept run has any of their texts. Figures over kinds are means of the kinds' figures, so
that no kind counts for more by being found more often.
"""

from collections.abc import Iterator, Sequence

from evals.datasets.abstracts import read_abstracts
from evals.datasets.sample_corpus import sample_papers
from evals.edits.lies import LIES
from evals.edits.rewordings import REWORDINGS
from evals.reporting import runs
from evals.reporting.outcome import Exhibit, Outcome
from evals.reporting.runs import Graded
from evals.suites.edit_cases import SUITE, EditDraw, Kind
from evals.suites.edit_figures import EditFigures, JudgedKind
from evals.suites.request import Request
from service.errors import BadInput
from service.faithfulness import CHECKER
from service.papers import Paper

MOST = 40  # cases of a kind, where no --limit is given
_SHOWN = 12  # cases that went wrong


def run(request: Request) -> Outcome:
    """The shares shown of all kinds, made from the sample corpus or from the abstracts of `request.data`."""
    lies = [Kind(name, "lie", make) for name, make in LIES.items()]
    rewordings = [Kind(name, "rewording", make) for name, make in REWORDINGS.items()]
    papers = read_abstracts(request.data) if request.data else list(sample_papers().values())
    return measured([*lies, *rewordings], papers, request)


def measured(kinds: Sequence[Kind], papers: Sequence[Paper], request: Request) -> Outcome:
    """The shares shown of these kinds, as far as they are of the half asked for; `request.limit` caps each kind."""
    most = request.limit or MOST
    asked = [kind for kind in kinds if request.half in (None, kind.half)]
    cases = EditDraw(papers, most, request.seed).cases(asked)
    if not cases:
        raise BadInput("edits: none of the abstracts allows an edit")
    graded = runs.resumed(request.runs, SUITE, [case.job for case in cases])
    found: dict[Kind, list[Graded]] = {case.kind: [] for case in cases}
    for case, row in zip(cases, graded, strict=True):
        found[case.kind].append(row)
    judged = sorted((JudgedKind(kind, rows) for kind, rows in found.items()), key=lambda each: -each.wrong)
    told = EditFigures(judged, request.seed)
    drawn_from = f"Checker {CHECKER}, {len(papers)} abstracts, at most {most} cases of a kind"
    return Outcome(
        SUITE,
        tuple(told.results()),
        tuple(told.tables(drawn_from)),
        (),
        told.figures(),
        tuple(_exhibits(judged))[:_SHOWN],
    )


def _exhibits(judged: Sequence[JudgedKind]) -> Iterator[Exhibit]:
    """One wrong verdict of each kind that may be read, the most often wrong kind first."""
    for each in judged:
        lie = each.kind.label == "lie"
        wrong = next((row for row in each.graded if row.scores["shown"].value == float(lie)), None)
        if each.kind.half == "read" and wrong is not None:
            why = "a lie that is shown" if lie else f"a rewording that is not shown: {wrong.scores['shown'].why}"
            yield Exhibit(wrong.case_id, wrong.title, wrong.source, wrong.text, (why,))
