"""A user's library over HTTP: a file in, collections, followed authors, saved searches, files out."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.export import FORMATS
from service.papers import Source, make_paper
from tests.api.problem import pointers, problem, unchanged
from tests.api.test_jobs import ended
from tests.api.users import ANN, say, shown
from tests.corpora import serving

LIBRARY = (Path(__file__).parents[1] / "library" / "my.bib").read_bytes()
KELP = "doi:10.5555/eco.18"
EMOJI = "🦉"


def sent(client, data=LIBRARY, user="ann", **query):
    answer = client.post(f"/v1/users/{user}/imports", content=data, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def liked(client, user="ann"):
    said = client.get(f"/v1/users/{user}/feedback").json()["data"]
    return {each["paper_id"]: each["at"] for each in said if each["kind"] == "like"}


def collected(client, name, user="ann"):
    answer = client.get(f"/v1/users/{user}/collections/{name}")
    assert answer.status_code == 200, answer.text
    return {each["paper_id"]: each["note"] for each in answer.json()["data"]}


@pytest.fixture
def flows(small):
    """The first papers of the sample, and others of it that the library file knows."""
    titles = (
        "Neural Spline Flows",
        "Kernelised Normalising Flows",
        "Generative Modeling for Low Dimensional Speech Attributes with Neural Spline Flows",
    )
    papers = [make_paper(title, f"We study {title} at length.", source=Source(name="test")) for title in titles]
    small.corpus.add(papers, small.now())
    return small


@pytest.fixture
def client(flows):
    with serving(flows, raise_server_exceptions=False) as client:
        yield client


def test_each_entry_of_a_library_becomes_what_it_is(client):
    answer = sent(client)
    assert answer["format"] == "bibtex"
    assert answer["counts"] == {"liked": 3, "added": 2, "title_only": 1, "offered": 1, "not_found": 1}
    assert [(each["line"], each["paper_id"]) for each in answer["title_only"]] == [
        (38, "hf:patterns-of-hand-weaving-in-three-valleys")
    ]
    assert [(each["line"], each["candidates"]) for each in answer["offered"]] == [
        (44, ["hf:align-your-flow-scaling-continuous-time-flow-map-distillation"])
    ]
    assert [(each["line"], each["given"]) for each in answer["not_found"]] == [(51, "arxiv:2401.99001")]
    assert liked(client).keys() == {
        "hf:neural-spline-flows",
        "hf:kernelised-normalising-flows",
        "hf:generative-modeling-for-low-dimensional-speech-attributes-with-neural-spline-flows",
        KELP,
        "hf:how-church-bells-drift-out-of-tune",
        "hf:patterns-of-hand-weaving-in-three-valleys",
    }


def test_dates_of_the_file_are_those_of_the_likes(client):
    sent(client)
    at = liked(client)
    assert at["hf:neural-spline-flows"] == "2023-02-14T00:00:00Z"
    assert at["hf:kernelised-normalising-flows"] == "2023-05-02T07:30:00Z"
    assert datetime.fromisoformat(at[KELP]).date() == datetime.now(UTC).date()


def test_the_same_file_again_changes_nothing(client):
    first = sent(client, collection="thesis")
    before = client.get(f"{ANN}/export").json()
    again = sent(client, collection="thesis")
    assert again["id"] == first["id"]
    assert again["counts"] == {"unchanged": 6, "offered": 1, "not_found": 1}
    assert client.get(f"{ANN}/export").json() == before
    assert again["snapshot"] == first["snapshot"]


def test_a_dry_run_says_the_same_and_keeps_nothing(client):
    before = client.get("/v1/meta").json()["snapshot"]
    said = sent(client, dry_run=True, collection="thesis")
    assert (client.get("/v1/meta").json()["snapshot"], liked(client)) == (before, {})
    assert client.get(f"{ANN}/imports").json() == client.get(f"{ANN}/collections").json() == {"data": []}
    done = sent(client, collection="thesis")
    assert (said["counts"], said["offered"], said["id"]) == (done["counts"], done["offered"], done["id"])
    assert sent(client, dry_run=True, collection="thesis")["counts"] == {"unchanged": 6, "offered": 1, "not_found": 1}


def test_an_import_is_undone_once_and_its_papers_stay(client):
    say(
        client,
        "hf:kernelised-normalising-flows",
        "dislike",
        at="2020-01-01T00:00:00Z",
    )
    made = sent(client, collection="thesis")["id"]
    assert [each["id"] for each in client.get(f"{ANN}/imports").json()["data"]] == [made]
    problem(client.delete(f"/v1/users/bob/imports/{made}"), 404, "not_in_library")
    assert client.delete(f"{ANN}/imports/{made}").json() == {"likes": 6, "collected": 6}
    said = client.get(f"{ANN}/feedback").json()["data"]
    assert [(each["paper_id"], each["kind"]) for each in said] == [("hf:kernelised-normalising-flows", "dislike")]
    assert client.get(f"{ANN}/collections").json() == {"data": []}
    assert client.get(f"/v1/papers/{KELP}").status_code == 200
    problem(client.delete(f"{ANN}/imports/{made}"), 404, "not_in_library")


def test_a_library_does_not_correct_what_is_known(client):
    sent(client)
    before = client.get(f"/v1/papers/{KELP}").json()
    line = {"title": "Klep", "abstract": "Wrong.", "id": KELP}
    assert sent(client, json.dumps(line).encode(), user="bob")["counts"] == {"liked": 1}
    assert client.get(f"/v1/papers/{KELP}").json() == before


def test_a_title_alone_gets_its_abstract_from_another_library(client):
    sent(client)
    line = {
        "title": "Patterns of hand weaving in three valleys",
        "abstract": "We drew 212 patterns.",
        "authors": ["Berit Olsen"],
    }
    assert sent(client, json.dumps(line).encode(), user="bob")["counts"] == {"liked": 1}
    assert client.get("/v1/papers/hf:patterns-of-hand-weaving-in-three-valleys").json()["abstract"] == line["abstract"]


def test_a_list_of_ids_likes_what_is_here_and_names_the_others_by_line(client):
    answer = sent(client, b"hf:neural-spline-flows\n# mine\n2401.99002\nhttps://doi.org/10.5555/nowhere\n")
    assert answer["counts"] == {"liked": 1, "not_found": 2}
    assert [(each["line"], each["given"]) for each in answer["not_found"]] == [
        (3, "arxiv:2401.99002"),
        (4, "doi:10.5555/nowhere"),
    ]


def test_a_date_that_cannot_be_costs_the_date_alone(client):
    lines = [{"id": "hf:neural-spline-flows", "added": at} for at in ("2999-01-01",)]
    assert sent(client, json.dumps(lines).encode())["counts"] == {"liked": 1}
    assert datetime.fromisoformat(liked(client)["hf:neural-spline-flows"]).date() == datetime.now(UTC).date()


def test_a_large_library_is_a_job_that_ends_as_the_same_import(client, flows):
    most = flows.settings.jobs.import_above
    lines = [json.dumps({"id": f"zz:{number}"}) for number in range(most)]
    data = "\n".join([*lines, '{"id": "hf:neural-spline-flows"}']).encode()
    answer = client.post(f"{ANN}/imports", content=data, params={"collection": "all"})
    assert answer.status_code == 202
    job = ended(client, answer.headers["Location"])
    assert (job["kind"], job["status"], job["counts"]["failed"]) == ("likes", "completed", 0)
    last = client.get(f"{answer.headers['Location']}/results", params={"cursor": most - 2}).json()
    assert [(each["paper_id"], each["line"], each["outcome"]) for each in last["data"]] == [
        (f"zz:{most - 1}", most, "not_found"),
        ("hf:neural-spline-flows", most + 1, "liked"),
    ]
    assert client.get(f"{answer.headers['Location']}/results").json()["diagnostics"] == []
    assert liked(client).keys() == collected(client, "all").keys() == {"hf:neural-spline-flows"}
    (made,) = client.get(f"{ANN}/imports").json()["data"]
    assert (made["papers"], made["liked"]) == (1, 1)
    assert client.delete(f"{ANN}/imports/{made['id']}").json() == {"likes": 1, "collected": 1}


@pytest.mark.parametrize("name", [EMOJI * 300, "a" * 101, " ", "a\u202eb", "a\nb\x00", ".."])
def test_a_name_that_cannot_be_is_refused_and_named(reader, name):
    answer = unchanged(reader, lambda: reader.post(f"{ANN}/imports", content=LIBRARY, params={"collection": name}))
    assert pointers(problem(answer, 422, "invalid_input")) == ["/collection"]
    assert liked(reader) == {}


def test_a_collection_of_300_emoji_is_refused_in_the_address_too(client):
    for method in ("put", "get", "delete"):
        answer = getattr(client, method)(
            f"{ANN}/collections/{EMOJI * 300}", **({"json": {}} if method == "put" else {})
        )
        assert pointers(problem(answer, 422, "invalid_input")) == ["/name"]
    assert client.put(f"{ANN}/collections/{EMOJI * 100}", json={}).status_code == 200


def test_a_collection_holds_papers_with_notes_under_whichever_id(client):
    sent(client)
    assert client.put(f"{ANN}/collections/later", json={"note": "For winter"}).json()["note"] == "For winter"
    address = f"{ANN}/collections/later/https://doi.org/10.5555/ECO.18"
    assert client.put(address, json={"note": "kelp!"}).json() == {"added": True}
    assert client.put(address, json={}).json() == {"added": False}
    assert collected(client, "later") == {KELP: "kelp!"}
    problem(client.put(f"{ANN}/collections/later/hf:nowhere", json={}), 404, "paper_not_found")
    assert client.delete(f"{ANN}/collections/later/{KELP}").status_code == 204
    problem(client.delete(f"{ANN}/collections/later/{KELP}"), 404, "not_in_library")
    assert client.delete(f"{ANN}/collections/later").status_code == 204
    problem(client.get(f"{ANN}/collections/later"), 404, "not_in_library")
    problem(client.get(f"{ANN}/recommendations", params={"collection": "later"}), 404, "not_in_library")


def test_recommendations_go_by_one_collection_and_bring_back_neither_it_nor_the_likes(client):
    say(client, "hf:kernelised-normalising-flows")
    client.put(f"{ANN}/collections/one/hf:neural-spline-flows", json={})
    answer = client.get(f"{ANN}/recommendations", params={"collection": "one", "limit": 50}).json()
    assert {cause["paper_id"] for item in answer["data"] for cause in item["because"]} == {"hf:neural-spline-flows"}
    there = {item["paper"]["id"] for item in answer["data"]}
    assert there
    assert there.isdisjoint({"hf:neural-spline-flows", "hf:kernelised-normalising-flows"})


def test_what_is_new_since_a_moment_is_what_came_from_then_on(client, flows):
    say(client, "hf:neural-spline-flows")
    client.put(f"{ANN}/collections/one/hf:neural-spline-flows", json={})
    client.put(f"{ANN}/searches/kelp", json={"query": "sea urchins", "must": ["kelp"], "must_not": ["whales"]})
    client.put(f"{ANN}/authors/K. Moen")
    since = flows.now().isoformat()
    for query in ({"since": since}, {"since": since, "collection": "one"}):
        assert shown(client, **query) == []
    sent(client, user="bob")
    new = {KELP, "hf:how-church-bells-drift-out-of-tune", "hf:patterns-of-hand-weaving-in-three-valleys"}
    for query in ({"since": since}, {"since": since, "collection": "one"}):
        assert set(shown(client, **query)) == new
    for address in ("searches/kelp/papers", "authors/papers"):
        found = client.get(f"{ANN}/{address}", params={"since": since}).json()["data"]
        assert [each["paper"]["id"] for each in found] == [KELP]
        assert client.get(f"{ANN}/{address}", params={"since": "2999-01-01"}).json() == {"data": []}
        assert pointers(problem(client.get(f"{ANN}/{address}", params={"since": "soon"}), 422)) == ["/since"]


def test_a_saved_search_is_shown_as_it_was_given(client):
    search = {
        "query": "kelp",
        "must": ["urchins"],
        "must_not": ["whales"],
        "filters": {"published_after": "2020-01-01", "venues": ["Nature"]},
    }
    assert client.put(f"{ANN}/searches/my%20kelp", json=search).status_code == 200
    (kept,) = client.get(f"{ANN}/searches").json()["data"]
    assert (kept["name"], kept["query"], kept["must"], kept["must_not"]) == ("my kelp", "kelp", ["urchins"], ["whales"])
    assert (kept["filters"]["published_after"], kept["filters"]["venues"]) == ("2020-01-01", ["Nature"])
    assert client.get(f"{ANN}/searches/my kelp").json() == kept
    assert client.delete(f"{ANN}/searches/my kelp").status_code == 204
    problem(client.get(f"{ANN}/searches/my kelp"), 404, "not_in_library")
    assert pointers(problem(client.put(f"{ANN}/searches/all", json={}), 422)) == ["/query"]


def test_followed_authors_are_found_however_their_names_are_written(client):
    sent(client)
    for name in ("Ødegård, Lars", "K. Moen", "Brandt"):
        client.put(f"{ANN}/authors/{name}")
    found = client.get(f"{ANN}/authors/papers").json()["data"]
    assert {each["paper"]["id"]: each["authors"] for each in found} == {
        KELP: ["K. Moen", "Ødegård, Lars"],
        "hf:how-church-bells-drift-out-of-tune": ["Brandt"],
    }
    assert client.delete(f"{ANN}/authors/Brandt").status_code == 204
    problem(client.delete(f"{ANN}/authors/Brandt"), 404, "not_in_library")
    assert pointers(problem(client.put(f"{ANN}/authors/K. M."), 422)) == ["/name"]


@pytest.mark.parametrize("kind", FORMATS)
def test_likes_taken_away_and_brought_back_change_nothing_and_make_another_user_alike(client, kind):
    sent(client, collection="thesis")
    file = client.get(f"{ANN}/export/likes", params={"format": kind})
    assert file.headers["content-disposition"] == f'attachment; filename="likes.{FORMATS[kind].extension}"'
    before = client.get("/v1/meta").json()["snapshot"]
    assert sent(client, file.content)["counts"] == {"unchanged": 6}
    assert sent(client, file.content, user="bob")["counts"] == {"liked": 6}
    assert liked(client, "bob") == liked(client)
    assert client.get("/v1/users/bob/export/likes", params={"format": kind}).content == file.content
    assert client.get("/v1/meta").json()["snapshot"] == before


def test_collections_and_recommendations_are_files_too(client):
    sent(client, collection="thesis")
    shared = client.get(f"{ANN}/export/collections/thesis", params={"format": "jsonl"}).text
    assert {json.loads(line)["id"] for line in shared.splitlines()} == liked(client).keys()
    advice = client.get(f"{ANN}/export/recommendations", params={"format": "jsonl", "limit": 3}).text
    assert [json.loads(line)["id"] for line in advice.splitlines()] == shown(client, limit=3)
    problem(client.get(f"{ANN}/export/collections/none"), 404, "not_in_library")
    assert pointers(problem(client.get(f"{ANN}/export/likes", params={"format": "word"}), 422)) == ["/format"]


def test_a_deleted_user_leaves_no_library(client):
    sent(client, collection="thesis")
    client.put(f"{ANN}/authors/Kari Moen")
    client.put(f"{ANN}/searches/kelp", json={"query": "kelp"})
    said = client.get(f"{ANN}/export").json()
    assert [len(said[part]) for part in ("collections", "authors", "searches", "imports")] == [1, 1, 1, 1]
    assert client.delete(ANN).json() == {"deleted": 6}
    said = client.get(f"{ANN}/export").json()
    assert not any(said.values())
