"""What somebody without a name says of papers, kept in the address of the page and nowhere else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import unquote

from service.corpus import Corpus
from service.discovery import RecommendationRequest, stateless_request
from service.errors import InvalidPaperId
from service.papers import parse_id
from service.settings import LimitSettings
from service.storage import Filters
from service.web.rendering import join_ids

MORE = 2.0  # how much a like counts that is to count more

Ids = tuple[str, ...]
_NAMES = ("liked", "disliked", "seen", "muted", "more")


@dataclass(frozen=True, slots=True)
class Likes:
    """Ids by what is said of them, the latest first; of the liked ones some may be muted, and some count more."""

    liked: Ids = ()
    disliked: Ids = ()
    seen: Ids = ()
    muted: Ids = ()
    more: Ids = ()

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """As an address or a form says it; raises InvalidPaperId that names the field."""
        return cls(*(_ids(name, fields.get(name, "")) for name in _NAMES))

    def fields(self) -> Iterator[tuple[str, str]]:
        """What the address has to say."""
        for name in _NAMES:
            if ids := getattr(self, name):
                yield name, join_ids(ids)

    def saying(self, kind: str, paper_ids: Sequence[str]) -> Self:
        """With papers `liked`, `disliked` or `seen`, and only that."""
        less = self.without(paper_ids)
        return replace(less, **{kind: (*dict.fromkeys(paper_ids), *getattr(less, kind))})

    def under(self, kept_ids: Callable[[Ids], Ids]) -> Self:
        """With each paper under the id that it is kept under, whichever of its ids was pasted."""
        return type(self)(*(kept_ids(getattr(self, name)) for name in _NAMES))

    def without(self, paper_ids: Sequence[str]) -> Self:
        """With nothing said of these papers."""
        gone = frozenset(paper_ids)
        kept = (tuple(each for each in getattr(self, name) if each not in gone) for name in _NAMES)
        return type(self)(*kept)

    def weighing(self, paper_ids: Sequence[str], weight: float) -> Self:
        """With these likes muted at 0, as usual at 1, or counting more."""
        ids = frozenset(paper_ids)
        muted = tuple(each for each in self.muted if each not in ids) + (() if weight else tuple(paper_ids))
        more = tuple(each for each in self.more if each not in ids) + (tuple(paper_ids) if weight > 1 else ())
        return replace(self, muted=muted, more=more)

    def request(self, corpus: Corpus, limits: LimitSettings, filters: Filters | None) -> RecommendationRequest:
        """What is asked for; raises BadInput for more ids than the limit, and for one that is liked and disliked."""
        asked = stateless_request(
            corpus, limits, liked=self.liked, disliked=self.disliked, exclude=self.seen, filters=filters
        )
        kept = corpus.snapshot().kept_ids
        factors = dict.fromkeys(asked.liked, 1.0) | dict.fromkeys(kept(self.more), MORE)
        factors |= dict.fromkeys(kept(self.muted), 0.0)
        return replace(asked, weights=tuple(factors[each] for each in asked.liked))


def _ids(name: str, text: str) -> Ids:
    try:
        return tuple(dict.fromkeys(parse_id(unquote(part)) for part in text.split(",") if part.strip()))
    except InvalidPaperId as error:
        raise InvalidPaperId(f"/{name}: {error.detail}") from None
