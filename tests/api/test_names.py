"""A paper is found under each of its ids at every door; what was merged is explained, and can be taken apart."""

import json

import pytest
from starlette.testclient import TestClient

from service.summarization import TextOptions
from tests.api.problem import problem
from tests.api.test_jobs import begun, ended
from tests.api.users import ANN, ago, say, shown

PREPRINT, JOURNAL = "arxiv:1711.09995", "doi:10.5555/eco.18"
TEXT = "Sea urchins graze kelp down to bare rock. We removed urchins from twelve plots and followed the kelp."
FIRST = {
    "id": PREPRINT,
    "title": "Kelp after urchins in six northern fjords",
    "abstract": TEXT,
    "authors": ["Kari Moen"],
}
SECOND = FIRST | {"id": JOURNAL, "abstract": f"{TEXT} Kelp returned within two summers."}
MERGE = {"id": JOURNAL, "into": PREPRINT, "reason": "same title, near-equal abstracts"}


def keep(client: TestClient, *papers: dict[str, object]) -> list[dict[str, object]]:
    return client.post("/v1/papers", json={"papers": list(papers)}).json()["data"]


@pytest.fixture
def merged(client: TestClient) -> TestClient:
    keep(client, FIRST)
    keep(client, SECOND)
    return client


@pytest.fixture
def like(small) -> str:
    return small.corpus.catalog.first_ids(3)[-1]


def test_what_was_merged_is_said_with_each_paper_and_with_a_file(client: TestClient):
    _, outcome = keep(client, FIRST, SECOND)
    assert (outcome["id"], outcome["status"], outcome["merged"]) == (PREPRINT, "updated", [MERGE])
    third = FIRST | {"id": "oa:5", "external_ids": {"doi": "10.5555/eco.18"}}
    other = FIRST | {"id": "arXiv:1803.09997", "external_ids": {"doi": "10.5555/eco.18"}}
    file = "\n".join(map(json.dumps, (third, other)))
    answer = client.post("/v1/imports", content=file).json()
    assert answer["merged"] == [{"id": "oa:5", "into": PREPRINT, "reason": f"same id {JOURNAL}"}]
    assert [(each["line"], each["code"]) for each in answer["diagnostics"]] == [(2, "id_of_another_paper")]
    assert JOURNAL in answer["diagnostics"][0]["message"]


@pytest.mark.parametrize("name", [PREPRINT, "DOI:10.5555/ECO.18", "10.48550/arXiv.1711.09995"])
def test_a_paper_is_shown_compared_and_looked_up_under_each_of_its_names(merged: TestClient, name: str):
    found = merged.get(f"/v1/papers/{name}").json()
    assert (found["id"], found["external_ids"]) == (PREPRINT, {"doi": "10.5555/eco.18"})
    assert merged.get(f"/v1/papers/{name}/similar").json() == merged.get(f"/v1/papers/{PREPRINT}/similar").json()
    both = merged.post("/v1/papers/lookup", json={"ids": [name, PREPRINT, JOURNAL]}).json()
    assert ([paper["id"] for paper in both["data"]], both["not_found"]) == ([PREPRINT], [])


def test_likes_dislikes_and_exclusions_mean_the_paper_whichever_name_they_use(merged: TestClient, like: str):
    listed = [merged.post("/v1/recommendations", json={"liked": [name]}).json() for name in (PREPRINT, JOURNAL)]
    assert listed[0]["data"] == listed[1]["data"] != []
    for more in ({"exclude": [JOURNAL]}, {"disliked": [JOURNAL]}, {"liked": [like, JOURNAL]}):
        listed = merged.post("/v1/recommendations", json={"liked": [like], "limit": 100} | more).json()
        assert listed["not_found"] == []
        assert PREPRINT not in [item["paper"]["id"] for item in listed["data"]]
    refused = merged.post("/v1/recommendations", json={"liked": [PREPRINT], "disliked": [JOURNAL]})
    assert refused.status_code == 422
    assert "the same paper, liked and disliked" in refused.text


