"""The query language: what is an operator, what is a word, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.discovery.query import MOST_QUERY, parse_query
from service.errors import BadInput
from service.storage import PaperTexts

FLOWS = PaperTexts("Neural spline flows", "We pre-train a C++ library; C# comes later.", ["C. Durkan", "Iain Murray"])


def clauses(query: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(each.field, each.words, each.quoted) for each in parse_query(query).required]


def test_plain_words_rank_and_are_not_required():
    query = parse_query("The Neural-spline flows, 3 of them")
    assert query.words == ("neural", "spline", "flows")
    assert (query.required, query.excluded) == ((), ())
    assert query.text == "The Neural-spline flows, 3 of them"


def test_operators_are_read_wherever_they_stand():
    query = parse_query('flows -image title:spline author:"Iain Murray" "density estimation" -title:survey')
    assert [(each.field, each.words) for each in query.required] == [
        ("title", ("spline",)),
        ("author", ("iain", "murray")),
        ("text", ("density", "estimation")),
    ]
    assert [(each.field, each.words) for each in query.excluded] == [("text", ("image",)), ("title", ("survey",))]
    assert query.text == "flows spline density estimation"
    assert query.words == ("flows", "spline", "iain", "murray", "density", "estimation")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("state-of-the-art", ("state", "art")),
        ('5" disks', ("disks",)),
        ("title: flows", ("title", "flows")),
        ("BERT: pre-training", ("bert", "pre", "training")),
        ("flows - images", ("flows", "images")),
    ],
)
def test_what_only_looks_like_an_operator_is_text(query, words):
    read = parse_query(query)
    assert (read.words, read.required, read.excluded) == (words, (), ())


@pytest.mark.parametrize("query", ["“neural spline”", "„neural spline”", "«neural spline»", '"neural spline"'])
def test_quotation_marks_of_any_kind_make_a_phrase(query):
    assert clauses(query) == [("text", ("neural", "spline"), True)]


@pytest.mark.parametrize(
    ("abstract", "has"),
    [
        ("An owl, nest and all.", True),
        ("An owl nests.", False),
        ("A bowl nest.", False),
        ("Owl nests are round. So is an owl", False),
    ],
)
def test_a_phrase_is_of_whole_words_one_after_the_other(abstract, has):
    assert parse_query('"owl nest"').allows(PaperTexts("", abstract, [])) is has


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("C++", ("c++",)),
        ("2048", ("2048",)),
        ("to be or not to be", ("to", "be", "or", "not", "to", "be")),
        ("深度学习", ("深", "度", "学", "习")),
    ],
)
def test_a_query_without_any_term_is_looked_for_as_it_is_written(query, words):
    assert [each[:2] for each in clauses(query)] == [("text", words)]


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "-", "- -", "🙂", "\u200b", "***", '-"'])
def test_a_query_with_nothing_to_look_for_is_refused_by_name(query):
    with pytest.raises(BadInput, match="has no word to look for") as refused:
        parse_query(query)
    assert refused.value.errors[0].pointer == "/q"


def test_a_query_that_only_leaves_out_says_what_it_lacks():
    with pytest.raises(BadInput, match="add a word"):
        parse_query('-flows -"neural networks" -author:murray')


def test_a_query_may_be_long_and_not_longer():
    assert parse_query("flows " * (MOST_QUERY // 6)).words == ("flows",)
    with pytest.raises(BadInput, match="more than 2,000 characters"):
        parse_query("x" * 10_000)


def test_an_impossible_id_is_refused_with_the_forms_there_are():
    with pytest.raises(BadInput, match="Accepted: arXiv"):
        parse_query("id:2413.00001")


@pytest.mark.parametrize("query", ["https://arxiv.org/abs/2106.99999", "arXiv:2106.99999v2", "10.1000/x"])
def test_what_can_be_nothing_but_an_id_is_one_also_where_nobody_has_it(query):
    (clause,) = parse_query(query).in_corpus({}).required
    assert clause.field == "id"


def test_a_word_is_an_id_only_where_a_paper_has_it():
    query = parse_query("attention")
    assert query.in_corpus({}).words == ("attention",)
    assert query.in_corpus({"local:attention": 0}).required[0].words == ("local:attention",)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ('"spline flows"', True),
        ('"spline flow"', False),
        ('"pre train"', True),
        ('"flows we"', False),
        ('"C++"', True),
        ('"C#"', True),
        ('"C"', False),
        ("title:flow", True),
        ('title:"flow"', False),
        ("title:library", False),
        ("author:durkan", True),
        ('author:"Murray Iain"', True),
        ('author:"Durkan Murray"', False),
    ],
)
def test_clauses_hold_where_words_stand_as_asked(query, holds):
    (clause,) = parse_query(query).required
    assert clause.holds(FLOWS) is holds


def test_words_of_scripts_without_spaces_are_found_within_others():
    (clause,) = parse_query("深度学习").required
    assert clause.holds(PaperTexts("BERT模型的深度学习方法", "", []))
    assert not clause.holds(PaperTexts("深度的学习", "", []))


@given(st.text(max_size=80) | st.text('"-:+ titleauthorid', max_size=40))
def test_any_text_is_read_or_refused_as_bad_input(query):
    try:
        read = parse_query(query)
    except BadInput:
        return
    assert read.words or read.required
    for clause in read.required + read.excluded:
        if clause.field != "id":
            clause.holds(FLOWS)
