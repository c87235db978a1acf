"""BibTeX as it is found: braces, keys, strings and entries that are broken."""

from datetime import UTC, date, datetime

import pytest

from service import ingest
from service.errors import IngestError
from service.ingest import Reading
from service.papers import Paper
from tests.ingest.samples import BIBTEX


def read(text: str) -> Reading:
    return ingest.read(text.encode(), "bibtex")


def paper(fields: str) -> Paper:
    (found,) = read(f"@article{{key1, {fields}}}").papers
    return found


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(said.line, said.code) for said in reading.diagnostics if said.code != "fields_not_kept"]


def test_an_entry_is_read_with_its_braces_its_latex_its_strings_and_its_names():
    reading = read(BIBTEX)
    limpets = reading.papers[0]
    assert limpets.title == "Limpets of the North: a Census in Three Bays"
    assert limpets.abstract == "We count limpets on 100% of the shore, at $p < 0.05$ & more. Café owners helped."
    assert limpets.authors == ("Ngozi Okafor", "Jan van der Meer", "Bjørn Müller", "Tidal Survey Group")
    assert (limpets.id, limpets.published_text) == ("doi:10.5555/tide.2021.7", "2021-03")
    assert limpets.url == "https://example.org/limpets_1?a=b&c=%20"
    assert limpets.external_ids["citation-key"] == "okafor2021limpets"
    assert codes(reading) == [(5, "field_changed")]  # and others


def test_ids_are_found_where_each_program_puts_them():
    _, flows, adam, shells = read(BIBTEX).papers
    assert (flows.id, flows.categories, flows.published) == ("arxiv:1906.04032", ("stat.ML",), date(2019, 6, 1))
    assert adam.id == "arxiv:1412.6980"  # of a journal that Google Scholar makes up
    assert (shells.id, shells.external_ids["dblp"]) == ("arxiv:1706.03762", "journals/corr/abs-1706-03762")


def test_the_date_of_a_library_is_read_and_that_of_dblp_is_not_one():
    assert read(BIBTEX).added == (datetime(2022, 1, 3, 9, 11, 12, tzinfo=UTC), None, None, None)


def test_a_key_names_no_paper_since_two_people_may_use_it():
    one, other = (read(f"@misc{{smith2020, title = {{{title}}}}}").papers[0] for title in ("On tides", "On kettles"))
    assert one.id != other.id


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("{A {B} {{C {D}}} E}", "A B C D E"),
        ('"A {"}B{"} C"', 'A "B" C'),
        (r"{\'Etude sur l'{\OE}uvre na\"ive de {\v S}{\'\i}r}", "Étude sur l'Œuvre naïve de Šír"),
        (r"{The \'{ou}t \v{\'{e}} and \not= of it}", "The óut é\u030c and ≠ of it"),
        (r"{AT\&T at 5\% & 6%}", "AT&T at 5% & 6%"),
        (r"{$\alpha$-shores and $O(n^2)$}", r"$\alpha$-shores and $O(n^2)$"),
        (r"{10\textsuperscript{5} limpets}", "10⁵ limpets"),
        (r"{\unknown{Limpets} there}", "Limpets there"),
        (r"{Limpets~of the {\LaTeX} shore -- part}", "Limpets of the LaTeX shore – part"),
        ("{A, = # @ B}", "A, = # @ B"),
        ("{Limpets\n   over\n   lines}", "Limpets over lines"),
    ],
)
def test_a_value_reads_as_a_person_reads_it(value, title):
    assert paper(f"title = {value}").title == title


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Doe, Jane and Roe, R.", ("Jane Doe", "R. Roe")),
        ("Jane Doe AND Charles de la Vall{\\'e}e", ("Jane Doe", "Charles de la Vallée")),
        ("King, Jr., Martin Luther", ("Martin Luther King Jr.",)),
        ("{Tidal and Shore Group}", ("Tidal and Shore Group",)),
        ("Jane Doe, Richard Roe", ("Jane Doe", "Richard Roe")),
        ("Doe, Jane; Roe, Richard", ("Doe, Jane", "Roe, Richard")),
    ],
)
def test_authors_are_read_as_bibtex_asks_for_and_as_people_write_them(names, authors):
    assert paper(f"title = {{T}}, author = {{{names}}}").authors == authors


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("year = 2021", "2021"),
        ("year = {2021}, month = jun", "2021-06"),
        ("year = {2021}, month = {6}, day = {30}", "2021-06-30"),
        ('year = 2021, month = 30 # "~" # jun', "2021-06-30"),
        ("date = {2021-06-30}, year = {2021}", "2021-06-30"),
        ("year = {in press}", None),
        ("year = 2021, month = dec", "2021-12"),
        ("year = 2021, month = {13}", "2021"),
        ("year = 2021, month = nomonth, day = 3", "2021"),
        ("year = 2021, month = jun, day = {31}", "2021-06"),
        ("year = 2021, day = 3", "2021"),
    ],
)
def test_the_date_is_put_together(fields, published):
    assert paper(f"title = {{T}}, {fields}").published_text == published


