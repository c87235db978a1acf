"""Lists: what stands in the address, what a button does to it, and what a page says in each state."""

from urllib.parse import parse_qs, urlsplit

import pytest

from service.summarization import lines_at_hand, quote_first_papers
from tests.corpora import NOW, samples, serving
from tests.web.markup import Markup


def sent(client, path: str, **fields: str) -> str:
    """The address that a form leads to."""
    answer = client.post(path, data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def state(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.fixture
def ids(reader) -> list[str]:
    return shown(reader, "/")


def shown(client, path: str) -> list[str]:
    """The papers of the list of a page, in order."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [str(card["data-paper"]) for card in Markup(answer.text).of_class("card")]


def test_the_first_page_has_six_papers_that_stand_for_the_corpus(reader):
    assert len(set(shown(reader, "/"))) == 6


def test_a_like_leads_to_an_address_that_has_it(reader, ids):
    address = sent(reader, "/", do=f"like {ids[0]}")
    assert state(address) == {"liked": ids[0], "last": ids[0]}
    assert ids[0] not in shown(reader, address)


def test_the_latest_like_stands_first_and_a_paper_is_in_one_list_only(reader, ids):
    address = sent(reader, "/", liked=ids[0], do=f"like {ids[1]}")
    assert state(address)["liked"] == f"{ids[1]},{ids[0]}"
    address = sent(reader, "/", **state(address), do=f"dislike {ids[0]}")
    assert state(address) == {"liked": ids[1], "disliked": ids[0], "last": ids[0]}
    address = sent(reader, "/", **state(address), do=f"undo {ids[0]}")
    assert state(address) == {"liked": ids[1]}


def test_the_page_lists_what_the_api_lists(reader, ids):
    listed = reader.post("/v1/recommendations", json={"liked": ids[:2], "diversity": 0.6}).json()["data"]
    assert shown(reader, f"/?liked={ids[0]},{ids[1]}&diversity=0.6") == [item["paper"]["id"] for item in listed]


def test_the_same_address_gives_the_same_bytes(reader, ids):
    address = f"/?liked={ids[0]},{ids[1]}&last={ids[1]}"
    assert reader.get(address).content == reader.get(address).content


def test_marks_say_what_the_last_like_did(reader, ids):
    before = shown(reader, f"/?liked={ids[0]}")
    page = Markup(reader.get(f"/?liked={ids[1]},{ids[0]}&last={ids[1]}").text)
    fresh = [card["data-paper"] for card in page.of_class("fresh")]
    assert fresh
    assert not set(fresh) & set(before)
    assert "from your last like" in page.text


def test_a_muted_interest_does_not_count_and_can_count_again(reader, ids):
    address = sent(reader, "/", liked=ids[0], do="mute i1")
    assert state(address) == {"liked": ids[0], "muted": ids[0]}
    assert "Everything is muted" in reader.get(address).text
    assert state(sent(reader, "/", **state(address), do="more i1")) == {"liked": ids[0], "more": ids[0]}
    assert state(sent(reader, "/", liked=ids[0], more=ids[0], do="usual i1")) == {"liked": ids[0]}


def test_ids_are_pasted_in_any_form(reader, ids):
    address = sent(
        reader, "/", do="paste", ids=f"{ids[0]}, arXiv:2106.15928v2\nhttps://arxiv.org/abs/1906.04032 and words"
    )
    assert state(address)["liked"] == f"{ids[0]},arxiv:2106.15928,arxiv:1906.04032"
    assert "Not here: arxiv:2106.15928" in Markup(reader.get(address).text).text


def test_an_id_with_a_comma_stands_in_an_address(reader):
    address = sent(reader, "/", do="paste", ids="https://doi.org/10.1000/a,b")
    assert "doi:10.1000/a,b" in Markup(reader.get(address).text).text


def test_the_second_like_is_answered_with_papers_that_tell_most(reader, ids):
    assert "Rate these three next" not in reader.get(f"/?liked={ids[0]}").text
    assert "Rate these three next" in reader.get(f"/?liked={ids[0]},{ids[1]}").text


def test_why_says_where_a_paper_would_stand_without_each_like(reader, ids):
    address = f"/?liked={ids[0]},{ids[1]}"
    first = shown(reader, address)[0]
    page = reader.get(f"/why?liked={ids[0]},{ids[1]}&paper={first}")
    assert page.status_code == 200
    assert "1 → " in page.text
    told = reader.post(
        "/v1/recommendations/explain", json={"liked": ids[:2], "paper_id": first, "without": [ids[0]]}
    ).json()
    assert f"→ {told['without']['rank']}<" in page.text
    assert reader.get(f"/why?liked={ids[0]}&paper={ids[0]}").status_code == 404


def test_likes_are_kept_and_become_the_list_for_you(client):
    ids = shown(client, "/")
    assert "Nothing yet" not in client.get(f"/?liked={ids[0]}").text
    assert sent(client, "/", liked=f"{ids[1]},{ids[0]}", disliked=ids[2], do="keep") == "/for-you"
    kept = client.get("/v1/users/local/feedback").json()["data"]
    assert {each["paper_id"]: each["kind"] for each in kept} == {ids[0]: "like", ids[1]: "like", ids[2]: "dislike"}
    assert not set(ids[:3]) & set(shown(client, "/for-you"))


def test_the_list_for_you_takes_likes_and_takes_them_back(client):
    ids = shown(client, "/for-you")
    assert sent(client, "/for-you", do=f"like {ids[0]}") == f"/for-you?last={ids[0]}"
    assert ids[0] not in shown(client, "/for-you")
    sent(client, "/for-you", do="mute i1")
    assert "Everything is muted" in client.get("/for-you").text
    sent(client, "/for-you", do="usual i1")
    first = shown(client, "/for-you")[0]
    assert client.get(f"/for-you/why?paper={first}").status_code == 200
    assert sent(client, "/for-you", do=f"undo {ids[0]}") == "/for-you"
    assert client.get("/v1/users/local/feedback").json()["data"] == []


def test_a_paper_is_saved_and_the_list_stays(client):
    ids = shown(client, "/")
    assert sent(client, "/", do=f"save {ids[0]}") == "/"
    assert sent(client, "/for-you", do=f"save {ids[1]}") == "/for-you"
    (collection,) = client.get("/v1/users/local/collections").json()["data"]
    assert (collection["name"], collection["papers"]) == ("Saved", 2)
    assert len(Markup(client.get("/").text).of_class("saved")) == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("diversity=2", "/diversity: must be from 0 to 1."),
        ("diversity=nan", "/diversity: must be from 0 to 1."),
        ("length=0", "/length: must be from 1 to 100."),
        ("length=much", "/length: must be a number."),
        ("after=yesterday", "/after: must be a date like 2021-06-30."),
        ("after=2022-01-01&before=2021-01-01", "the first day is after the last one"),
        ("liked=%3F%3F%00", "/liked: "),
        ("liked=hf:a&disliked=hf:a", "liked and disliked"),
        ("liked=" + ",".join(f"hf:a-{number}" for number in range(2_000)), "more than the limit of 1,000"),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_the_field(reader, query: str, words: str):
    answer = reader.get(f"/?{query}")
    assert answer.status_code == 422
    assert words in Markup(answer.text).text


@pytest.mark.parametrize(
    "fields", [{}, {"do": "explode"}, {"do": "mute i9"}, {"do": "like hf:nobody-has-this"}, {"do": "like"}]
)
def test_a_form_that_cannot_be_is_refused_and_changes_nothing(reader, fields):
    for path in ("/", "/for-you"):
        answer = reader.post(path, data=fields)
        assert answer.status_code in {404, 422}
        assert answer.headers["content-type"].startswith("text/html")
    assert reader.get("/v1/users/local/feedback").json()["data"] == []


def test_more_likes_than_an_address_holds_are_to_be_imported(reader):
    many = "\n".join(f"hf:{'a-very-long-slug-' * 6}{number}" for number in range(900))
    answer = reader.post("/", data={"do": "paste", "ids": many}, follow_redirects=False)
    assert answer.status_code == 422
    assert "in the library" in answer.text


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_corpus_of_a_few_papers_has_pages(empty, count: int):
    empty.corpus.add(samples(count), NOW)
    with serving(empty) as client:
        assert len(shown(client, "/")) == count
        assert len(shown(client, "/for-you")) == count
        first = [paper.id for paper in samples(count)[:1]]
        for path in (
            "/search?q=flow",
            "/kept",
            *(f"/papers/{each}" for each in first),
            *(f"/?liked={each}" for each in first),
        ):
            assert client.get(path).status_code == 200, path
        if not count:
            assert "No papers yet" in client.get("/").text


def test_a_card_has_the_line_that_is_written_already_and_looking_writes_none(client, small):
    first = shown(client, "/")
    papers = small.corpus.catalog.get(first).values()
    assert lines_at_hand(small.writer, papers) == {}
    client.get(f"/papers/{first[0]}")
    assert [*lines_at_hand(small.writer, papers)] == [first[0]]
    quote_first_papers(small.corpus, small.writer)
    lines = lines_at_hand(small.writer, papers)
    assert {*lines} == {*first}
    page = Markup(client.get("/").text)
    assert all(line in page.text for line in lines.values())


def test_filters_that_leave_nothing_say_so(reader, ids):
    assert "Nothing passes the filters" in reader.get(f"/?liked={ids[0]}&words=zyzzyva").text


def test_a_page_weighs_little(reader, ids):
    address = f"/?liked={','.join(ids[:5])}"
    page = reader.get(address)
    links = [each["href"] for each in Markup(page.text).named("link")]
    scripts = [each["src"] for each in Markup(page.text).named("script")]
    parts = [reader.get(part).content for part in {*links, *scripts, "/static/swap.js"}]
    assert len(page.content) + sum(map(len, parts)) < 150_000


def test_an_address_where_nothing_is_is_a_page_for_browsers_and_a_problem_for_programs(reader):
    page = reader.get("/nothing", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert reader.get("/nothing").headers["content-type"] == "application/problem+json"


def test_a_form_of_another_site_changes_nothing(client):
    first = shown(client, "/")[0]
    for path in ("/for-you", f"/papers/{first}", "/kept"):
        answer = client.post(path, data={"do": f"like {first}"}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403
    assert client.get("/v1/users/local/feedback").json()["data"] == []


def test_a_like_that_was_pasted_under_another_id_is_taken_back(client):
    paper = {
        "id": "arXiv:2106.15928",
        "title": "Owls",
        "abstract": "We count owls.",
        "external_ids": {"doi": "10.1000/x"},
    }
    assert client.post("/v1/papers", json={"papers": [paper]}).status_code == 200
    assert state(sent(client, "/", do="undo arxiv:2106.15928", liked="doi:10.1000/x")) == {}
    assert state(sent(client, "/", do="paste", ids="10.1000/x", disliked="arxiv:2106.15928")) == {
        "liked": "arxiv:2106.15928"
    }


def test_what_is_muted_stays_muted_when_likes_are_kept(client, ids):
    sent(client, "/", do="keep", liked=",".join(ids[:3]), muted=ids[1], more=ids[2])
    kept = client.app.state.services.corpus.feedback.of_user("local")
    assert {each.paper_id: each.weight for each in kept} == {ids[0]: 1.0, ids[1]: 0.0, ids[2]: 2.0}
