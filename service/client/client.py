"""The client: a method for each thing that the server does."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

import httpx

from service.client.answers_of_jobs import library_report_of, report_of, texts_of
from service.client.connection import Connection, path_of
from service.client.digest_methods import DigestMethods
from service.client.feed_methods import FeedMethods
from service.client.health import Checks, Health, Meta, Ready
from service.client.impressions import HitRates, Shown
from service.client.job_methods import Progress, completed, given, in_silence
from service.client.paper_map import PaperMap
from service.client.papers import ImportReport, Lookup, PaperList, PaperOutcomes, PaperRecord
from service.client.recommendations import Recommendations
from service.client.search import SearchPage, SimilarPage
from service.client.source_methods import SourceMethods
from service.client.texts import Texts
from service.client.trending import Trending
from service.client.user_library import CollectionContent, CollectionList, LibraryReport, Undone
from service.client.user_searches import (
    AlertList,
    ArrivalList,
    AuthorList,
    FollowedAuthor,
    SavedSearch,
    SearchList,
    Seen,
)
from service.client.users import FeedbackKind, FeedbackList, Recorded


class Client(SourceMethods, DigestMethods, FeedMethods):
    """One server; every method raises RequestFailed when it refuses, fails, or is not there.

    Options that are not named here are the request's own fields, as the API's document has them.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        timeout_s: float = 300.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`url` as http://host:8000, `key` where it asks for one.

        `timeout_s` bounds the wait for an answer, which may take a model's time.
        """
        self._connection = Connection(url, timeout_s, transport, key)
        self._ask = self._connection.ask

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def health(self) -> Health:
        """That the process answers."""
        return self._ask("GET", "/healthz")

    def ready(self) -> Ready:
        """What was checked, when all of it is well."""
        return self._ask("GET", "/readyz")

    def checks(self) -> Checks:
        """Everything that can be checked, well or not; takes seconds."""
        return self._ask("GET", "/v1/checks")

    def meta(self) -> Meta:
        """What the installation holds, and its limits."""
        return self._ask("GET", "/v1/meta")

    def paper(self, paper_id: str) -> PaperRecord:
        """One paper, by an id in any form."""
        return self._ask("GET", f"/v1/papers{path_of(paper_id)}")

    def papers(self, ids: Sequence[str]) -> Lookup:
        """Several papers."""
        return self._ask("POST", "/v1/papers/lookup", body={"ids": [*ids]})

    def paper_map(self, user: str | None = None, papers: int = 2_000) -> PaperMap:
        """Where papers lie, so many of them, and for a user where the likes and the list are."""
        return self._ask("GET", "/v1/map", params=given({"user": user, "papers": papers}))

    def hit_rates(self) -> HitRates:
        """Of what users were shown in the last week, how much they then liked."""
        return self._ask("GET", "/v1/hit-rates")

    def show_papers(self, user: str, paper_ids: Sequence[str], place: str) -> Shown:
        """Keep that a user is shown papers now, and where."""
        return self._ask(
            "POST", f"/v1/users{path_of(user)}/impressions", body={"paper_ids": [*paper_ids], "place": place}
        )

    def keep_papers(self, papers: Sequence[dict[str, Any]]) -> PaperOutcomes:
        """Keep papers: records with a title, an abstract, and whatever else is known."""
        return self._ask("POST", "/v1/papers", body={"papers": [*papers]})

    def delete_paper(self, paper_id: str) -> None:
        """Remove a paper."""
        self._ask("DELETE", f"/v1/papers{path_of(paper_id)}")

    def split_paper(self, paper_id: str) -> PaperList:
        """The paper that a record was merged into, and the one that the record is again."""
        return self._ask("POST", f"/v1/papers{path_of(paper_id)}/split")

    def search(self, q: str, limit: int = 10, **options: object) -> SearchPage:
        """What is found by what somebody types."""
        return self._ask("GET", "/v1/search", params={"q": q, "limit": limit} | given(options))

    def trending(self, window: str = "day", limit: int = 10, **options: object) -> Trending:
        """What many like of late, and what readers of the sources have voted for."""
        return self._ask("GET", "/v1/trending", params={"window": window, "limit": limit} | given(options))

    def similar(self, paper_id: str, limit: int = 10, **options: object) -> SimilarPage:
        """The papers most like one."""
        path = f"/v1/papers{path_of(paper_id)}/similar"
        return self._ask("GET", path, params={"limit": limit} | given(options))

    def recommend(
        self, liked: Sequence[str], disliked: Sequence[str] = (), limit: int = 10, **options: object
    ) -> Recommendations:
        """What to read next for these likes."""
        body = {"liked": [*liked], "disliked": [*disliked], "limit": limit, **options}
        return self._ask("POST", "/v1/recommendations", body=body)

    def recommend_for(self, user: str, limit: int = 10, **options: object) -> Recommendations:
        """What a user should read next."""
        path = f"/v1/users{path_of(user)}/recommendations"
        return self._ask("GET", path, params={"limit": limit} | given(options))

    def feedback(self, user: str) -> FeedbackList:
        """All that a user has said."""
        return self._ask("GET", f"/v1/users{path_of(user)}/feedback")

    def give_feedback(self, user: str, paper_id: str, kind: FeedbackKind, at: datetime | None = None) -> Recorded:
        """Say something of a paper, as of a moment (with its time zone) or of now."""
        body = {"kind": kind} | ({"at": at.isoformat()} if at else {})
        return self._ask("PUT", f"/v1/users{path_of(user)}/feedback{path_of(paper_id)}", body=body)

    def take_back(self, user: str, paper_id: str) -> None:
        """Take back what the user said of a paper."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/feedback{path_of(paper_id)}")

    def summaries(self, paper_ids: Sequence[str] = (), progress: Progress = in_silence, **options: object) -> Texts:
        """Texts about papers, or about the `top` ones for a `query` or a `user`; a job is followed to its end."""
        named = {"paper_ids": [*paper_ids]} if paper_ids else {}
        answer = self._ask("POST", "/v1/summaries", body=named | options)
        return answer if "data" in answer else texts_of(self.results(self._followed(answer, progress)["id"]))

    def import_file(
        self,
        data: bytes | Iterable[bytes],
        format: str | None = None,  # noqa: A002  # as in the API
        progress: Progress = in_silence,
    ) -> ImportReport:
        """Keep the papers of a file, as bytes or an open one, in the `format` named or found; follows a job."""
        answer = self._ask("POST", "/v1/imports", params={"format": format} if format else {}, content=data)
        if "format" in answer:
            return answer
        job = completed(self._followed(answer, progress))
        first, results = self._results(job["id"]), self.results(job["id"])
        return report_of(job, first, results, self.meta()["snapshot"])

    def import_likes(
        self,
        user: str,
        data: bytes | Iterable[bytes],
        collection: str | None = None,
        progress: Progress = in_silence,
        **options: object,
    ) -> LibraryReport:
        """Like the papers of a library file, as bytes or an open one, and put them into a collection; follows a job."""
        params = given({"collection": collection} | options)
        answer = self._ask("POST", f"/v1/users{path_of(user)}/imports", params=params, content=data)
        if "title_only" in answer:
            return answer
        job = completed(self._followed(answer, progress))
        first, results = self._results(job["id"]), self.results(job["id"])
        return library_report_of(job, first, results, collection, self.meta()["snapshot"])

    def undo_import(self, user: str, import_id: str) -> Undone:
        """Take back what an import has liked and collected, where nothing was said since."""
        return self._ask("DELETE", f"/v1/users{path_of(user)}/imports{path_of(import_id)}")

    def exported(self, user: str, collection: str | None = None, format: str = "bibtex") -> str:  # noqa: A002
        """What a user likes, or has in a collection, as the text of a file."""
        place = "/likes" if collection is None else f"/collections{path_of(collection)}"
        return self._connection.text(f"/v1/users{path_of(user)}/export{place}", {"format": format})

    def collections(self, user: str) -> CollectionList:
        """The collections of a user."""
        return self._ask("GET", f"/v1/users{path_of(user)}/collections")

    def collection(self, user: str, name: str) -> CollectionContent:
        """What is in a collection."""
        return self._ask("GET", f"/v1/users{path_of(user)}/collections{path_of(name)}")

    def collect(self, user: str, name: str, paper_id: str, note: str = "") -> None:
        """Put a paper into a collection, which is made if there is none."""
        path = f"/v1/users{path_of(user)}/collections{path_of(name)}{path_of(paper_id)}"
        self._ask("PUT", path, body={"note": note})

    def take_out(self, user: str, name: str, paper_id: str) -> None:
        """Take a paper out of a collection."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/collections{path_of(name)}{path_of(paper_id)}")

    def delete_collection(self, user: str, name: str) -> None:
        """Remove a collection; its papers stay."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/collections{path_of(name)}")

    def authors(self, user: str) -> AuthorList:
        """Whom a user follows."""
        return self._ask("GET", f"/v1/users{path_of(user)}/authors")

    def follow_author(self, user: str, name: str) -> FollowedAuthor:
        """Follow an author."""
        return self._ask("PUT", f"/v1/users{path_of(user)}/authors{path_of(name)}")

    def unfollow_author(self, user: str, name: str) -> None:
        """Follow an author no longer."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/authors{path_of(name)}")

    def papers_by_followed(self, user: str, limit: int = 10, **options: object) -> ArrivalList:
        """Papers by followed authors, the last to come first; `since` leaves those that came from then on."""
        path = f"/v1/users{path_of(user)}/authors/papers"
        return self._ask("GET", path, params={"limit": limit} | given(options))

    def searches(self, user: str) -> SearchList:
        """The saved searches of a user."""
        return self._ask("GET", f"/v1/users{path_of(user)}/searches")

    def save_search(
        self,
        user: str,
        name: str,
        query: str = "",
        must: Sequence[str] = (),
        must_not: Sequence[str] = (),
        filters: Mapping[str, object] | None = None,
    ) -> SavedSearch:
        """Save a search under a name, instead of the one that was there."""
        body = {"query": query, "must": [*must], "must_not": [*must_not], "filters": filters}
        return self._ask("PUT", f"/v1/users{path_of(user)}/searches{path_of(name)}", body=body)

    def delete_search(self, user: str, name: str) -> None:
        """Remove a saved search."""
        self._ask("DELETE", f"/v1/users{path_of(user)}/searches{path_of(name)}")

    def papers_found(self, user: str, name: str, limit: int = 10, **options: object) -> ArrivalList:
        """What a saved search finds; `since` leaves the papers that came from then on."""
        path = f"/v1/users{path_of(user)}/searches{path_of(name)}/papers"
        return self._ask("GET", path, params={"limit": limit} | given(options))

    def alerts(self, user: str, limit: int = 10, **options: object) -> AlertList:
        """What is new of saved searches and followed authors, `since` a moment or since the user has seen it."""
        return self._ask("GET", f"/v1/users{path_of(user)}/alerts", params={"limit": limit} | given(options))

    def see_alerts(self, user: str, at: str | None = None, *, back: bool = False) -> Seen:
        """Say that what is new was seen: up to `until` of an answer, or as far as can be told; earlier only `back`."""
        return self._ask("POST", f"/v1/users{path_of(user)}/alerts/seen", body={"at": at, "back": back})
