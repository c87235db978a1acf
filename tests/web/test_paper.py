"""The page of a paper: what was written of it, what that rests on, and how to cite it."""

import pytest

from service import ingest
from service.storage import FeedbackKind
from tests.model_parts import OWLS, asked
from tests.web.markup import Markup

DAMAGED = {
    "id": "my:damage",
    "title": "Scores",
    "abstract": r"We reach an [email protected] score with \tool in a test.",
}


@pytest.fixture
def kept(client):
    client.post("/v1/papers", json={"papers": [OWLS, DAMAGED]})
    return client


def page_of(client, paper_id: str, **query: str) -> Markup:
    answer = client.get(f"/papers/{paper_id}", params=query)
    assert answer.status_code == 200, answer.text
    return Markup(answer.text)


def test_each_sentence_leads_to_what_it_rests_on_and_back(kept):
    page = page_of(kept, OWLS["id"])
    sentences = {each["id"]: each for each in page.of_class("sentence")}
    pieces = {each["id"]: each for each in page.of_class("piece")}
    assert sentences
    for name, sentence in sentences.items():
        rests_on = sentence["data-lights"].split()
        assert sentence["href"] == f"#{rests_on[0]}"
        assert all(name in pieces[piece]["data-lights"].split() for piece in rests_on)


def test_the_abstract_is_whole(kept):
    assert OWLS["abstract"] in " ".join(page_of(kept, OWLS["id"]).text.split())


def test_what_was_damaged_before_it_came_is_marked_and_said(kept):
    page = page_of(kept, DAMAGED["id"])
    assert len(page.of_class("damaged")) == 2
    assert "replaced by an e-mail guard" in page.text
    assert "TeX command" in page.text


def test_to_look_asks_no_model_and_to_write_is_a_form(small, upstream):
    with asked(small, upstream, "good") as client:
        client.post("/v1/papers", json={"papers": [OWLS]})
        before = page_of(client, OWLS["id"])
        assert "Quoted from the abstract" in before.text
        assert "Have openai/good write it" in before.text
        assert upstream.count["good"] == 0
        answer = client.post(f"/papers/{OWLS['id']}", data={"do": "write"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/papers/{OWLS['id']}")
        calls = upstream.count["good"]
        after = page_of(client, OWLS["id"])
        assert "Written by openai/good" in after.text
        assert "summary/v1#" in after.text
        assert "write it" not in after.text
        assert upstream.count["good"] == calls > 0


def test_what_a_model_said_and_the_abstract_does_not_is_counted(small, upstream):
    with asked(small, upstream, "lying") as client:
        client.post("/v1/papers", json={"papers": [OWLS]})
        client.post(f"/papers/{OWLS['id']}", data={"do": "write"})
        page = page_of(client, OWLS["id"])
        assert "left out: the abstract does not bear" in " ".join(page.text.split())
        assert "93.7" not in page.text


def test_a_blurb_rests_on_the_liked_paper_as_well(reader):
    one, two = reader.get("/v1/meta").json()["sample_ids"][:2]
    assert f'href="/papers/{two}"' in reader.get(f"/papers/{one}?liked={two}").text


def test_it_is_liked_taken_back_and_put_into_a_collection(kept):
    def say(**fields: str):
        answer = kept.post(f"/papers/{OWLS['id']}", data=fields, follow_redirects=False)
        assert answer.status_code == 303, answer.text

    say(do="like")
    (feedback,) = kept.get("/v1/users/local/feedback").json()["data"]
    assert feedback["kind"] == FeedbackKind.LIKE
    assert "Liked" in page_of(kept, OWLS["id"]).text
    say(do="undo")
    assert kept.get("/v1/users/local/feedback").json()["data"] == []
    say(do="collect", collection="Birds & more", note="to read")
    (item,) = kept.get("/v1/users/local/collections/Birds & more").json()["data"]
    assert (item["paper_id"], item["note"]) == (OWLS["id"], "to read")


def test_citation_managers_find_what_they_look_for(kept):
    record = {
        "id": "arXiv:2106.15928", "title": "A & B", "abstract": "We add.", "published": "2021-06",
        "authors": ["Ann Lee", "Bo Chen"], "external_ids": {"doi": "10.1000/xyz"},
    }  # fmt: skip
    kept.post("/v1/papers", json={"papers": [record]})
    page = page_of(kept, "arxiv:2106.15928")
    tags = [(each["name"], each["content"]) for each in page.named("meta") if each.get("name", "").startswith("cit")]
    assert ("citation_title", "A & B") in tags
    assert [content for name, content in tags if name == "citation_author"] == ["Ann Lee", "Bo Chen"]
    assert ("citation_publication_date", "2021/06") in tags
    assert ("citation_doi", "10.1000/xyz") in tags
    assert ("citation_pdf_url", "https://arxiv.org/pdf/2106.15928") in tags


def test_what_is_copied_is_read_again(kept):
    texts = page_of(kept, OWLS["id"]).text
    for mark, name in (("@misc{", "bibtex"), ("TY  - ", "ris")):
        entry = texts[texts.index(mark) :].partition("Copy")[0]
        (paper,) = ingest.read(entry.encode(), name).papers
        assert paper.title == OWLS["title"]
    assert "Owls of the North" in texts[texts.index("Markdown") :]


def test_a_withdrawn_paper_says_so(kept):
    kept.post("/v1/papers", json={"papers": [OWLS | {"status": "withdrawn"}]})
    assert "This paper is withdrawn" in page_of(kept, OWLS["id"]).text


def test_a_paper_that_was_deleted_in_an_open_tab_is_said_to_be_gone(kept):
    kept.delete(f"/v1/papers/{OWLS['id']}")
    for answer in (kept.get(f"/papers/{OWLS['id']}"), kept.post(f"/papers/{OWLS['id']}", data={"do": "like"})):
        assert answer.status_code == 404
        assert "Paper not found" in answer.text
