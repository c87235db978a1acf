"""Feeds over HTTP: secret addresses, what stands in them, and what a reader that has them already is told."""

from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from service.app import build, create_app
from service.digests import Digest, DigestCause, DigestPaper, DigestText
from service.papers import Source, Status, make_paper
from service.storage import DigestRecords, WebhookRecords, digest_id
from service.storage.sql import papers
from tests.api.keyed import ON, let_in
from tests.api.problem import pointers, problem
from tests.api.test_cross_site import everything
from tests.api.users import ANN, say
from tests.corpora import serving
from tests.digests.feeds import ATOM, HOSTILE, checked
from tests.upstream import Upstream

FEEDS = f"{ANN}/feeds"
BASE = "http://testserver"


@pytest.fixture(scope="module")
def kept(stores, small_folder, tmp_path_factory):
    """Services over 60 papers for a whole module, and a client of them."""
    folder = stores.copy(small_folder, tmp_path_factory.mktemp("feeds") / "data")
    with build(stores.settings(folder)) as services, serving(services, raise_server_exceptions=False) as client:
        yield services, client
    stores.clear(folder)


@pytest.fixture
def small(kept):
    """The services."""
    return kept[0]


@pytest.fixture
def client(kept):
    """The client, when nobody has said anything."""
    for user in ("ann", "bob", "cid", "dan"):
        kept[1].delete(f"/v1/users/{user}").raise_for_status()
    return kept[1]


@pytest.fixture
def liked(small, client):
    """Two papers that ann likes."""
    ids = small.corpus.catalog.first_ids(2)
    for each in ids:
        say(client, each)
    return ids


def made(client, kind="recommendations"):
    answer = client.post(FEEDS, json={"kind": kind})
    assert answer.status_code == 200, answer.text
    return answer.json()["url"].removeprefix(BASE)


