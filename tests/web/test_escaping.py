"""What was stored is shown as it was stored: nothing of it runs, and nothing is escaped twice."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

import service.web
from service.app import build
from service.storage import VoteRecords
from tests.corpora import serving
from tests.web.markup import Markup
from tests.web.payloads import PAYLOADS
from tests.web.serving import running

ELEMENTS = {
    "a", "article", "aside", "bdi", "body", "button", "canvas", "cite", "code", "datalist", "dd", "details", "div",
    "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3", "head", "header", "html", "input", "kbd", "label",
    "legend", "li", "link", "main", "mark", "meta", "nav", "noscript", "ol", "option", "p", "path", "pre", "rect",
    "script", "section", "select", "small", "span", "strong", "summary", "svg", "table", "tbody", "td", "textarea",
    "tfoot", "th", "thead", "time", "title", "tr", "ul", "use",
}  # fmt: skip


class Hostile(NamedTuple):
    """A client of an application whose texts are payloads, the ids of its papers, and the address of its server."""

    client: TestClient
    ids: list[str]
    address: str


def stored(client, number: int, payload: str) -> str:
    """A paper that has the payload wherever a paper has a text, liked, collected with a note, found by a search."""
    paper = {
        "id": f"local:paper-{number}",
        "title": f"Title {number} {payload}",
        "abstract": f"Birds sing {payload} in the morning. They rest {payload} at night.",
        "authors": [f"Ann {payload}"],
        "categories": [f"cs {payload}"[:100]],
        "external_ids": {"note": payload},
        "url": f"https://example.org/{payload}" if " " not in payload and payload.isprintable() else None,
    }
    (kept,) = client.post("/v1/papers", json={"papers": [paper]}).json()["data"]
    return kept["id"]


@pytest.fixture(scope="module")
def hostile(stores, many_folder, tmp_path_factory):
    """A client of an application whose papers, notes, collections and searches all have payloads."""
    folder = stores.copy(many_folder, tmp_path_factory.mktemp("hostile") / "data")
    with (
        build(stores.settings(folder, embedding={"max_tokens": 24})) as services,
        serving(services) as client,
        running(services) as address,
    ):
        ids = [stored(client, number, payload) for number, payload in enumerate(PAYLOADS)]
        for paper_id, payload in zip(ids, PAYLOADS, strict=True):
            name = payload.replace("/", "-").replace("\n", " ").replace("\t", " ")[:90]
            for fields in ({"do": "like"}, {"do": "collect", "collection": name, "note": payload}):
                answer = client.post(f"/papers/{paper_id}", data=fields, follow_redirects=False)
                assert answer.status_code == 303, answer.text
            client.post("/search", data={"do": "save", "q": f"birds {payload.replace(chr(34), '')}", "name": name})
        VoteRecords(services.database).put("hf-daily", dict.fromkeys(ids, 9), services.now())
        client.post("/v1/papers", json={"papers": [{"title": "Birds sing window.pwned", "abstract": "Birds sing."}]})
        yield Hostile(client, ids, address)
    stores.clear(folder)


def test_sixty_payloads_are_different():
    assert len(set(PAYLOADS)) == 60


@pytest.mark.parametrize(
    "path",
    [
        "/for-you?length=100",
        "/kept?all",
        "/search?q=birds+sing&length=100",
        "/trending?length=100",
        "/?liked=local:paper-1&length=100",
        "/map?liked=local:paper-1",
    ],
)
def test_nothing_that_is_stored_runs_in_a_list(hostile, path: str):
    page = Markup(hostile.client.get(path).text)
    assert page.runs == []
    assert page.names <= ELEMENTS
    assert "window.pwned" in page.text


def test_nothing_that_is_stored_runs_on_its_page(hostile):
    for paper_id in hostile.ids:
        page = Markup(hostile.client.get(f"/papers/{paper_id}", params={"liked": hostile.ids[0]}).text)
        assert page.runs == []
        assert page.names <= ELEMENTS, paper_id


def test_nothing_that_is_stored_runs_in_a_browser_or_breaks_a_page(hostile, open_page):
    page = open_page("/", width=390, at=hostile.address)
    papers = [f"/papers/{paper_id}" for paper_id in hostile.ids]
    for path in (
        "/for-you?length=100",
        "/kept?all",
        "/search?q=birds+sing&length=100",
        "/trending?length=100",
        *papers,
    ):
        page.goto(path)
        found = "[window.pwned ?? 0, faults, document.documentElement.scrollWidth > innerWidth]"
        assert (path, *page.evaluate(found)) == (path, 0, [], False)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_asked_runs(reader, payload: str):
    for path, fields in (
        ("/search", {"q": payload, "topic": payload, "words": payload}),
        ("/", {"liked": payload, "topic": payload}),
        ("/", {"diversity": payload, "after": payload}),
        (f"/papers/{quote(payload)}", {}),
        (f"/{quote(payload)}", {}),
    ):
        answer = reader.get(path, params=fields, headers={"Accept": "text/html"})
        if answer.headers["content-type"].startswith("text/html"):
            page = Markup(answer.text)
            assert page.runs == []
            assert page.names <= ELEMENTS


def test_a_title_of_an_and_is_escaped_once(client):
    record = {"title": "Kettles &amp; Pots in <i>E. coli</i>: H<sub>2</sub>O at p &lt; 0.05", "id": "local:kettles"}
    client.post("/v1/papers", json={"papers": [record]})
    assert "Kettles & Pots in E. coli: H2O at p < 0.05" in Markup(client.get("/papers/local:kettles").text).text


def test_a_title_typed_with_tags_is_shown_as_it_was_typed(client):
    client.post("/v1/papers", json={"papers": [{"title": "n <5 and m>2, a <b> tag & its friends", "id": "local:tags"}]})
    paper = client.get("/v1/papers/local:tags").json()
    page = client.get("/papers/local:tags").text
    assert paper["title"] in Markup(page).text
    assert "&amp;amp;" not in page


def test_no_template_says_that_something_is_safe_and_none_has_a_script_or_a_style_of_its_own():
    for template in (Path(service.web.__file__).parent / "templates").glob("*.html"):
        text = template.read_text()
        for phrase in ("|safe", "| safe", "autoescape", "style=", "<script>", "<style"):
            assert phrase not in text, (template.name, phrase)


def test_every_page_says_what_a_browser_may_do_with_it(reader):
    for path in ("/", "/search", "/trending", "/kept", "/map", "/batch", "/status", "/faithfulness", "/nothing-here"):
        policy = reader.get(path, headers={"Accept": "text/html"}).headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
