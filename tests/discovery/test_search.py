"""Searching: what is found, why, in which order, and page by page."""

from datetime import date

import pytest

from service.corpus import give_feedback
from service.discovery import Mode, SearchRequest, Sort, collect_papers, papers_within, search
from service.errors import BadInput, SnapshotGone
from service.papers import Source, make_paper
from service.settings import LimitSettings
from service.storage import FeedbackEvent, FeedbackKind, Filters
from tests.corpora import NOW

LIMITS = LimitSettings()


def found(corpus, q, cursor=None, **options):
    return search(corpus, LIMITS, SearchRequest(q, **options), cursor)


def names(page) -> list[str]:
    return [hit.paper.id for hit in page.data]


def made(title, abstract="", paper_id="my:paper", **facts):
    return make_paper(title, abstract, id=paper_id, source=Source(name=facts.pop("source", "test")), **facts)


@pytest.fixture
def own(tiny):
    """Papers of our own, about owls mostly."""
    tiny.add(
        [
            made("Owls of the north", "We count owls. Snowy owls nest on the ground.", "my:north", authors=("A. Ash",)),
            made(
                "Owls at night", "Night vision of owls, in C++ and with 2048 lamps.", "my:night", authors=("B. Birch",)
            ),
            made(
                "Glaciers",
                "Ice moves slowly over rock.",
                "my:ice",
                published=date(2020, 5, 1),
                source="other",
                venue="Revue d’Été",
            ),
            made("Ice and owls", "", "my:title-only", published=date(2021, 5, 1), categories=("cs.LG",)),
            made("深度学习方法", "我们提出一种深度学习方法。", "my:deep"),
        ],
        NOW,
    )
    return tiny


@pytest.mark.parametrize("mode", Mode)
def test_shares_add_up_to_scores_which_fall(corpus, mode):
    page = found(corpus, "neural networks for speech", mode=mode, limit=50)
    scores = [hit.score for hit in page.data]
    assert scores == sorted(scores, reverse=True)
    for hit in page.data:
        assert abs(hit.because.keyword + hit.because.semantic - hit.score) < 1e-8
        assert 0 <= hit.score <= 1
    assert {hit.because.semantic == 0 for hit in page.data} == ({True} if mode is Mode.KEYWORD else {False})


def test_by_words_alone_only_papers_with_a_word_are_found_and_named_with_it(corpus):
    page = found(corpus, "speech synthesis", mode=Mode.KEYWORD, limit=100)
    assert page.data
    for hit in page.data:
        assert hit.because.terms
        text = f"{hit.paper.title} {hit.paper.abstract}".lower()
        assert any(term[:5] in text for term in hit.because.terms)


def test_every_paper_is_the_first_hit_of_its_title(corpus, ids):
    papers = corpus.catalog.get(ids[:40])
    firsts = {name: names(found(corpus, paper.title.replace('"', ""), limit=1)) for name, paper in papers.items()}
    assert [name for name, first in firsts.items() if first != [name]] == []


def test_another_spelling_of_a_word_is_the_same_word(own):
    assert set(names(found(own, "owl", mode=Mode.KEYWORD))) == {"my:north", "my:night", "my:title-only"}


def test_operators_restrict_what_is_found(own):
    assert names(found(own, '"snowy owls"')) == ["my:north"]
    assert names(found(own, '"ground snowy"')) == []
    assert set(names(found(own, "owls -night", mode=Mode.KEYWORD))) == {"my:north", "my:title-only"}
    assert set(names(found(own, 'owls -"snowy owls"', mode=Mode.KEYWORD))) == {"my:night", "my:title-only"}
    assert names(found(own, "author:birch")) == ["my:night"]
    assert names(found(own, "birch owls", limit=1)) == ["my:night"]
    assert names(found(own, "title:glacier")) == ["my:ice"]
    assert names(found(own, "title:rock")) == []
    assert names(found(own, "owls id:my:north")) == ["my:north"]
    assert "my:north" not in names(found(own, "owls -id:my:north"))