def read(client, address, **headers):
    """The entries of a feed as a reader has them, after checking that the feed is valid."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    checked(answer.content)
    return feedparser.parse(answer.content).entries


def moment(entry):
    return datetime(*entry.updated_parsed[:6], tzinfo=UTC)


def paper_of(entry):
    return entry.id.partition(":paper/")[2]


def test_an_address_is_made_shown_again_and_revoked(client):
    address = made(client)
    assert made(client) == address
    (listed,) = client.get(FEEDS).json()["data"]
    assert (listed["kind"], listed["url"]) == ("recommendations", f"{BASE}{address}")
    assert client.get(address).status_code == 200
    assert client.delete(f"{FEEDS}/recommendations").status_code == 204
    problem(client.get(address), 404, "feed_not_found")
    problem(client.delete(f"{FEEDS}/recommendations"), 404, "feed_not_found")
    assert made(client) != address


def test_every_address_is_another_one(client):
    client.put(f"{ANN}/collections/winter", json={})
    client.put(f"{ANN}/searches/winter", json={"query": "flows"})
    kinds = ["recommendations", "trending", "search:winter", "collection:winter"]
    addresses = {made(client, kind) for kind in kinds}
    assert len(addresses) == len(kinds)
    assert all(len(each) == len("/feeds/") + 43 for each in addresses)
    assert [each["kind"] for each in client.get(FEEDS).json()["data"]] == [
        "collection:winter", "recommendations", "search:winter", "trending",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["", "search", "search:", "likes", "recommendations:x", "trending ", "collection:a/b", ":"]
)
def test_a_feed_of_nothing_is_refused_and_named(client, small, kind):
    before = everything(small)
    assert pointers(problem(client.post(FEEDS, json={"kind": kind}), 422)) in (["/kind"], ["/name"])
    assert everything(small) == before


@pytest.mark.parametrize("kind", ["search:nope", "collection:nope"])
def test_a_feed_of_what_the_user_does_not_have_is_not_there(client, kind):
    problem(client.post(FEEDS, json={"kind": kind}), 404, "not_in_library")


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5_000, "%00", "%F0%9F%A6%89", "..%2F..", "trending.atom.atom"])
def test_an_unknown_address_tells_nothing(client, token):
    made(client)
    unknown = problem(client.get(f"/feeds/{token}"), 404)
    assert unknown["code"] in {"feed_not_found", "no_such_address"}
    assert "ann" not in str(unknown)


@pytest.mark.usefixtures("liked")
def test_what_is_recommended_stands_in_the_feed_with_its_reasons(client, small):
    entries = read(client, made(client))
    expected = client.get(f"{ANN}/recommendations", params={"limit": 30}).json()["data"]
    assert [paper_of(each) for each in entries] == [item["paper"]["id"] for item in expected]
    first, item = entries[0], expected[0]
    assert first.title == item["paper"]["title"]
    assert first.summary.startswith("Because you liked “")
    cause = max(item["because"], key=lambda each: each["contribution"])
    title = small.corpus.paper(cause["paper_id"]).title
    assert title in first.summary
    assert "Quoted from the abstract" in first.content[0].value
    links = {(link.rel, link.href) for link in first.links}
    assert ("alternate", f"{BASE}/papers/{item['paper']['id']}") in links


def test_an_entry_is_as_new_as_the_latest_like_that_speaks_for_it(client, small):
    old, new = small.corpus.catalog.first_ids(2)
    address = made(client)
    say(client, old, at="2020-01-01T00:00:00Z")
    start = small.now().replace(microsecond=0)
    added = small.corpus.catalog.dates(small.corpus.catalog.first_ids(60))
    before = read(client, address)
    assert [moment(each) for each in before] == [added[paper_of(each)].added.replace(microsecond=0) for each in before]
    say(client, new)
    title = small.corpus.paper(new).title
    after = {paper_of(each): (moment(each) >= start, title in each.content[0].value) for each in read(client, address)}
    assert {True, False} >= {newer for newer, _ in after.values()} >= {True}
    assert all(newer for newer, said in after.values() if said)


def test_a_search_has_the_last_to_come_first_and_changes_with_them(client, small):
    client.put(f"{ANN}/searches/flows", json={"query": "normalizing flows"})
    address = made(client, "search:flows")
    before = [paper_of(each) for each in read(client, address)]
    record = make_paper("Normalizing Flows of Our Own", "We study normalizing flows.", source=Source(name="test"))
    small.corpus.add([record], small.now())
    after = [paper_of(each) for each in read(client, address)]
    assert after[0] == record.id
    assert before
    client.delete(f"{ANN}/searches/flows")
    problem(client.get(address), 404, "feed_not_found")


def test_a_collection_has_what_was_put_there_last_first(client, small):
    ids = small.corpus.catalog.first_ids(3)
    for each in ids:
        client.put(f"{ANN}/collections/for%20later/{each}", json={"note": "between us"})
    address = made(client, "collection:for later")
    assert {paper_of(each) for each in read(client, address)} == set(ids)
    assert b"between us" not in client.get(address).content
    client.delete(f"{ANN}/collections/for%20later/{ids[0]}")
    assert {paper_of(each) for each in read(client, address)} == set(ids[1:])


@pytest.mark.parametrize("kind", ["search", "collection"])
def test_an_address_goes_with_what_it_is_of_and_opens_no_other_of_that_name(client, kind):
    kept, what = (
        f"{ANN}/{kind}{'es' if kind == 'search' else 's'}/flows",
        {"query": "flows"} if kind == "search" else {},
    )
    client.put(kept, json=what)
    address = made(client, f"{kind}:flows")
    client.delete(kept)
    client.put(kept, json=what)
    problem(client.get(address), 404, "feed_not_found")
    assert made(client, f"{kind}:flows") != address


def test_what_is_trending_is_anybodys_and_empty_at_first(client, small):
    assert read(client, "/feeds/trending.atom") == []
    paper = small.corpus.catalog.first_ids(1)[0]
    for user in ("bob", "cid", "dan"):
        say(client, paper, user=user)
    assert [paper_of(each) for each in read(client, "/feeds/trending.atom")] == [paper]
    assert [paper_of(each) for each in read(client, made(client, "trending"))] == [paper]


def digest(*shown, made_at, period, user="ann"):
    return Digest(
        id=digest_id(user, period), user=user, period=period, local_date=made_at.date(), made_at=made_at, since=None,
        papers=shown, likes=1,
    )  # fmt: skip


def keep(services, found):
    records = DigestRecords(services.database)
    records.claim(found.user, found.period, found.made_at)
    body = found.model_dump_json().encode()
    records.keep(found.id, body, [each.id for each in found.papers], found.made_at, services.now())


def test_digests_stand_in_the_feed_as_they_were_made(client, small, liked):
    address, now = made(client), small.now().replace(microsecond=0)
    said = DigestText(text="It is so.", source="llm", language="de", faithfulness=0.97)
    because = DigestCause(paper_id=liked[0], title="A & B", contribution=1.0, terms=("owls",))
    old = DigestPaper(
        id="hf:gone", title="Gone since", because=(because,), summary=said, links={"arxiv": "https://arxiv.org/abs/1"}
    )
    keep(small, digest(old, made_at=now - timedelta(days=1), period="2026-11-28"))
    keep(small, digest(DigestPaper(id="hf:new", title="New"), old, made_at=now, period="2026-11-29"))
    entries = read(client, address)
    assert [(paper_of(each), each.updated_parsed[:6]) for each in entries] == [
        ("hf:new", now.utctimetuple()[:6]),
        ("hf:gone", (now - timedelta(days=1)).utctimetuple()[:6]),
    ]
    assert entries[1].link == "https://arxiv.org/abs/1"
    assert entries[1].summary == "Because you liked “A & B” (owls)"
    assert "0.97" in entries[1].content[0].value
    assert entries[1].content[0].language == "de"


def test_what_is_retracted_after_its_digest_says_so_in_the_feed(client, small):
    address, now = made(client), small.now().replace(microsecond=0)
    owls = make_paper("Owls of the Far Valley", "We count owls.", source=Source(name="test"))
    small.corpus.add([owls], now)
    keep(small, digest(DigestPaper(id=owls.id, title=owls.title), made_at=now, period="2026-11-27"))
    before = client.get(address).headers["etag"]
    retracted = make_paper(owls.title, owls.abstract, source=Source(name="test"), status=Status.RETRACTED)
    small.corpus.add([retracted], now)
    (entry,) = read(client, address)
    assert "This paper is retracted." in entry.content[0].value
    assert client.get(address).headers["etag"] != before


def test_the_same_bytes_again_and_after_a_restart(open_services, stores, small_folder, tmp_path):
    stores.copy(small_folder, tmp_path / "data")
    answers = []
    for round_ in range(2):
        with open_services() as services, serving(services) as client:
            if not round_:
                for each in services.corpus.catalog.first_ids(2):
                    say(client, each)
            address = made(client)
            answers += [client.get(address) for _ in range(2)]
    assert len({each.content for each in answers}) == 1
    assert len({each.headers["etag"] for each in answers}) == 1


@pytest.mark.usefixtures("liked")
def test_a_reader_that_has_it_is_not_sent_it_again(client):
    address = made(client)
    first = client.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"].startswith("private")
    for header in (tag, f"W/{tag}", f'"other", W/{tag}', "*"):
        again = client.get(address, headers={"If-None-Match": header})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), header
    for header in ('"other"', "", tag.strip('"'), '"', f'W/"{"x" * 9_000}"'):
        assert client.get(address, headers={"If-None-Match": header}).status_code == 200, header
    assert "last-modified" not in first.headers


@pytest.mark.parametrize(
    "date",
    [
        "Thu, 01 Jan 2099 00:00:00 GMT", "yesterday", "", "0", "Thu, 99 Foo 2026 99:99:99 GMT",
        "Sun, 29 Nov 99999 00:00:00 GMT", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    ],
)  # fmt: skip
def test_a_date_says_nothing_of_what_a_reader_has(client, date):
    assert client.get(made(client), headers={"If-Modified-Since": date}).status_code == 200


@pytest.mark.usefixtures("liked")
def test_a_change_is_a_new_tag(client, small):
    address = made(client)
    before = client.get(address).headers["etag"]
    say(client, small.corpus.catalog.first_ids(3)[2], "dislike")
    assert client.get(address).headers["etag"] != before


@pytest.mark.usefixtures("liked")
def test_head_tells_the_same_without_the_feed(client):
    address = made(client)
    full, head = client.get(address), client.head(address)
    assert (head.status_code, head.headers["etag"]) == (200, full.headers["etag"])
    assert client.head(address, headers={"If-None-Match": full.headers["etag"]}).status_code == 304
    assert client.head("/feeds/trending.atom").status_code == 200


def test_a_paper_keeps_its_entry_when_another_record_of_it_comes(client, small):
    record = make_paper("A Paper of Owls at Dusk", "We count owls at dusk in five valleys.", source=Source(name="test"))
    small.corpus.add([record], small.now())
    client.put(f"{ANN}/collections/owls/{record.id}", json={})
    address = made(client, "collection:owls")
    (before,) = read(client, address)
    known = make_paper(
        record.title, record.abstract, id="arXiv:2401.99001", authors=["Ann Lee"], source=Source(name="test")
    )
    small.corpus.add([known], small.now())
    assert small.corpus.paper("arxiv:2401.99001").id == record.id
    (after,) = read(client, address)
    assert after.id == before.id
    assert after.id.startswith("tag:")
    assert after.link == "https://arxiv.org/abs/2401.99001"


@pytest.mark.usefixtures("liked")
def test_ids_do_not_change_with_the_name_that_is_asked(client):
    address = made(client)
    one, other = (
        feedparser.parse(client.get(address, headers={"Host": host}).content) for host in ("localhost", "127.0.0.1:1")
    )
    assert (one.feed.id, [each.id for each in one.entries]) == (other.feed.id, [each.id for each in other.entries])
    assert one.feed.links[0].href.startswith("http://localhost/feeds/")


@pytest.mark.usefixtures("liked")
def test_whatever_a_row_holds_the_feed_is_one(client, small):
    ids = small.corpus.catalog.first_ids(len(HOSTILE) + 2)[2:]
    storable = [text.encode("utf-8", "replace").decode().replace("\0", "") or "x" for text in HOSTILE]
    with small.database.write() as connection:
        for name, text in zip(ids, storable, strict=True):
            values = {"title": text, "authors": [text], "categories": [text], "published": None}
            connection.execute(sa.update(papers).where(papers.c.id == name).values(**values))
    for each in ids:
        client.put(f"{ANN}/collections/hostile/{each}", json={})
    assert len(read(client, made(client, "collection:hostile"))) == len(HOSTILE)


def test_to_read_a_feed_asks_no_model(open_services, stores, small_folder, tmp_path):
    folder = stores.copy(small_folder, tmp_path / "data")
    with Upstream() as upstream:
        model = {"model": "openai/good", "api_base": upstream.url, "api_key": "a-key"}
        with open_services(folder, llm={"models": [model]}) as services:
            client = TestClient(create_app(services))
            for each in services.corpus.catalog.first_ids(2):
                say(client, each)
            (first, *_) = read(client, made(client))
        assert "Quoted from the abstract" in first.content[0].value
        assert upstream.calls == []


def test_a_feed_needs_no_key_and_its_address_one_that_writes(stores, small_folder, tmp_path, open_services):
    stores.copy(small_folder, tmp_path / "data")
    with open_services(access=ON) as services, let_in(services) as knock:
        address = made(knock("write", user="ann"))
        stranger = TestClient(create_app(services))
        assert stranger.get(address).status_code == 200
        assert stranger.head(address).status_code == 200
        problem(stranger.get("/feeds/trending.atom"), 401, "key_needed")
        assert knock("read").get("/feeds/trending.atom").status_code == 200
        problem(stranger.get(FEEDS), 401, "key_needed")
        problem(knock("read").get(FEEDS), 403, "not_allowed")
        problem(knock("write", user="bob").get(FEEDS), 403, "not_allowed")
        problem(knock("write", user="bob").delete(f"{FEEDS}/recommendations"), 403, "not_allowed")


def test_a_public_address_stands_in_the_feed_whoever_asks(stores, small_folder, tmp_path, open_services):
    stores.copy(small_folder, tmp_path / "data")
    with open_services(public_url="https://papers.example.org/lark/") as services, serving(services) as client:
        url = client.post(FEEDS, json={"kind": "trending"}).json()["url"]
        assert url.startswith("https://papers.example.org/lark/feeds/")
        root = checked(client.get(url.replace("https://papers.example.org/lark", "")).content)
        assert root.find(f"{ATOM}link[@rel='self']").get("href") == url


def test_feeds_and_webhook_are_taken_away_without_their_secrets_and_go_with_the_user(client, small):
    address = client.post(FEEDS, json={"kind": "trending"}, headers={"Idempotency-Key": "k"}).json()["url"]
    hook = client.put(f"{ANN}/webhook", json={"url": "https://hooks.example.org/x"}).json()
    taken = client.get(f"{ANN}/export").json()
    assert [each["kind"] for each in taken["feeds"]] == ["trending"]
    assert taken["webhook"]["host"] == "hooks.example.org"
    assert "https://hooks.example.org/x" not in str(taken)
    assert address.rpartition("/")[2] not in str(everything(small)["replies"]) + str(taken)
    assert hook["secret"] not in str(taken)
    client.delete(ANN)
    problem(client.get(address), 404, "feed_not_found")
    assert WebhookRecords(small.database).get("ann") is None
    assert client.get(f"{ANN}/export").json()["feeds"] == []
