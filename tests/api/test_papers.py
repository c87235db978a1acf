"""Keeping, finding, deleting papers, and their neighbours."""

from urllib.parse import quote

import pytest

from tests.api.problem import pointers, problem, unchanged

SURFACES = {
    "title": "Neural Surfaces",
    "abstract": "We study neural surfaces. They are smooth.",
    "id": "arXiv:2106.15928v2",
    "authors": ["A. Author", "B. Writer"],
    "published": "2021-06-30",
    "categories": ["cs.LG"],
    "url": "https://arxiv.org/abs/2106.15928",
    "external_ids": {"doi": "10.1000/x"},
}
ID = "arxiv:2106.15928"
FORMS = [
    "arXiv:2106.15928",
    "2106.15928v1",
    "https://arxiv.org/abs/2106.15928v3",
    "https://huggingface.co/papers/2106.15928",
]
IMPOSSIBLE = ["arXiv:2413.00001", "2106", "a/b", "hf:A B", "../etc/passwd", "CorpusId:0", "DOI:x", "javascript:x"]


def _keep(client, *papers):
    return client.post("/v1/papers", json={"papers": list(papers)})


def test_a_kept_paper_comes_back_as_it_was_sent(client):
    assert _keep(client, SURFACES).json() == {
        "data": [{"id": ID, "status": "created", "error": None, "notes": [], "merged": [], "conflicts": []}],
        "counts": {"created": 1},
    }
    found = client.get(f"/v1/papers/{ID}").json()
    assert {name: found[name] for name in SURFACES} == SURFACES | {"id": ID}
    assert (found["raw_title"], found["raw_abstract"], found["source"]) == (
        SURFACES["title"],
        SURFACES["abstract"],
        "api",
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_is_found_by_every_form_of_its_id(client, form):
    _keep(client, SURFACES)
    assert client.get(f"/v1/papers/{quote(form)}").json()["id"] == ID
    assert client.post("/v1/papers/lookup", json={"ids": [form]}).json()["data"][0]["id"] == ID


def test_an_old_arxiv_id_and_a_doi_find_their_paper_although_they_hold_slashes(client):
    ids = ["arxiv:hep-th/9901001", "doi:10.1000/a/b(c)"]
    _keep(client, *({"title": f"Paper {number}", "id": paper_id} for number, paper_id in enumerate(ids)))
    for paper_id in ids:
        assert client.get(f"/v1/papers/{paper_id}").json()["id"] == paper_id
        assert len(client.get(f"/v1/papers/{paper_id}/similar?limit=2").json()["data"]) == 2
        assert client.delete(f"/v1/papers/{paper_id}").status_code == 204


def test_the_same_paper_is_unchanged_and_a_changed_one_updated(client):
    statuses = [
        _keep(client, paper).json()["data"][0]["status"]
        for paper in (SURFACES, SURFACES, SURFACES | {"abstract": "Another abstract."})
    ]
    assert statuses == ["created", "unchanged", "updated"]


def test_a_paper_without_an_id_gets_one_from_its_title(client):
    assert _keep(client, {"title": "Neural  Súrfaces!"}).json()["data"][0]["id"] == "hf:neural-surfaces"


def test_a_rejected_paper_says_why_and_does_not_stop_the_others(client):
    bad = [
        {"title": " "},
        {"title": "x" * 1_001},
        {},
        {"title": 5},
        {"title": None},
        "a string",
        None,
    ]
    answer = _keep(client, *bad, SURFACES).json()
    assert answer["counts"] == {"rejected": len(bad), "created": 1}
    assert [kept["id"] for kept in answer["data"]] == [None] * len(bad) + [ID]
    for place, kept in enumerate(answer["data"][: len(bad)]):
        assert kept["error"].startswith(f"/papers/{place}/{'title' if isinstance(bad[place], dict) else 'record'}: ")


def test_two_records_of_one_paper_in_one_request_are_one_paper(client):
    before = client.get("/v1/meta").json()["papers"]
    statuses = [kept["status"] for kept in _keep(client, SURFACES, SURFACES).json()["data"]]
    assert statuses == ["created", "unchanged"]
    assert client.get("/v1/meta").json()["papers"] == before + 1


def test_a_new_paper_is_recommended_and_similar_at_once(client, small):
    like = small.corpus.catalog.get(small.corpus.catalog.first_ids(1)).popitem()[1]
    words = like.abstract.split()
    near = {"title": f"{like.title} again", "abstract": " ".join(words[: len(words) // 2]), "id": "my:near"}
    _keep(client, near)
    assert client.get(f"/v1/papers/{like.id}/similar?limit=1").json()["data"][0]["paper"]["id"] == "my:near"
    body = {"liked": [like.id], "limit": 1, "diversity": 0}
    assert client.post("/v1/recommendations", json=body).json()["data"][0]["paper"]["id"] == "my:near"


def test_a_withdrawn_paper_is_shown_as_such_never_recommended_and_its_texts_are_stale(client, small):
    like, other, *_ = small.corpus.catalog.first_ids(60)
    kept = small.corpus.catalog.get([other])[other]
    notice = {"title": f"WITHDRAWN: {kept.title}", "abstract": "This paper has been withdrawn by the authors."}
    before = client.post("/v1/summaries", json={"paper_ids": [other], "kinds": ["summary"]}).json()["data"][0]
    assert _keep(client, {**notice, "id": other}).json()["data"][0]["status"] == "updated"
    shown = client.get(f"/v1/papers/{other}").json()
    assert (shown["status"], shown["title"], shown["abstract"]) == ("withdrawn", kept.title, kept.abstract)
    body = {"liked": [like], "limit": 100}
    answer = client.post("/v1/recommendations", json=body).json()
    assert other not in {item["paper"]["id"] for item in answer["data"]}
    assert answer["excluded"]["status"] == 1
    similar = client.get(f"/v1/papers/{like}/similar?limit=100").json()["data"]
    assert other not in {hit["paper"]["id"] for hit in similar}
    after = client.post("/v1/summaries", json={"paper_ids": [other], "kinds": ["summary"]}).json()["data"][0]
    assert (before["stale"], after["stale"]) == (False, True)
    _keep(client, {"title": kept.title, "id": other, "status": "active"})
    assert client.get(f"/v1/papers/{other}").json()["status"] == "active"


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("id", "2413.00001", None),
        ("url", "file:///x", None),
        ("url", "www.example.org", "https://www.example.org"),
        ("published", "2021-13-01", None),
        ("published", 0, None),
        ("published", "86400", None),
        ("published", True, None),
        ("published", "Spring 2021", "2021"),
        ("authors", ["A. Author", 7], ["A. Author"]),
        ("shelf", "B7", None),
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_costs_no_paper(client, field, value, kept):
    (outcome,) = _keep(client, {"title": "An Odd Record", field: value}).json()["data"]
    assert outcome["error"] is None
    assert [note["field"] for note in outcome["notes"]] == [field]
    found = client.get(f"/v1/papers/{outcome['id']}").json()
    assert outcome["id"] == "hf:an-odd-record"
    assert (found.get(field) == kept) or field == "id"


@pytest.mark.parametrize("published", ["2021", "2021-06", "2021-06-30"])
def test_a_date_is_shown_as_exactly_as_it_was_sent(client, published):
    record = {"title": f"Dated {published}", "published": published}
    (outcome,) = _keep(client, record).json()["data"]
    assert (outcome["notes"], client.get(f"/v1/papers/{outcome['id']}").json()["published"]) == ([], published)


def test_what_is_no_list_of_papers_is_named_and_nothing_is_written(reader):
    for papers in ({}, "A", []):
        answer = unchanged(reader, lambda papers=papers: reader.post("/v1/papers", json={"papers": papers}))
        assert pointers(problem(answer, 422, "invalid_input")) == ["/papers"]


def test_more_papers_than_the_limit_are_refused_by_name(reader):
    answer = unchanged(reader, lambda: _keep(reader, *[{"title": "A"}] * 1_001))
    assert pointers(problem(answer, 422)) == ["/papers"]


def test_lookup_answers_in_the_order_asked_once_each_and_names_what_is_missing(reader, sampled):
    one, two = sampled.corpus.catalog.first_ids(2)
    answer = reader.post("/v1/papers/lookup", json={"ids": [two, "hf:nowhere", one, two, "hf:nowhere"]}).json()
    assert [paper["id"] for paper in answer["data"]] == [two, one]
    assert answer["not_found"] == ["hf:nowhere"]


@pytest.mark.parametrize("ids", [[], ["hf:a"] * 1_001])
def test_lookup_of_none_or_too_many_names_the_field(reader, ids):
    assert pointers(problem(reader.post("/v1/papers/lookup", json={"ids": ids}), 422)) == ["/ids"]


@pytest.mark.parametrize("impossible", IMPOSSIBLE)
def test_an_id_that_cannot_exist_is_a_422_that_says_which_forms_can(reader, impossible):
    for path in (impossible, f"{impossible}/similar"):
        body = problem(reader.get(f"/v1/papers/{quote(path, safe='')}"), 422, "invalid_paper_id")
        assert "arXiv:2106.15928" in body["detail"]
    body = problem(reader.post("/v1/papers/lookup", json={"ids": ["hf:a", impossible]}), 422)
    assert pointers(body) == ["/ids/1"]


def test_an_id_that_nobody_has_is_a_404(reader):
    for request in (reader.get, reader.delete):
        problem(unchanged(reader, lambda request=request: request("/v1/papers/hf:nowhere")), 404, "paper_not_found")
    problem(reader.get("/v1/papers/hf:nowhere/similar"), 404, "paper_not_found")


def test_a_deleted_paper_is_gone_everywhere(client, small):
    gone, like = small.corpus.catalog.first_ids(2)
    assert client.delete(f"/v1/papers/{gone}").status_code == 204
    problem(client.get(f"/v1/papers/{gone}"), 404)
    problem(client.delete(f"/v1/papers/{gone}"), 404)
    everything = client.post("/v1/recommendations", json={"liked": [like], "limit": 100}).json()["data"]
    assert len(everything) == 58
    assert gone not in {item["paper"]["id"] for item in everything}
    assert gone not in {hit["paper"]["id"] for hit in client.get(f"/v1/papers/{like}/similar?limit=100").json()["data"]}


def test_similar_papers_come_nearest_first_without_the_paper_itself(reader, sampled):
    (asked,) = sampled.corpus.catalog.first_ids(1)
    answer = reader.get(f"/v1/papers/{asked}/similar?limit=100").json()
    scores = [hit["score"] for hit in answer["data"]]
    assert len(scores) == 59
    assert scores == sorted(scores, reverse=True)
    assert asked not in {hit["paper"]["id"] for hit in answer["data"]}
    assert reader.get(f"/v1/papers/{asked}/similar").json()["data"] == answer["data"][:10]


@pytest.mark.parametrize("limit", ["-1", "0", "101", "1000000000", "9" * 4_000, "ten", "1.5", "", "NaN"])
def test_a_limit_out_of_range_is_named(reader, sampled, limit):
    (asked,) = sampled.corpus.catalog.first_ids(1)
    answer = reader.get(f"/v1/papers/{asked}/similar", params={"limit": limit})
    assert pointers(problem(answer, 422)) == ["/limit"]
    assert not limit.startswith("99") or limit not in answer.text


def test_a_notice_marks_the_paper_that_it_names_and_is_itself_active_and_never_recommended(client, small):
    gone = small.corpus.catalog.first_ids(1)[0]
    notice = {"title": "Retraction Note: flows", "abstract": small.corpus.paper(gone).abstract, "id": "oa:notice"}
    asked = {"paper_ids": [gone], "kinds": ["summary"], "mode": "extractive"}
    before = client.post("/v1/summaries", json=asked).json()["data"][0]
    _keep(client, notice | {"updates": {gone: "retracted"}})
    after = client.post("/v1/summaries", json=asked).json()["data"][0]
    assert (before["stale"], after["stale"]) == (False, True)
    found = client.get("/v1/papers/oa:notice").json()
    assert (found["status"], found["updates"]) == ("active", {gone: "retracted"})
    assert client.get(f"/v1/papers/{gone}").json()["status"] == "retracted"
    (like,) = small.corpus.catalog.first_ids(2)[1:]
    answer = client.post("/v1/recommendations", json={"liked": [like], "limit": 100}).json()
    assert answer["excluded"]["status"] == 2
    assert {gone, "oa:notice"}.isdisjoint(item["paper"]["id"] for item in answer["data"])
