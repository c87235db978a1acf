"""What a page keeps for whoever sits before it: likes and saved papers."""

from service.corpus import import_feedback
from service.discovery import collect_papers
from service.storage import FeedbackEvent, FeedbackKind
from service.web.feed import SAVED
from service.web.likes import MORE, Likes
from service.web.services import Services


def save(services: Services, paper_id: str, collection: str = SAVED, note: str = "") -> None:
    """Put a paper into a collection; raises BadInput, InvalidPaperId, PaperNotFound."""
    collect_papers(services.corpus, services.libraries, services.user, collection, [paper_id], note, services.now())


def keep_likes(services: Services, likes: Likes) -> None:
    """Keep what stands in an address; raises BadInput for more than the limit."""
    said = (
        (FeedbackKind.LIKE, likes.liked),
        (FeedbackKind.DISLIKE, likes.disliked),
        (FeedbackKind.SEEN, likes.seen),
    )
    events = [FeedbackEvent(paper_id, kind) for kind, ids in said for paper_id in reversed(ids)]
    import_feedback(services.corpus, services.settings.limits, services.user, events, services.now())
    weights = dict.fromkeys(likes.more, MORE) | dict.fromkeys(likes.muted, 0.0)
    services.corpus.feedback.set_weights(services.user, weights)
