"""What a digest has: new papers with their reasons and texts, none of them twice, and why it is short."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from service.digests import Digest
from service.digests.building import build_digest, paper_ids
from service.discovery import collect_papers, follow_author, put_collection, save_search
from service.errors import TextFailed
from service.papers import Source, make_paper
from service.storage import SavedSearch, Subscription
from tests.corpora import paper
from tests.digests.readers import DAY, NOW, at_box, like

ANN = Subscription("ann", "ann@example.net", status="active", at_most=5)


@pytest.fixture
def services(small):
    like(small, "ann", *small.corpus.catalog.first_ids(3))
    return small


@pytest.fixture
def parts(services):
    return at_box(services.digests)


def built(services, subscription=ANN, now=NOW, *, period="2026-11-28", pays=True):
    async def build() -> Digest:
        allowance = services.writer.chain.allowance(subscription.user, None, now) if pays else None
        return await build_digest(services.digests, services.writer, subscription, period, now, allowance)

    return asyncio.run(build())


def keep(services, digest, user="ann"):
    """The digest as one that was made."""
    services.digests.digests.claim(user, digest.period, digest.made_at)
    body = digest.model_dump_json().encode()
    services.digests.digests.keep(digest.id, body, paper_ids(digest), digest.made_at, digest.made_at)


def test_each_paper_has_its_liked_causes_a_summary_and_a_blurb_with_what_the_checker_says(services):
    digest = built(services)
    titles = {each: services.corpus.paper(each).title for each in services.corpus.catalog.first_ids(3)}
    assert len(digest.papers) == 5
    for each in digest.papers:
        assert each.because
        assert {cause.paper_id: cause.title for cause in each.because}.items() <= titles.items()
        assert all(cause.contribution > 0 for cause in each.because)
        assert each.summary.text
        assert each.blurb.text
        assert 0 <= each.summary.faithfulness <= 1
        assert each.left_out is None
    assert (digest.likes, digest.since) == (3, None)


def test_the_same_data_at_the_same_moment_give_the_same_bytes(services):
    assert built(services).model_dump_json() == built(services).model_dump_json()


def test_only_what_came_since_the_last_one_is_new_and_nothing_comes_twice(services):
    first = built(services)
    keep(services, first)
    arrived = [paper(number) for number in range(4)]
    services.corpus.add(arrived, NOW + timedelta(hours=3))
    second = built(services, now=NOW + DAY, period="2026-11-29")
    assert second.since == NOW
    assert {each.id for each in second.papers} == {each.id for each in arrived}
    assert not {*paper_ids(first)} & {*paper_ids(second)}
    keep(services, second)
    third = built(services, now=NOW + 2 * DAY, period="2026-11-30")
    assert paper_ids(third) == []
    assert "29 November 2026" in third.notes[0]


def test_a_paper_that_was_merged_with_one_that_was_shown_is_not_shown_again(services):
    slug = make_paper("Counting owls at dusk", "We count owls at dusk.", source=Source(name="test"))
    services.corpus.add([slug], NOW)
    first = built(services, replace(ANN, at_most=30))
    keep(services, first)
    assert slug.id in paper_ids(first)
    facts = {"id": "arxiv:2611.00001", "source": Source(name="test"), "authors": ("A. Athene",)}
    kept = services.corpus.add([make_paper(slug.title, slug.abstract, **facts)], NOW + timedelta(hours=2))
    assert kept[0].id == "arxiv:2611.00001"
    assert paper_ids(built(services, now=NOW + DAY, period="2026-11-29")) == []


def test_a_near_copy_of_what_was_shown_is_not_shown(services):
    words = " ".join(f"word{number}" for number in range(80))
    one = make_paper("Owls of the north", f"We count owls in the north. {words}", source=Source(name="test"))
    other = make_paper("Owls of the north, again", f"We count owls in the north. {words}", source=Source(name="test"))
    services.corpus.add([one], NOW)
    keep(services, built(services, replace(ANN, at_most=30)))
    services.corpus.add([other], NOW + timedelta(hours=2))
    assert paper_ids(built(services, now=NOW + DAY, period="2026-11-29")) == []


def test_alerts_report_what_is_new_and_not_what_stands_above(services):
    save_search(services.libraries, "ann", "bees", SavedSearch("bees"), NOW)
    follow_author(services.libraries, "ann", "Athene, A.", NOW)
    keep(services, built(services))
    bees = paper(9, authors=("A. Athene",))
    owls = paper(10, authors=("A. Athene",))
    services.corpus.add([bees, owls], NOW + timedelta(hours=3))
    digest = built(services, replace(ANN, at_most=1), now=NOW + DAY, period="2026-11-29")
    assert len(digest.papers) == 1
    assert sorted(paper_ids(digest)) == sorted([bees.id, owls.id])
    assert {alert.name for alert in digest.alerts} <= {"bees", "Athene, A."}


def test_without_a_like_there_is_what_is_trending_and_no_list_in_an_invented_order(services):
    popular = services.corpus.catalog.first_ids(10)[9]
    for user in ("bob", "cay", "dan"):
        like(services, user, popular)
    digest = built(services, Subscription("new", "new@example.net", status="active", trending=False))
    assert (digest.likes, digest.papers) == (0, ())
    assert [each.id for each in digest.trending.papers] == [popular]
    keep(services, digest, "new")
    again = built(services, Subscription("new", "new@example.net"), NOW + DAY, period="2026-11-29")
    assert again.trending.papers == ()
    assert again.trending.empty_reason


def test_what_is_trending_can_be_left_out(services):
    assert built(services, replace(ANN, trending=False)).trending is None


def test_one_paper_whose_text_fails_spoils_nothing(services, monkeypatch):
    whole = built(services)
    broken, ill = whole.papers[1].id, whole.papers[2].id
    write = services.writer.write

    async def failing(request, allowance):
        if request.paper.id == broken:
            raise TextFailed("No model gave a text that can be shown.")
        if request.paper.id == ill:
            raise RuntimeError
        return await write(request, allowance)

    monkeypatch.setattr(services.writer, "write", failing)
    digest = built(services)
    assert [each.id for each in digest.papers] == [each.id for each in whole.papers]
    left_out = {each.id: each.left_out for each in digest.papers if each.left_out}
    assert left_out.keys() == {broken, ill}
    assert "No model gave a text" in left_out[broken]
    assert digest.papers[0] == whole.papers[0]


def test_a_paper_without_an_abstract_says_so(services):
    keep(services, built(services))
    services.corpus.add([make_paper("Flows of owls", "", source=Source(name="test"))], NOW + timedelta(hours=1))
    (found,) = built(services, now=NOW + DAY, period="2026-11-29").papers
    assert "without an abstract" in found.left_out
    assert (found.summary, found.blurb) == (None, None)


def test_what_is_less_certain_than_asked_for_is_left_out_and_said(services):
    digest = built(services, replace(ANN, min_confidence="high", at_most=30))
    assert {each.confidence for each in digest.papers} <= {"high"}
    assert any("less certain" in note for note in digest.notes)


def test_a_digest_goes_by_a_collection_and_says_when_it_is_no_more(services):
    other = services.corpus.catalog.first_ids(20)[19]
    put_collection(services.libraries, "ann", "owls", "", NOW)
    collect_papers(services.corpus, services.libraries, "ann", "owls", [other], "", NOW)
    digest = built(services, replace(ANN, collections=("owls",)))
    assert {cause.paper_id for each in digest.papers for cause in each.because} == {other}
    assert not {each.id for each in digest.papers} & {other, *services.corpus.catalog.first_ids(3)}
    gone = built(services, replace(ANN, collections=("bees",)))
    assert gone.papers == ()
    assert any("bees" in note for note in gone.notes)


def test_a_digest_goes_by_an_interest(services):
    liked = services.corpus.catalog.first_ids(3)
    digest = built(services, replace(ANN, interests=(liked[0],)))
    assert digest.papers
    assert liked[0] in {cause.paper_id for each in digest.papers for cause in each.because}
    nothing = built(services, replace(ANN, interests=("arxiv:9999.99999",)))
    assert nothing.papers == ()
    assert nothing.notes


def test_a_preview_asks_no_model_and_keeps_nothing(services, monkeypatch):
    async def asked(*_):
        raise AssertionError

    monkeypatch.setattr(services.writer, "write", asked)
    digest = built(services, pays=False)
    assert all(each.summary for each in digest.papers)
    assert services.digests.digests.of_user("ann") == []


def test_a_clock_that_was_put_back_repeats_nothing(services):
    keep(services, built(services))
    back = built(services, now=NOW - DAY, period="2026-11-27")
    assert back.since == NOW - DAY
    assert not {*paper_ids(back)} & {*services.digests.digests.shown_to("ann")}
