"""What a page keeps for whoever sits before it: likes, what is said of a paper, and saved papers."""

from service.corpus import give_feedback, import_feedback, take_back
from service.discovery import collect_papers
from service.storage import FeedbackEvent, FeedbackKind
from service.web.actions import Action
from service.web.feed import SAVED
from service.web.likes import MORE, Likes
from service.web.services import Services


def save(services: Services, paper_id: str, collection: str = SAVED, note: str = "") -> None:
    """Put a paper into a collection; raises BadInput, InvalidPaperId, PaperNotFound."""
    collect_papers(services.corpus, services.libraries, services.user, collection, [paper_id], note, services.now())


def keep_word(services: Services, action: Action) -> str | None:
    """Keep what a button says of a paper, or take it back, or save the paper; its id, None for another button.

    Raises BadInput, InvalidPaperId, PaperNotFound, FeedbackNotFound.
    """
    if action.said:
        paper_id = services.corpus.paper(action.value).id
        give_feedback(
            services.corpus, services.user, FeedbackEvent(paper_id, FeedbackKind(action.name)), services.now()
        )
        return paper_id
    if action.name == "undo":
        take_back(services.corpus, services.user, action.value)
    elif action.name == "save":
        save(services, action.value)
    else:
        return None
    return action.value


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