@pytest.mark.parametrize("q", ["C++", '"2048"', "2048 owls C++"])
def test_what_is_no_term_is_found_in_the_text(own, q):
    assert names(found(own, q)) == ["my:night"]


def test_words_of_a_script_without_spaces_are_found(own):
    assert names(found(own, "深度学习")) == ["my:deep"]
    assert names(found(own, "title:方法")) == ["my:deep"]


def test_an_id_or_a_link_finds_its_paper_also_by_another_id(tiny):
    tiny.add([made("Owls", "Text.", "arxiv:2106.00001", external_ids={"doi": "10.1000/owls"})], NOW)
    for q in ("2106.00001v2", "https://arxiv.org/abs/2106.00001", "doi:10.1000/owls", "id:10.1000/owls"):
        (hit,) = found(tiny, q).data
        assert (hit.paper.id, hit.score, hit.because.keyword) == ("arxiv:2106.00001", 1.0, 1.0)
    assert found(tiny, "https://arxiv.org/abs/2106.00002").data == ()


def test_both_ends_of_dates_count_and_the_other_way_round_is_refused(own):
    day = date(2020, 5, 1)
    assert names(found(own, "ice", filters=Filters(published_after=day, published_before=day))) == ["my:ice"]
    assert set(names(found(own, "ice", filters=Filters(published_after=day)))) == {"my:ice", "my:title-only"}
    assert names(found(own, "ice", filters=Filters(published_before=day))) == ["my:ice"]
    with pytest.raises(BadInput) as refused:
        found(own, "ice", filters=Filters(published_after=date(2021, 1, 1), published_before=day))
    assert [error.pointer for error in refused.value.errors] == ["/published_after", "/published_before"]


def test_filters_restrict_what_is_found(own):
    assert names(found(own, "ice", filters=Filters(sources=("other",)))) == ["my:ice"]
    assert names(found(own, "ice", filters=Filters(categories=("cs.LG",)))) == ["my:title-only"]
    assert names(found(own, "ice", filters=Filters(venues=("revue d'ete",)))) == ["my:ice"]
    assert names(found(own, "ice owls", filters=Filters(has_abstract=False))) == ["my:title-only"]
    assert "my:title-only" not in names(found(own, "ice owls", filters=Filters(has_abstract=True)))


def test_lists_are_sorted_newest_first_and_undated_papers_come_last(own):
    assert (
        names(found(own, "ice glacier", sort=Sort.PUBLISHED, mode=Mode.KEYWORD))[0] == "my:ice"
    )  # half the best score
    by_date = found(own, "ice", sort=Sort.PUBLISHED, mode=Mode.KEYWORD)
    assert names(by_date) == ["my:title-only", "my:ice"]
    own.add([made("Owls again", "We count owls once more.", "my:again")], NOW.replace(year=2027))
    assert names(found(own, "owls", sort=Sort.ADDED, mode=Mode.KEYWORD))[0] == "my:again"


def test_popular_counts_only_what_three_users_like(own):
    def like(user, name):
        give_feedback(own, user, FeedbackEvent(name, FeedbackKind.LIKE), NOW)

    before = names(found(own, "owls", sort=Sort.POPULAR, mode=Mode.KEYWORD))
    last = before[-1]
    like("ann", last)
    like("bob", last)
    assert names(found(own, "owls", sort=Sort.POPULAR, mode=Mode.KEYWORD)) == before
    like("cat", last)
    assert names(found(own, "owls", sort=Sort.POPULAR, mode=Mode.KEYWORD))[0] == last


