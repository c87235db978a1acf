"""The journal, conference or book of a paper, under whatever name its record has it."""

import json

import pytest

from service import ingest
from service.ingest.journal_reference import journal_in

CSV = b"Title,DOI,Publication Title\nOwls,10.5555/x,Journal of Owls\n"
BIBTEX = b'@string{joo = "Journal of "}\n@article{a, title={Owls}, %s}'
RIS = b"TY  - JOUR\nTI  - Owls\n%s\nER  -\n"
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Owls</title><id>http://arxiv.org/abs/2106.15928</id>
<summary>We count.</summary><journal_ref>J.Owl Stud. 4 (2007) 1-9</journal_ref></entry></feed>"""
OAI = b"""<record><header><identifier>oai:arXiv.org:0704.0001</identifier></header><metadata><arXiv><id>0704.0001</id>
<title>Owls</title><abstract>We count.</abstract><journal-ref>J.Owl Stud.4:1-9,2007</journal-ref></arXiv>
</metadata></record>"""
DUBLIN = b"""<record><metadata><dc><title>Owls</title><source>Journal of Owls; Vol. 3 No. 2 (2010); 1-9</source></dc>
</metadata></record>"""
OPENALEX = {"primary_location": {"source": {"display_name": "Journal of Owls"}, "is_oa": True}}
S2 = {"venue": "Journal of Owls", "journal": {"name": "J. Owls", "pages": "1-9"}}


def venue_and_rest(data: bytes, kind: str) -> tuple[str | None, str]:
    reading = ingest.read(data, kind)
    lost = [said.message.partition(": ")[2] for said in reading.diagnostics if said.code == "fields_not_kept"]
    return reading.papers[0].venue, "".join(lost)


@pytest.mark.parametrize(
    ("data", "kind", "venue"),
    [
        (BIBTEX % b"journal = joo # {{Owl} Stud{\\'i}es}", "bibtex", "Journal of Owl Studíes"),
        (BIBTEX % b"journaltitle = {Journal of Owls}", "bibtex", "Journal of Owls"),
        (BIBTEX % b"booktitle = {Proc.\\ Owls}", "bibtex", "Proc. Owls"),
        (BIBTEX % b"note = {none}", "bibtex", None),
        (RIS % b"T2  - Journal of Owls", "ris", "Journal of Owls"),
        (RIS % b"JO  - J. Owls\nJF  - Journal of Owls", "ris", "Journal of Owls"),
        (CSV, "csv", "Journal of Owls"),
        (ATOM, "xml", "J. Owl Stud."),
        (OAI, "xml", "J. Owl Stud."),
        (DUBLIN, "xml", "Journal of Owls"),
        *(
            (json.dumps([{"title": "Owls"} | fields]).encode(), kind, "Journal of Owls")
            for fields, kind in (
                ({"container-title": "Journal of Owls"}, "csl-json"),
                ({"container-title": ["Journal of Owls"], "DOI": "10.5555/x"}, "json"),
                (OPENALEX, "json"),
                (S2, "json"),
                ({"publicationTitle": "Journal of Owls"}, "json"),
                ({"venue": "", "journal": "Journal of Owls"}, "json"),
            )
        ),
    ],
)
def test_a_venue_is_read_where_each_format_has_it(data, kind, venue):
    assert venue_and_rest(data, kind)[0] == venue


def test_what_is_no_venue_or_another_one_is_named():
    assert venue_and_rest(RIS % b"JO  - J. Owls\nJF  - Journal of Owls", "ris")[1] == "JO (1)."
    assert venue_and_rest(json.dumps([{"title": "Owls"} | S2]).encode(), "json")[1] == "journal (1)."
    preprint = BIBTEX % b"journal = {arXiv preprint arXiv:1412.6980}"
    assert venue_and_rest(preprint, "bibtex") == (None, "journal (1).")
    assert ingest.read(preprint).papers[0].id == "arxiv:1412.6980"


def test_a_venue_that_is_too_long_costs_itself_and_is_named():
    reading = ingest.read(json.dumps([{"title": "Owls", "journal": "x" * 501}]).encode())
    assert reading.papers[0].venue is None
    assert [(said.code, "journal" in said.message) for said in reading.diagnostics] == [("field_left_out", True)]


@pytest.mark.parametrize(
    ("reference", "journal"),
    [
        ("Phys.Rev.D76:013009,2007", "Phys. Rev. D"),
        ("Phys. Rev. D 76, 013009 (2007)", "Phys. Rev. D"),
        ("JHEP 0708:079,2007", "JHEP"),
        ("Eur. Phys. J. C (2020) 80:12", "Eur. Phys. J. C"),
        ("IEEE Transactions on Information Theory, Vol. 53, No 3", "IEEE Transactions on Information Theory"),
        ("Proceedings of the 24th ICML, 2007", None),
        ("In Proc. NeurIPS 2019", None),
        ("Submitted to PRL 2007", None),
        ("35th Conference on Neural Owls", None),
        ("Physics Letters B", None),
        ("", None),
    ],
)
def test_a_journal_is_read_only_from_a_reference_that_names_one(reference, journal):
    assert journal_in(reference) == journal
