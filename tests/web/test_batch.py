"""A batch: named by ids or a file, watched to its end with a script or without, taken along as a file."""

import json
import time
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from service.app import create_app
from service.summarization import TextOptions
from tests.web.markup import Markup

embedded = pytest.mark.embedded("a page is the same over either store")


def begun(client, ids="", kinds=("summary",), **files):
    """The answer to a form that was filled in."""
    return client.post("/batch", data={"ids": ids, "kinds": list(kinds)}, files=files or None, follow_redirects=False)


def ended(client, address):
    """The page of a job, once that has ended."""
    for _ in range(600):
        page = client.get(address).text
        if "data-ended" in page:
            return page
        time.sleep(0.1)
    raise AssertionError(page)


@pytest.fixture
def ids(small):
    return small.corpus.catalog.first_ids(40)


def test_five_papers_that_are_pasted_get_their_texts(client, small, ids):
    answer = begun(client, "\n".join(ids[:5]), ("summary", "blurb"))
    assert answer.status_code == 303
    page = Markup(ended(client, answer.headers["location"]))
    for paper_id in ids[:5]:
        assert small.corpus.paper(paper_id).title in page.text
    assert "5 of 5 done" in page.text
    assert page.text.count("In short") == page.text.count("Why it matters to you") == 5


def test_a_file_names_papers_by_id_or_title_and_what_is_not_here_is_told(client, small, ids):
    bib = f"@article{{a, title = {{{small.corpus.paper(ids[3]).title}}}}}\n@article{{b, author = {{Nobody}}}}\n"
    bib += "@article{c, title = {Nobody Has This Paper}, abstract = {We count owls.}}\n"
    answer = begun(client, f"{ids[0]}, hf:nowhere", file=("my.bib", bib.encode()))
    page = Markup(ended(client, answer.headers["location"]))
    assert [title for title in (small.corpus.paper(ids[at]).title for at in (0, 3)) if title not in page.text] == []
    assert "2 of 4 done, 2 failed" in page.text
    assert "1 line of the file could not be read" in page.text
    assert small.corpus.catalog.count() == 60  # nothing of the file was kept


def test_more_than_a_field_holds_is_refused_with_a_page(client):
    answer = begun(client, "hf:some-paper\n" * 100_000)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "choose a file instead" in Markup(answer.text).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"ids": " no ids here "}, "/ids"), ({"ids": "hf:a", "kinds": ()}, "/kinds"), ({"kinds": ("poem",)}, "summary")],
)
def test_what_cannot_be_begun_says_why(client, small, fields, said):
    answer = begun(client, **fields)
    assert answer.status_code == 422
    assert said in Markup(answer.text).text
    assert small.jobs.records.latest(1) == []


def test_a_batch_is_taken_along_whole_as_markdown_and_as_json_lines(client, ids):
    job = begun(client, "\n".join([*ids, "hf:nowhere"])).headers["location"]
    page = ended(client, job)
    assert page.count('class="hit"') == 30
    assert f"{job}?start=30" in page
    assert client.get(f"{job}?start=30").text.count('class="hit"') == 11
    lines = [json.loads(line) for line in client.get(f"{job}/texts.jsonl").text.splitlines()]
    assert [each["paper_id"] for each in lines] == [*ids, "hf:nowhere"]
    assert all(each["texts"][0]["text"] for each in lines[:-1])
    assert lines[-1]["errors"]
    assert client.get(f"{job}/texts.md").text.count("\n## ") == len(ids)
    assert client.get(f"{job}/texts.md").headers["content-disposition"] == 'attachment; filename="texts.md"'


def test_a_batch_is_stopped_and_done_again(small, ids):
    page = TestClient(create_app(small))  # nobody works on its jobs
    job = begun(page, ids[0]).headers["location"]
    assert "Look again" in page.get(job).text
    assert "cancelled" in page.post(job, data={"do": "cancel"}).text.lower()
    assert page.post(job, data={"do": "cancel"}).status_code == 409
    assert "Waiting" in page.post(job, data={"do": "retry"}).text
    assert page.post(job, data={"do": "dance"}).status_code == 422
    assert page.get("/batch/nope").status_code == 404


def test_it_belongs_to_who_sits_before_the_page_and_goes_with_them(client, small, ids):
    begun(client, ids[0])
    small.jobs.summarize(TextOptions(("summary",), user="ann"), ids[:1])
    assert client.get("/batch").text.count('href="/batch/') == 1
    assert len(client.get("/v1/users/local/export").json()["jobs"]) == 1
    client.delete("/v1/users/local")
    assert client.get("/batch").text.count('href="/batch/') == 0


def test_more_of_a_batch_that_was_stopped_passes_over_what_was_not_done(small, ids):
    page = TestClient(create_app(small))  # nobody works on its jobs
    job = begun(page, "\n".join(ids)).headers["location"]
    done = [*range(29), *range(35, 40)]
    items = small.jobs.records.pending(job.rpartition("/")[2], 40)
    failed = [replace(items[place], status="failed", body={"errors": [{"detail": "no"}]}) for place in done]
    small.jobs.records.finish_items(job.rpartition("/")[2], failed)
    page.post(job, data={"do": "cancel"})
    small.jobs.records.end(job.rpartition("/")[2], "cancelled", small.now())
    first = Markup(page.get(job).text)
    (more,) = [each["href"] for each in first.of_class("button") if "?start=" in str(each["href"])]
    links = [str(each["href"]) for part in (first, Markup(page.get(more).text)) for each in part.named("a")]
    shown = [each.removeprefix("/papers/") for each in links if each.startswith("/papers/")]
    assert shown == [ids[place] for place in done]
    assert len(page.get(f"{job}/texts.jsonl").text.splitlines()) == len(done)


@embedded
@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_somebody_watches_a_batch_of_five_to_its_end(open_page, scripts: bool):
    page = open_page("/", scripts=scripts)
    ids = [card.get_attribute("data-paper") for card in page.locator(".card").all()[:5]]
    page.goto("/batch")
    page.locator("textarea").fill("\n".join(ids))
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/batch/*")
    if not scripts:
        for _ in range(300):
            if not page.get_by_role("link", name="Look again").count():
                break
            page.wait_for_timeout(100)
            page.reload()
    expect(page.locator("#job")).to_contain_text("5 of 5 done", timeout=60_000)
    assert page.locator(".hit").count() == 5
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    assert download.value.suggested_filename == "texts.md"


def test_the_batch_of_somebody_else_is_not_here(client, ids):
    asked = {"paper_ids": ids[:1], "user": "ann"}
    job = client.post("/v1/summaries", json=asked, headers={"Prefer": "respond-async"}).json()["id"]
    for path in (f"/batch/{job}", f"/batch/{job}/texts.md"):
        assert client.get(path).status_code == 404
    assert client.post(f"/batch/{job}", data={"do": "cancel"}).status_code == 404
    assert f"/batch/{job}" not in client.get("/status").text
    client.cookies.set("paperlark-user", "ann")
    assert client.get(f"/batch/{job}").status_code == 200


def test_a_place_that_no_list_has_is_refused(client):
    assert client.get(f"/batch/x?start={10**20}").status_code == 422