def test_a_search_within_likes_or_a_collection_finds_these_alone(own, tiny_services):
    give_feedback(own, "ann", FeedbackEvent("my:night", FeedbackKind.LIKE), NOW)
    give_feedback(own, "ann", FeedbackEvent("my:north", FeedbackKind.DISLIKE), NOW)
    libraries = tiny_services.libraries
    collect_papers(own, libraries, "ann", "nights", ["my:north"], "", NOW)

    def within(user, *, likes=False, collection=None):
        return papers_within(own, libraries, user, likes=likes, collection=collection)

    assert names(found(own, "owls", among=within("ann", likes=True))) == ["my:night"]
    assert names(found(own, "owls", among=within("ann", collection="nights"))) == ["my:north"]
    assert names(found(own, "owls", among=within("bob", likes=True))) == []
    assert within(None) is None
    for given, pointer in (
        ({"user": "ann"}, "/user"),
        ({"user": None, "likes": True}, "/within"),
        ({"user": None, "collection": "nights"}, "/collection"),
        ({"user": "ann", "likes": True, "collection": "nights"}, "/collection"),
    ):
        with pytest.raises(BadInput) as refused:
            within(**given)
        assert refused.value.errors[0].pointer == pointer


def test_highlights_are_offsets_of_the_words_and_of_the_sentence_with_most_of_them(own):
    (hit,) = found(own, "author:ash snowy owl").data
    abstract, shown = hit.paper.abstract, hit.highlights
    assert [hit.paper.title[start:end] for start, end in shown.title] == ["Owls"]
    assert [abstract[start:end] for start, end in shown.abstract] == ["owls", "Snowy", "owls"]
    assert abstract[slice(*shown.sentence)] == "Snowy owls nest on the ground."
    (phrase,) = found(own, '"nest on the ground"').data
    assert "nest on the ground" in [abstract[start:end] for start, end in phrase.highlights.abstract]


def test_a_query_of_unknown_words_gets_the_nearest_spellings(own):
    assert found(own, "glacirs", mode=Mode.KEYWORD).suggestions == ("glaciers",)
    assert found(own, "snwy glacirs", mode=Mode.KEYWORD).suggestions == ("snowy glaciers",)
    assert found(own, "author:brch").suggestions == ("author:birch",)
    assert found(own, "qqqqzzzz").suggestions == ()
    assert found(own, "owls").suggestions == ()


def test_nonsense_finds_nothing(corpus):
    assert found(corpus, "asdfgh qwerty").data == ()


@pytest.mark.parametrize(
    ("q", "options"),
    [
        ("neural networks", {}),
        ('"neural networks"', {}),
        ("learning", {"sort": Sort.PUBLISHED}),
        ("learning", {"mode": Mode.KEYWORD}),
    ],
)
def test_pages_make_up_one_long_page(corpus, q, options):
    whole = names(found(corpus, q, limit=20, **options))
    shown, cursor = [], None
    while len(shown) < len(whole):
        page = found(corpus, q, cursor, limit=3, **options)
        shown += names(page)
        if (cursor := page.next) is None:
            break
    assert shown[: len(whole)] == whole
    assert len(whole) > 3


def test_a_cursor_holds_for_its_request_and_while_the_papers_are_the_same(own):
    page = found(own, "owls", limit=1)
    with pytest.raises(BadInput, match="another request"):
        found(own, "ice", page.next, limit=1)
    with pytest.raises(BadInput, match="another request"):
        found(own, "owls", page.next, limit=1, mode=Mode.KEYWORD)
    assert found(own, "owls", page.next, limit=1).data
    own.add([made("More owls", "Owls and owls.", "my:more")], NOW)
    with pytest.raises(SnapshotGone):
        found(own, "owls", page.next, limit=1)


def test_withdrawn_papers_are_found_and_say_so(tiny):
    tiny.add([made("WITHDRAWN: Owls of old", "This paper has been withdrawn.", "my:old")], NOW)
    (hit,) = found(tiny, "owls of old").data
    assert hit.paper.status == "withdrawn"


def test_an_empty_corpus_finds_nothing(tiny):
    assert found(tiny, "owls").data == ()
    assert found(tiny, "hf:owls").data == ()


def test_answers_do_not_depend_on_whether_the_index_is_asked(open_services, ids, corpus):
    papers = list(corpus.catalog.get(ids).values())
    pages = []
    for exact_below in (0, 1_000):
        with open_services(embedding={"max_tokens": 24}, index={"exact_below": exact_below}) as services:
            services.corpus.add(papers, NOW)
            pages.append(found(services.corpus, "neural networks for speech", limit=20))
    assert pages[0] == pages[1]