def test_of_two_words_on_one_paper_the_later_counts_and_a_liked_one_never_comes_back(merged: TestClient, like: str):
    say(merged, like)
    say(merged, JOURNAL, at=ago(3))
    assert PREPRINT not in shown(merged)
    say(merged, PREPRINT, "dislike", at=ago(2))
    interests = merged.get(f"{ANN}/interests").json()["data"]
    assert PREPRINT not in [name for interest in interests for name in interest["paper_ids"]]
    said = [(each["paper_id"], each["kind"]) for each in merged.get(f"{ANN}/feedback").json()["data"]]
    assert said[:2] == [(JOURNAL, "like"), (PREPRINT, "dislike")]
    assert merged.delete(f"{ANN}/feedback/{JOURNAL}").status_code == 204
    assert [each["paper_id"] for each in merged.get(f"{ANN}/feedback").json()["data"]] == [like]


def test_an_interest_that_is_muted_mutes_the_like_under_the_name_that_was_used(merged: TestClient):
    say(merged, JOURNAL)
    (interest,) = merged.get(f"{ANN}/interests").json()["data"]
    merged.patch(f"{ANN}/interests", json={"interests": [{"id": interest["id"], "weight": 0}]}).raise_for_status()
    (said,) = merged.get(f"{ANN}/feedback").json()["data"]
    assert (said["paper_id"], said["weight"]) == (JOURNAL, 0)


def test_texts_are_written_of_a_paper_under_each_of_its_names_at_once_and_as_a_job(merged: TestClient):
    body = {"paper_ids": [JOURNAL], "mode": "extractive", "kinds": ["summary"]}
    answer = merged.post("/v1/summaries", json=body).json()
    assert ([text["paper_id"] for text in answer["data"]], answer["not_found"]) == ([PREPRINT], [])
    job = begun(merged, [JOURNAL, PREPRINT])
    assert ended(merged, job)["counts"]["done"] == 2
    results = merged.get(f"{job}/results").json()["data"]
    assert [item["paper_id"] for item in results] == [JOURNAL, PREPRINT]
    assert results[0]["texts"] == results[1]["texts"] == answer["data"]


def test_a_merge_while_a_job_has_both_papers_leaves_no_item_without_its_text(client: TestClient, small):
    other = SECOND | {"title": "Another title", "authors": []}
    keep(client, FIRST, other)
    job = small.jobs.summarize(TextOptions(("summary",), mode="extractive"), [PREPRINT, JOURNAL])
    keep(client, FIRST | {"external_ids": {"doi": "10.5555/eco.18"}})
    assert client.get(f"/v1/papers/{JOURNAL}").json()["id"] == PREPRINT
    assert ended(client, f"/v1/jobs/{job}")["counts"]["done"] == 2


def test_a_split_gives_each_paper_the_likes_of_its_own_name(merged: TestClient, small):
    say(merged, JOURNAL)
    address = "/v1/papers/DOI:10.5555/ECO.18/split"
    rest, part = merged.post(address).json()["data"]
    assert (rest["id"], rest["abstract"], rest["external_ids"]) == (PREPRINT, TEXT, {})
    assert (part["id"], part["abstract"]) == (JOURNAL, SECOND["abstract"])
    assert "was merged into another paper" in problem(merged.post(address), 422)["detail"]
    assert small.corpus.is_complete()
    assert merged.get(f"{ANN}/interests").json()["data"][0]["paper_ids"] == [JOURNAL]
    assert not set(shown(merged)) & {PREPRINT, JOURNAL}  # the other one says the same
    assert [each["status"] for each in keep(merged, FIRST, SECOND)] == ["unchanged", "unchanged"]


def test_what_was_merged_leaves_the_index_and_the_corpus_in_step(client: TestClient, small):
    keep(client, FIRST, SECOND | {"title": "Another title", "authors": []})
    keep(client, FIRST | {"external_ids": {"doi": "10.5555/eco.18"}})
    assert small.corpus.index.ids() == set(small.corpus.snapshot().ids)
    assert small.corpus.is_complete()
