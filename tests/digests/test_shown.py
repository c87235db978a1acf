"""What a digest says: why each paper, who wrote it and how it was checked, what is missing, and how to begin."""

import re

import pytest

from service.digests import DigestAlert, DigestCause, DigestTrending, digest_page
from service.digests.html import digest_html
from service.digests.plain_text import digest_text
from service.digests.shown import shown_digest
from tests.digests.made import HOSTILE, PUBLIC, SUBSCRIBED, digest, hostile_digest, paper, text
from tests.web.markup import Markup

_ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "div",
} | {"a"}


def plain(found, public_url=PUBLIC):
    return digest_text(shown_digest(found, SUBSCRIBED, public_url))


def both(found, public_url=PUBLIC):
    """Its plain text and what is read of its HTML, each as words with single spaces."""
    shown = shown_digest(found, SUBSCRIBED, public_url)
    texts = digest_text(shown), Markup(digest_html(shown, "x")).text
    return [" ".join(each.split()) for each in texts]


def test_a_paper_says_why_it_is_there_what_is_in_it_and_what_that_is_worth():
    for said in both(digest(paper())):
        assert "Owls at night, part 1" in said
        assert "A. Athene, B. Bubo · 28 November 2026 · Night Letters" in said
        assert "Because you liked “All about owls” (feather, dusk). High confidence" in said
        assert "Owls fly in silence." in said
        assert "Written by a model, borne out: 0.97 of 1" in said
        assert "is our checker’s own score" in said
        assert "You get this because ann@example.net was subscribed to it, every day at 07:00 (Europe/Berlin)" in said


def test_a_blurb_repeats_no_sentence_of_the_summary_above_it():
    quoted = text("Owls fly in silence. Their wings are soft.")
    shown = digest(paper(summary=quoted, blurb=text("Their wings are soft. You liked “Down”.")))
    for said in both(shown):
        assert said.count("Their wings are soft.") == 1
        assert re.search("Why it matters to you:? You liked “Down”", said)
    for said in both(digest(paper(summary=quoted, blurb=text("Their wings are soft.")))):
        assert "Why it matters to you" not in said


def test_what_is_not_there_is_said_and_not_left_blank():
    nothing = dict.fromkeys(("published", "venue", "confidence", "summary", "blurb"))
    bare = paper(title="", authors=(), links={}, because=(), left_out="No model answered in time.", **nothing)
    for said in both(digest(bare)):
        assert "(without a title)" in said
        assert "No model answered in time." in said
        assert not re.search(r"None|Because|borne out|confidence|· ·", said)
    quoted = paper(summary=text(source="extractive", faithfulness=None), blurb=None)
    assert all("Quoted from the abstract, not checked" in said for said in both(digest(quoted)))


def test_only_what_speaks_for_a_paper_is_said_to_have_caused_it():
    causes = [
        DigestCause(paper_id="a", title=title, contribution=value) for title, value in (("No", -0.3), ("Yes", 0.1))
    ]
    for said in both(digest(paper(because=causes))):
        assert "you liked “Yes”." in said
        assert "No”" not in said


@pytest.mark.parametrize(
    ("published", "said"),
    [("2026",) * 2, ("2026-02", "February 2026"), ("2026-13-40",) * 2, ("in press",) * 2, ("0000-00-00",) * 2],
)
def test_a_date_is_said_as_far_as_it_is_known(published, said):
    assert f"· {said} ·" in both(digest(paper(published=published)))[0]


def test_alerts_and_trending_say_of_what_they_are_and_why_there_are_none():
    alerts = (
        DigestAlert(kind="search", name="silent flight", papers=(paper(2),), more=3),
        DigestAlert(kind="author", name="Athene, A.", papers=(paper(3),)),
    )
    found = digest(
        alerts=alerts, trending=DigestTrending(window="week", empty_reason="no_feedback"), notes=("All are old.",)
    )
    for said in both(found):
        assert "5 papers of your alerts" in said
        for each in (
            "New for your search silent flight",
            "And 3 more papers.",
            "By Athene, A.",
            "Trending this week",
        ):
            assert each in said
        assert "Fewer than three readers have liked anything." in said
        assert "All are old." in said
    unheard = digest(trending=DigestTrending(window="day", empty_reason="moon_too_full"))
    assert all("moon too full" in said for said in both(unheard))


def test_who_has_liked_nothing_is_told_how_to_begin():
    for said in both(digest(likes=0)):
        assert "Like three papers that you know" in said
    assert f"{PUBLIC}/" in plain(digest(likes=0))
    assert "Like three papers" not in plain(digest())


def test_plain_text_has_72_columns_and_each_link_on_a_line_of_its_own():
    found = plain(hostile_digest()) + plain(digest(paper(summary=text("x" * 300)), likes=0))
    for line in found.splitlines():
        if "://" in line:
            assert " " not in line.strip()
        else:
            assert len(line) <= 72, line
            assert line == line.rstrip()


def test_a_title_is_escaped_once_and_is_read_as_it_was_written():
    shown = shown_digest(hostile_digest(), SUBSCRIBED, PUBLIC)
    page = Markup(digest_html(shown, "x"))
    assert page.runs == []
    assert "{{ 7 * 7 }} {% raw %} ${7*7} &amp; &lt;b&gt; ]]>" in page.text
    assert "<script>alert(1)</script> & <img src=x onerror=a()> \"'>" in page.text
    assert page.names <= _ELEMENTS


def test_writing_from_right_to_left_turns_nothing_round_beside_it():
    found = digest(paper(because=(DigestCause(paper_id="a", title=HOSTILE[3], contribution=0.4, terms=("ינשוף",)),)))
    assert "you liked “\u2068כותרת של מאמר: owls / at? night\u2069” (\u2068ינשוף\u2069). High" in both(found)[0]


def test_a_language_is_said_of_the_text_that_has_it_and_never_breaks_out():
    for language, kept in (("de", "de"), ("zh-Hant", "zh-Hant"), ('en" onclick="a()', None), ("", None)):
        page = Markup(digest_page(digest(paper(summary=text(language=language), blurb=None))))
        assert [each.get("lang") for each in page.named("p") if "dir" in each and "class" not in each] == [kept]


def test_a_link_leads_to_the_papers_own_page_or_to_ours_and_nowhere_else():
    for links in (
        {"a": "javascript:alert(1)"},
        {"a": "https://x.example/ y"},
        {"a": "//x.example"},
        {"a": "https://[x"},
        {},
    ):
        page = Markup(digest_page(digest(paper(links=links)), PUBLIC))
        assert {each["href"] for each in page.named("a")} == {f"{PUBLIC}/papers/arxiv:2611.00001"}
        assert Markup(digest_page(digest(paper(links=links)))).named("a") == []
    page = Markup(digest_page(digest(paper(id="hf:a/b?c#d")), PUBLIC))
    assert f"{PUBLIC}/papers/hf:a/b%3Fc%23d" in {each["href"] for each in page.named("a")}


def test_a_page_of_a_digest_says_nothing_of_who_subscribed():
    page = digest_page(digest(paper()), PUBLIC)
    assert "Unsubscribe" not in page
    assert "You get this" not in page
