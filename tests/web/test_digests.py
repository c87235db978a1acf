"""The page of digests: subscribing, having one made, and reading it, without a script."""

import pytest

from tests.corpora import serving
from tests.web.markup import Markup

FORM = {
    "do": "subscribe", "address": "", "frequency": "weekly", "weekday": "friday", "at": "06:45",
    "zone": "Europe/Berlin",
    "at_most": "2", "min_confidence": "low", "language": "en", "when_empty": "skip", "trending": "on",
}  # fmt: skip


@pytest.fixture
def page(small):
    with serving(small) as client:
        yield client


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(Markup(answer.text).text.split())


def test_somebody_subscribes_and_ends_it(page, small):
    assert "None yet" in text(page, "/digest")
    assert page.post("/digest", data=FORM, follow_redirects=False).headers["location"] == "/digest"
    kept = small.digests.subscriptions.get("local")
    assert (kept.hour, kept.minute, kept.zone, kept.frequency, kept.when_empty) == (
        6, 45, "Europe/Berlin", "weekly", "skip",
    )  # fmt: skip
    assert "The next one is due" in text(page, "/digest")
    page.post("/digest", data=FORM | {"at_most": "7"})
    assert small.digests.subscriptions.get("local").at_most == 7
    page.post("/digest", data={"do": "end"})
    assert small.digests.subscriptions.get("local") is None


@pytest.mark.parametrize(
    "wrong",
    [{"at": "late"}, {"zone": "Nowhere"}, {"at_most": "many"}, {"at_most": "٣"}, {"address": "x"}, {"do": "dance"}],
    ids=str,
)
def test_a_form_that_makes_no_sense_is_refused_with_a_page(page, small, wrong):
    answer = page.post("/digest", data=FORM | wrong)
    assert answer.status_code == 422
    assert "<main" in answer.text
    assert small.digests.subscriptions.get("local") is None


def test_one_that_is_asked_for_is_made_and_read(page, small):
    for paper_id in small.corpus.catalog.first_ids(2):
        page.post("/for-you", data={"do": f"like {paper_id}"})
    page.post("/digest", data=FORM | {"when_empty": "send"})
    page.post("/digest", data={"do": "send"})
    job = max(small.jobs.records.under_way(), key=lambda each: each.created_at, default=None)
    if job:
        with page.stream("GET", f"/v1/jobs/{job.id}/events") as events:
            events.read()
    (made,) = page.get("/v1/users/local/digests").json()["data"]
    assert made["status"] == "kept"
    whole = page.get(f"/v1/users/local/digests/{made['id']}").json()["digest"]
    shown = text(page, f"/digest/{made['id']}")
    assert all(paper["title"] in shown for paper in whole["papers"])
    assert "Because you like" in shown
    assert made["period"].replace("T", " ").replace("Z", " UTC") in text(page, "/digest")
    assert page.get("/digest/none").status_code == 404
    assert "1 kept here" in text(page, "/status")
