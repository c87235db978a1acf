"""Why a paper stands where it does: what each like adds, and where it would stand without that like."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from service.discovery import Recommendation, RecommendationRequest, Standing, recommend, standings_without_each
from service.errors import PaperNotFound
from service.papers import Paper
from service.web.contributions import Part, parts_of
from service.web.services import Services

_TRIED = 5  # likes that are taken away in turn, each at the cost of a ranking
_FURTHEST = 100  # places of the list that are looked through for the paper


@dataclass(frozen=True, slots=True)
class Why:
    """A recommendation, where its paper stands among all candidates, and where it would without each of some likes."""

    item: Recommendation
    now: Standing
    without: Mapping[str, Standing]
    named: Mapping[str, Paper]

    def parts(self) -> list[Part]:
        """The score, taken apart."""
        return parts_of(self.item, self.title)

    def title(self, paper_id: str) -> str:
        """The title of a paper that has a part in it."""
        return self.named[paper_id].title if paper_id in self.named else paper_id


def explained(services: Services, request: RecommendationRequest, paper_id: str) -> Why:
    """Raises PaperNotFound for a paper that is not on the list."""
    corpus = services.corpus
    kept_id = corpus.snapshot().kept_id(paper_id)
    listed = recommend(corpus, replace(request, limit=_FURTHEST)).data
    item = next((item for item in listed if item.paper.id == kept_id), None)
    if item is None:
        raise PaperNotFound("This paper is not on the list of these likes.")
    tried = [cause.paper_id for cause in item.because[:_TRIED]]
    now, without = standings_without_each(corpus, request, kept_id, tried)
    return Why(item, now, without, corpus.catalog.get([cause.paper_id for cause in item.because]))