def test_an_entry_without_its_closing_brace_costs_itself_and_is_named():
    reading = read("@misc{a, title={One}}\n@misc{b, title={Two, year=2020}\n\n@misc{c, title={Three}}\n")
    assert [each.title for each in reading.papers] == ["One", "Three"]
    assert codes(reading) == [(2, "not_bibtex")]


def test_a_brace_too_many_ends_an_entry_early_and_the_rest_of_it_is_named():
    reading = read("@misc{a, title={One}}, year={2020},\n abstract={We tide.}}\n@misc{b, title={Two}}")
    assert [each.title for each in reading.papers] == ["One", "Two"]
    assert codes(reading) == [(1, "outside_of_entries")]


def test_a_key_that_stands_twice_is_named_and_costs_nothing():
    reading = read("@misc{a, title={One}}\n@misc{A, title={Two}}")
    assert [each.title for each in reading.papers] == ["One", "Two"]
    assert codes(reading) == [(2, "duplicate_key")]


def test_a_field_that_stands_twice_and_a_string_that_is_nowhere_are_named():
    reading = read("@misc{a, title={One}, title={Two}, note = nowhere}")
    assert [each.title for each in reading.papers] == ["One"]
    assert codes(reading) == [(1, "duplicate_field"), (1, "undefined_string")]


def test_strings_hold_for_entries_far_below_them():
    filler = "".join(f"@misc{{k{n}, title = {{Filler {n} {'x' * 300}}}}}\n" for n in range(1_000))
    reading = read(f"@string{{tides = {{On Tides}}}}\n{filler}@misc{{last, title = tides}}\n")
    assert (reading.papers[-1].title, reading.lines[-1]) == ("On Tides", 1_002)


def test_strings_made_of_strings_do_not_grow_without_end():
    doubling = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
    reading = read(f"@string{{s0 = {{limpet }}}}\n{doubling}@misc{{a, title = {{Kept}}, abstract = s60}}")
    assert [each.title for each in reading.papers] == ["Kept"]
    assert codes(reading) == [(62, "field_left_out")]


@pytest.mark.parametrize("accent", ["'", "v", "vec", "not"])
def test_accents_over_accents_do_not_grow_without_end(accent):
    title = f"\\{accent}{{" * 40 + "a" + "}" * 40
    assert len(paper(f"title = {{Of {title} limpet}}").title) < 60


def test_a_file_cut_in_half_gives_what_is_whole():
    reading = read(BIBTEX[: BIBTEX.index("Kettle Flows")])
    assert len(reading.papers) == 1
    assert reading.diagnostics[-2].code == "not_bibtex"


def test_a_file_without_entries_is_refused():
    with pytest.raises(IngestError, match="no paper"):
        read("@comment{nothing}\n@string{a = {b}}\n")
