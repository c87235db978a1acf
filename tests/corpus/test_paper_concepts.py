"""What papers are said to share follows their texts."""

from service.corpus.paper_concepts import PaperConcepts
from service.papers import Source, make_paper
from tests.corpora import NOW


def put(services, number: int, title: str) -> str:
    one = make_paper(title, "", id=f"my:{number}", source=Source(name="test"))
    services.corpus.add([one], NOW)
    return one.id


def concepts(services) -> PaperConcepts:
    return services.corpus.concepts(services.corpus.snapshot())


def test_what_papers_share_is_told_in_the_words_of_the_first(empty):
    one, other = put(empty, 1, "Normalising flows of tides"), put(empty, 2, "A normalizing flow")
    assert concepts(empty).shared(one, [other, one]) == [("Normalising flows",), ("Normalising flows", "tides")]
    assert concepts(empty).shared(other, [one]) == [("normalizing flow",)]


def test_a_paper_that_is_reworded_shares_what_its_new_text_has(empty):
    one, other = put(empty, 1, "Barn owls"), put(empty, 2, "Barn owls and violins")
    assert concepts(empty).shared(one, [other]) == [("Barn owls",)]
    put(empty, 2, "Violins")
    assert concepts(empty).shared(one, [other]) == [()]


def test_what_was_found_is_kept_while_the_texts_are_the_same(empty):
    one = put(empty, 1, "Barn owls")
    before = concepts(empty)
    empty.corpus.add(
        [make_paper("Barn owls", "", id=one, url="https://example.org/owls", source=Source(name="test"))], NOW
    )
    assert concepts(empty) is before


def test_a_paper_deleted_meanwhile_shares_nothing(empty):
    one, other = put(empty, 1, "Barn owls"), put(empty, 2, "Barn owls")
    held = concepts(empty)
    empty.corpus.delete(other)
    assert held.shared(one, [other]) == [()]
    assert held.common([other]) == ()
