"""Services as they are documented to answer: lists by day and page, cursors that expire, libraries with versions.

Facts: huggingface.co/docs/hub/api, api.biorxiv.org/details/help, developers.openalex.org (cursor paging, budgets),
crossref.org/documentation/retrieve-metadata/rest-api (cursors hold for five minutes: gitlab.com/crossref/user_stories,
issue 649), zotero.org/support/dev/web_api/v3/basics.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from service.papers import Paper
from service.settings import FetchSettings
from service.sources import FetchedPage, Sources
from tests.sources.web_server import Asked, Reply, WebServer

DAY = timedelta(days=1)
TODAY = date(2026, 11, 29)


def sources_at(web: WebServer, **settings: object) -> Sources:
    """Sources whose servers are all this one, asked once and without pauses."""
    urls = dict.fromkeys(("hf_daily", "biorxiv", "openalex", "crossref", "zotero"), web.url)
    return Sources(FetchSettings.model_validate(urls | {"pause_s": 0.0, "tries": 1} | settings))


def papers(pages: Iterable[FetchedPage]) -> list[Paper]:
    """The papers of pages in the order in which they came."""
    return [paper for page in pages for reading in page.readings for paper in reading.papers]


def ids(pages: Iterable[FetchedPage]) -> list[str]:
    """Their ids."""
    return [paper.id for paper in papers(pages)]


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value).encode(), status, {"Content-Type": "application/json"} | named)


@dataclass
class HuggingFace:
    """The papers of each day, by their numbers; a day ahead is an error, an empty one is not."""

    days: dict[date, Sequence[int]]
    today: date = TODAY
    votes: int = 5

    def __call__(self, asked: Asked) -> Reply:
        day = date.fromisoformat(asked.params["date"])
        if day > self.today:
            return json_reply({"error": "Invalid date"}, 400)
        size, page = int(asked.params["limit"]), int(asked.params["p"])
        numbers = self.days.get(day, ())[size * page : size * (page + 1)]
        return json_reply([self.entry(number, day) for number in numbers])

    def entry(self, number: int, day: date) -> dict[str, Any]:
        title, summary = f"On tide {number}", f"We count\ntide {number}."
        paper = {
            "id": f"2611.{number:05}", "title": title, "summary": summary, "upvotes": self.votes + number,
            "authors": [{"_id": "6", "name": "Ada Lovelace", "hidden": False}], "publishedAt": f"{day - DAY}T01:00:00Z",
        }  # fmt: skip
        return {"paper": paper, "title": title, "summary": summary, "publishedAt": f"{day}T00:00:00Z"}


@dataclass
class Preprint:
    """A version of a preprint, posted on a day."""

    number: int
    posted: date
    version: int = 1
    category: str = "neuroscience"
    published: str = "NA"
    received: date = TODAY - 9 * DAY

    @property
    def doi(self) -> str:
        return f"10.1101/{self.received:%Y.%m.%d}.{self.number:06}"

    @property
    def entry(self) -> dict[str, Any]:
        return {
            "title": f"On nerve {self.number}", "authors": "Doe, J.; Roe, R.", "author_corresponding": "Jane Doe",
            "doi": self.doi, "date": str(self.posted), "version": str(self.version), "type": "new results",
            "license": "cc_by", "category": self.category, "published": self.published, "server": "bioRxiv",
            "abstract": f"We trace nerve {self.number}, once more.", "jatsxml": "https://www.biorxiv.org/x.xml",
        }  # fmt: skip


@dataclass
class Preprints:
    """What was posted, a few at a time; the total that it names is more than there is, as it has been seen to be."""

    posted: list[Preprint]
    page: int = 2

    def __call__(self, asked: Asked) -> Reply:
        _, _, server, first, last, cursor, _ = asked.path.split("/")
        found = sorted(
            (each for each in self.posted if first <= str(each.posted) <= last), key=lambda each: each.posted
        )
        if category := asked.params.get("category"):
            found = [each for each in found if each.category.replace(" ", "_") == category]
        page = found[int(cursor) : int(cursor) + self.page]
        if not page:
            return json_reply({"messages": [{"status": "no posts found"}], "collection": []})
        said = {"status": "ok", "cursor": cursor, "count": len(page), "total": str(len(found) + 31), "server": server}
        return json_reply({"messages": [said], "collection": [each.entry for each in page]})


@dataclass
class Works:
    """Works by the day that counts, and cursors for their pages; `answer` puts a page as the service does."""

    works: dict[date, Sequence[int]]
    answer: Callable[[list[tuple[int, date]], str | None, int], dict[str, Any]]
    span: tuple[str, str]
    size: str
    refusal: int = 404
    _given: dict[str, int] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        filters = dict(each.split(":", 1) for each in asked.params["filter"].split(","))
        first, last = (date.fromisoformat(filters[name]) for name in self.span)
        found = [(number, day) for day in sorted(self.works) if first <= day <= last for number in self.works[day]]
        cursor = asked.params["cursor"]
        if cursor != "*" and cursor not in self._given:
            return json_reply({"message": "Resource not found."}, self.refusal)
        start = 0 if cursor == "*" else self._given[cursor]
        end = start + int(asked.params[self.size])
        following = f"{first}+{end}=="
        self._given[following] = end
        return json_reply(self.answer(found[start:end], following, len(found)))

    def expire(self) -> None:
        """Take back every cursor that was given so far."""
        self._given.clear()


def openalex(works: dict[date, Sequence[int]]) -> Works:
    def answer(page: list[tuple[int, date]], following: str | None, total: int) -> dict[str, Any]:
        meta = {"count": total, "next_cursor": following if page else None}
        return {"meta": meta, "results": [openalex_work(number, day) for number, day in page]}

    return Works(works, answer, ("from_publication_date", "to_publication_date"), "per-page", refusal=400)


def openalex_work(number: int, day: date) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/W{number + 1}", "doi": f"https://doi.org/10.5555/oa.{number}",
        "title": f"On moon {number}", "publication_date": str(day), "is_retracted": number == 13,
        "authorships": [{"author": {"display_name": "Ada Lovelace"}}],
        "abstract_inverted_index": {"We": [0], "see": [1], "moons": [2]}, "topics": [{"display_name": "Moons"}],
    }  # fmt: skip


def crossref(works: dict[date, Sequence[int]]) -> Works:
    def answer(page: list[tuple[int, date]], following: str | None, total: int) -> dict[str, Any]:
        items = [crossref_work(number, day) for number, day in page]
        return {"status": "ok", "message": {"items": items, "next-cursor": following, "total-results": total}}

    return Works(works, answer, ("from-created-date", "until-created-date"), "rows")


def crossref_work(number: int, day: date) -> dict[str, Any]:
    work = {
        "DOI": f"10.5555/cr.{number}", "title": [f"On wave {number}"], "type": "journal-article", "source": "Crossref",
        "issued": {"date-parts": [[day.year, day.month, day.day]]}, "author": [{"given": "Ada", "family": "Lovelace"}],
        "abstract": "<jats:p>We ride waves.</jats:p>",
    }  # fmt: skip
    if number == 7:
        work |= {"title": ["Figure 1"], "type": "component"}
    if number == 8:
        work["update-to"] = [{"DOI": "10.5555/cr.1", "type": "retraction"}]
    return work


@dataclass
class Item:
    """An item of a library of Zotero, which was added or changed last at a version of the library."""

    number: int
    version: int = 1
    collections: tuple[str, ...] = ()
    kind: str = "journalArticle"

    @property
    def entry(self) -> dict[str, Any]:
        data = {
            "key": f"ITEM{self.number:04}", "version": self.version, "itemType": self.kind,
            "title": f"On book {self.number}", "creators": [{"firstName": "A", "lastName": "B"}],
            "abstractNote": "We read.", "date": "2021-06-30", "DOI": f"10.5555/z.{self.number}",
            "dateAdded": "2022-02-03T04:05:06Z", "collections": list(self.collections),
        }  # fmt: skip
        return {"key": data["key"], "version": self.version, "library": {"type": "user"}, "data": data}


@dataclass
class Zotero:
    """A library: its items in the order in which they were added, and its collections by key, as (name, parent)."""

    items: list[Item]
    collections: dict[str, tuple[str, str | bool]] = field(default_factory=dict)
    version: int = 1
    page: int = 3
    key: str | None = None

    def __call__(self, asked: Asked) -> Reply:
        said = {"Last_Modified_Version": str(self.version)}
        if asked.headers.get("zotero-api-version") != "3":
            return Reply(b"Version?", 400, {"Content-Type": "text/plain"})
        if self.key and asked.headers.get("zotero-api-key") != self.key:
            return Reply(b"Forbidden", 403, {"Content-Type": "text/plain"})
        if int(asked.headers.get("if-modified-since-version", 0)) >= self.version:
            return json_reply(None, 304, **said)
        found = self._collections() if asked.path.endswith("/collections") else self._items(asked)
        start = int(asked.params["start"])
        end = start + min(self.page, int(asked.params["limit"]))
        said["Total_Results"] = str(len(found))
        if end < len(found):
            said["Link"] = (
                f'<https://api.zotero.org/next?start={end}>; rel="next", <https://api.zotero.org>; rel="last"'
            )
        return json_reply(found[start:end], **said)

    def _collections(self) -> list[dict[str, Any]]:
        return [
            {"key": key, "data": {"key": key, "name": name, "parentCollection": parent}}
            for key, (name, parent) in self.collections.items()
        ]

    def _items(self, asked: Asked) -> list[dict[str, Any]]:
        _, _, _, *place = asked.path.split("/")
        since = int(asked.params.get("since", 0))
        within = [each for each in self.items if place[0] == "items" or place[1] in each.collections]
        return [each.entry for each in within if each.version > since]
