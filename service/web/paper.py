"""A paper: what it says, what was written of it and what that rests on, what is like it, and how to cite it."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.corpus import give_feedback, take_back
from service.discovery import similar
from service.papers import Paper
from service.storage import FeedbackEvent, FeedbackKind
from service.summarization import GeneratedText, TextBatch, TextOptions, kept_texts
from service.web.actions import Action, sent_fields
from service.web.citation import citation_tags, copies
from service.web.evidence import evidence_of
from service.web.keeping import save
from service.web.likes import Likes
from service.web.page_route import PageRoute
from service.web.rendering import redirect, render
from service.web.services import Services, Use

router = APIRouter(prefix="/papers", route_class=PageRoute)

_SIMILAR = 5


@router.get("/{paper_id:path}")
async def show(services: Use, request: Request, paper_id: str) -> Response:
    """The paper, with the texts that are kept, or else quoted; a blurb for somebody with these `liked` papers."""
    paper = await run_in_threadpool(services.corpus.paper, paper_id)
    options = _options(services, Likes.of(request.query_params).liked)
    texts = await kept_texts(services.corpus, services.writer, options, [paper.id])
    return await run_in_threadpool(_page, services, request, paper, options, texts)


@router.post("/{paper_id:path}")
async def change(services: Use, request: Request, paper_id: str) -> Response:
    """Keep what is said of the paper, put it into a collection, or have a model write of it; and back to its page."""
    fields = await sent_fields(request)
    if Action.of(fields).name == "write":
        services.caller.require("spend")
        options = _options(services, Likes.of(fields).liked)
        batch = await TextBatch.begin(services.corpus, services.writer, options, [services.corpus.paper(paper_id).id])
        await batch.texts()
    else:
        await run_in_threadpool(_keep, services, paper_id, fields)
    query = f"?liked={quote(fields['liked'], safe=':,/')}" if fields.get("liked") else ""
    return redirect(f"/papers/{quote(paper_id, safe='/:')}{query}")


def _page(
    services: Services, request: Request, paper: Paper, options: TextOptions, texts: list[GeneratedText]
) -> Response:
    corpus = services.corpus
    return render(
        request,
        "paper.html",
        paper=paper,
        texts=texts,
        evidence=evidence_of(paper, texts),
        others=corpus.catalog.get(_cited(paper, texts)),
        similar=similar(corpus, services.settings.limits, paper.id, _SIMILAR).data,
        said=_said(services, paper),
        collections=services.libraries.collections.of_user(services.user),
        models=[model.name for model in services.writer.chain.models],
        tags=[*citation_tags(paper)],
        copies=[*copies(paper)],
        liked=options.liked,
    )


def _options(services: Services, liked: tuple[str, ...]) -> TextOptions:
    return TextOptions(("summary", "blurb"), liked, services.user, key=services.caller.key_id)


def _keep(services: Services, paper_id: str, fields: dict[str, str]) -> None:
    action = Action.of(fields)
    if action.said:
        event = FeedbackEvent(paper_id, FeedbackKind(action.name))
        give_feedback(services.corpus, services.user, event, services.now())
    elif action.name == "undo":
        take_back(services.corpus, services.user, paper_id)
    elif action.name == "collect":
        save(services, paper_id, fields.get("collection", ""), fields.get("note", ""))
    else:
        raise action.unknown()


def _said(services: Services, paper: Paper) -> FeedbackKind | None:
    """What the user says of the paper, under whichever of its ids."""
    kept_id = services.corpus.snapshot().kept_id
    said = services.corpus.feedback.of_user(services.user)
    return next((each.kind for each in reversed(said) if kept_id(each.paper_id) == paper.id), None)


def _cited(paper: Paper, texts: list[GeneratedText]) -> list[str]:
    """The other papers that sentences rest on."""
    spans = (span for text in texts for sentence in text.sentences for span in sentence.support)
    return [span.paper_id for span in spans if span.paper_id != paper.id]
