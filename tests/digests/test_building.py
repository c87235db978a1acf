"""What a digest has: new papers with their reasons and texts, none of them twice, and why it is short."""

import pytest

from service.digests.building import paper_ids
from service.discovery import collect_papers, follow_author, put_collection, save_search
from service.errors import TextFailed
from service.papers import Source, make_paper
from service.settings import LimitSettings
from service.storage import SavedSearch
from tests.corpora import Away, paper
from tests.digests.readers import DAY, HOUR

SOURCE = Source(name="test")
LIMITS = LimitSettings()


@pytest.fixture
def numbers(reader):
    """Numbers of papers that no other test has."""
    return range(10 * (first := 1_000 + 10 * (reader.now.toordinal() // 28 % 90)), 10 * first + 10)


def owls(number, **facts):
    return make_paper(f"Counting owls at dusk, part {number}", f"We count {number} owls.", source=SOURCE, **facts)


def test_each_paper_has_its_liked_causes_a_summary_and_a_blurb_with_what_the_checker_says(reader):
    digest, corpus = reader.built(), reader.services.corpus
    titles = {each: corpus.paper(each).title for each in corpus.catalog.first_ids(3)}
    assert len(digest.papers) == 2
    for each in digest.papers:
        assert each.because
        assert {cause.paper_id: cause.title for cause in each.because}.items() <= titles.items()
        assert all(cause.contribution > 0 for cause in each.because)
        assert each.summary.text
        assert each.blurb.text
        assert 0 <= each.summary.faithfulness <= 1
        assert each.left_out is None
    assert (digest.likes, digest.since) == (3, None)


def test_the_same_data_at_the_same_moment_give_the_same_bytes(reader):
    assert reader.built().model_dump_json() == reader.built().model_dump_json()


def test_only_what_came_since_the_last_one_is_new_and_nothing_comes_twice(reader, numbers):
    reader.keep(reader.built())
    first, second, third = (paper(number) for number in numbers[:3])
    reader.add(first, second, after=3 * HOUR)
    tomorrow = reader.built(1)
    assert tomorrow.since == reader.now - 30 * DAY  # nothing had come for longer
    assert {*paper_ids(tomorrow)} == {first.id, second.id}
    reader.keep(tomorrow)
    reader.add(third, after=DAY - 9 * HOUR)  # the transaction that keeps it was open when that digest was made
    assert paper_ids(reader.keep(reader.built(2))) == [third.id]
    empty = reader.built(4)
    assert paper_ids(empty) == []
    assert f"since {reader.now.day} " in empty.notes[0]


def test_a_paper_that_was_merged_with_one_that_was_shown_is_not_shown_again(reader, numbers):
    number = numbers[0]
    one, other = owls(number, id=f"doi:10.5555/owls.{number}"), paper(number, id=f"arxiv:2611.{number}")
    reader.keep(reader.built())
    reader.add(one, after=HOUR)
    assert paper_ids(reader.keep(reader.built(1))) == [one.id]
    both = make_paper(one.title, one.abstract, id=other.id, external_ids={"doi": one.id[4:]}, source=SOURCE)
    reader.add(other, after=DAY + HOUR)
    reader.add(both, after=DAY + 2 * HOUR)
    assert reader.services.corpus.paper(one.id).id == reader.services.corpus.paper(other.id).id
    assert paper_ids(reader.built(2)) == []


def test_a_near_copy_of_what_was_shown_is_not_shown(reader, numbers):
    reader.keep(reader.built())
    words = " ".join(f"word{number}" for number in range(80))
    for number, title in enumerate(("Owls of the north", "Owls of the north, again")):
        copy = make_paper(f"{title} {numbers[0]}", f"We count owls in the north. {words}", source=SOURCE)
        reader.add(copy, after=number * DAY + 2 * HOUR)
        assert len(paper_ids(reader.keep(reader.built(number + 1)))) == 1 - number


def test_alerts_report_what_is_new_and_not_what_stands_above(reader, numbers):
    libraries = reader.services.libraries
    save_search(libraries, LIMITS, reader.name, "bees", SavedSearch("bees"), reader.now)
    follow_author(libraries, LIMITS, reader.name, "Athene, A.", reader.now)
    reader.keep(reader.built())
    bees, other = (paper(number, authors=("A. Athene",)) for number in (numbers[9], numbers[0]))
    reader.add(bees, other, after=3 * HOUR)
    digest = reader.built(1, at_most=1)
    assert len(digest.papers) == 1
    assert sorted(paper_ids(digest)) == sorted([bees.id, other.id])
    assert {alert.name for alert in digest.alerts} <= {"bees", "Athene, A."}


def test_an_alert_has_the_papers_behind_those_that_stand_above(reader, numbers):
    follow_author(reader.services.libraries, LIMITS, reader.name, "Athene, A.", reader.now)
    reader.keep(reader.built())
    papers = [paper(number, authors=("A. Athene",)) for number in numbers[:8]]
    reader.add(*papers, after=3 * HOUR)
    digest = reader.built(1, at_most=5)
    assert len(digest.papers) == 5
    assert sorted(paper_ids(digest)) == sorted(each.id for each in papers)
    assert [alert.more for alert in digest.alerts] == [0]


def test_what_a_search_could_not_be_asked_for_is_looked_for_in_the_next_digest(reader, numbers, monkeypatch):
    save_search(reader.services.libraries, LIMITS, reader.name, "bees", SavedSearch("bees"), reader.now)
    reader.add(paper(numbers[0]), after=-HOUR)
    first = reader.keep(reader.built())
    reader.add(paper(numbers[9]), after=3 * HOUR)
    with monkeypatch.context() as away:
        away.setattr(reader.services.corpus, "embedder", Away(reader.services.corpus.embedder))
        assert reader.built(1).until == first.until
    assert reader.built(1).until > reader.now + 3 * HOUR


def test_papers_that_have_no_vector_yet_are_new_in_the_digest_after(reader, numbers):
    reader.keep(reader.built())
    slow = paper(numbers[0])
    reader.services.corpus.keep([slow], reader.now + HOUR)
    reader.added.append(slow.id)
    reader.add(paper(numbers[1]), after=20 * HOUR)
    assert slow.id not in paper_ids(reader.keep(reader.built(1)))
    reader.services.corpus.embed_some(10)
    assert paper_ids(reader.built(2)) == [slow.id]


def test_without_a_like_there_is_what_is_trending_and_no_list_in_an_invented_order(reader, new_reader):
    popular = reader.services.corpus.catalog.first_ids(10)[9]
    newcomer = new_reader()
    for _ in range(3):
        fan = new_reader()
        fan.now = newcomer.now
        fan.likes(popular)
    digest = newcomer.built(trending=False)
    assert (digest.likes, digest.papers) == (0, ())
    assert [each.id for each in digest.trending.papers] == [popular]
    newcomer.keep(digest)
    again = newcomer.built(1)
    assert again.trending.papers == ()
    assert again.trending.empty_reason == "nothing_new"


def test_what_is_trending_is_worked_out_once_for_digests_that_are_made_together(new_reader):
    somebody = new_reader()
    step, popular = somebody.parts.for_one_step(), somebody.services.corpus.catalog.first_ids(12)[11]
    before = step.trending("day", 5, somebody.now)
    for _ in range(3):
        fan = new_reader()
        fan.now = somebody.now
        fan.likes(popular)
    assert step.trending("day", 5, somebody.now) is before
    assert popular in [each.paper.id for each in somebody.parts.trending("day", 5, somebody.now).data]
    assert popular in [each.paper.id for each in step.for_one_step().trending("day", 5, somebody.now).data]


def test_what_is_trending_can_be_left_out(reader):
    assert reader.built(trending=False).trending is None


def test_one_paper_whose_text_fails_spoils_nothing(reader, monkeypatch):
    whole = reader.built(at_most=3)
    refused, broken = (each.id for each in whole.papers[1:])
    write = reader.services.writer.write

    async def failing(request, allowance):
        if request.paper.id == refused:
            raise TextFailed("No model gave a text that can be shown.")
        if request.paper.id == broken:
            raise RuntimeError
        return await write(request, allowance)

    monkeypatch.setattr(reader.services.writer, "write", failing)
    digest = reader.built(at_most=3)
    assert [each.id for each in digest.papers] == [each.id for each in whole.papers]
    left_out = {each.id: each.left_out for each in digest.papers if each.left_out}
    assert left_out.keys() == {refused, broken}
    assert "No model gave a text" in left_out[refused]
    assert digest.papers[0] == whole.papers[0]


def test_a_paper_without_an_abstract_says_so(reader, numbers):
    reader.keep(reader.built())
    reader.add(make_paper(f"Flows of owls, part {numbers[0]}", "", source=SOURCE), after=HOUR)
    (found,) = reader.built(1).papers
    assert "without an abstract" in found.left_out
    assert (found.summary, found.blurb) == (None, None)


def test_what_is_less_certain_than_asked_for_is_left_out_and_said(reader, numbers):
    reader.keep(reader.built())
    reader.add(*(paper(number) for number in numbers[:4]), after=2 * HOUR)
    everything = reader.built(1, at_most=4)
    high = {each.id for each in everything.papers if each.confidence == "high"}
    assert len(high) < len(everything.papers)
    sure = reader.built(1, at_most=4, min_confidence="high")
    assert {each.id for each in sure.papers} == high
    assert any("less certain" in note for note in sure.notes)
    assert not any("less certain" in note for note in everything.notes)


def test_a_digest_goes_by_a_collection_and_says_when_it_is_no_more(reader):
    corpus, libraries = reader.services.corpus, reader.services.libraries
    other = corpus.catalog.first_ids(20)[19]
    put_collection(libraries, reader.name, "owls", "", reader.now)
    collect_papers(corpus, libraries, reader.name, "owls", [other], "", reader.now)
    digest = reader.built(collections=("owls",))
    assert {cause.paper_id for each in digest.papers for cause in each.because} == {other}
    assert not {each.id for each in digest.papers} & {other, *corpus.catalog.first_ids(3)}
    gone = reader.built(collections=("bees",))
    assert gone.papers == ()
    assert any("bees" in note for note in gone.notes)


def test_a_digest_goes_by_an_interest(reader):
    liked = reader.services.corpus.catalog.first_ids(3)
    digest = reader.built(interests=(liked[0],))
    assert liked[0] in {cause.paper_id for each in digest.papers for cause in each.because}
    nothing = reader.built(interests=("arxiv:9999.99999",))
    assert nothing.papers == ()
    assert nothing.notes


def test_a_preview_asks_no_model_and_keeps_nothing(reader, monkeypatch):
    async def asked(*_):
        raise AssertionError

    monkeypatch.setattr(reader.services.writer, "write", asked)
    assert all(each.summary for each in reader.built(pays=False).papers)
    assert reader.archive == []


def test_a_clock_that_was_put_back_repeats_nothing(reader):
    reader.keep(reader.built())
    back = reader.built(1, back=True)
    assert back.since <= reader.now - DAY
    assert not {*paper_ids(back)} & {*reader.parts.digests.shown_to(reader.name)}
