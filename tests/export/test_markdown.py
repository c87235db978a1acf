"""A paper as a line of Markdown."""

import pytest

from service.export import Entry, markdown
from service.papers import Source, make_paper

TEST = Source(name="test")


def test_a_line_has_title_link_authors_and_year():
    paper = make_paper("A & B", "", source=TEST, id="arXiv:2106.15928", authors=["A", "B", "C", "D"])
    assert markdown(Entry(paper)) == "[A \\& B](https://arxiv.org/abs/2106.15928). A, B, C et al."


def test_without_a_page_there_is_no_link():
    assert markdown(Entry(make_paper("Owls", "", source=TEST, id="local:owls"))) == "Owls"


@pytest.mark.parametrize("title", ["[x](javascript:alert(1))", "*a* _b_ `c` <d> #e", "![x](y)"])
def test_a_title_stays_a_title(title: str):
    line = markdown(Entry(make_paper(title, "", source=TEST, id="local:t")))
    assert line.replace("\\", "") == title
    assert line.count("\\") >= 4
