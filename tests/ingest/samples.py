"""A small file of each format, as programs write it, with the traps that real ones have; all of it is made up."""

import gzip
import json
from typing import Final

BIBTEX: Final = r"""% Encoding: UTF-8
@string{jtp = "Journal of " # "Tidal Pools"}
@comment{jabref-meta: databaseType:bibtex;}

@article{okafor2021limpets,
  title = {{Limpets} of the {N}orth: a {{Census in \emph{Three}}} Bays},
  author = {Okafor, Ngozi and {van der Meer}, Jan and M{\"u}ller, Bj{\o}rn and {Tidal Survey Group} and others},
  journal = jtp # { (Supplement)},
  year = 2021, month = mar,
  abstract = {We count limpets on 100% of the shore, at $p < 0.05$ {\&} more.
    Caf{\'e} owners helped.},
  doi = {10.5555/tide.2021.7},
  url = {https://example.org/limpets\_1?a=b\&c=%20},
  date-added = {2022-01-03 10:11:12 +0100},
  keywords = {limpets, shores}
}

@inproceedings{flows, title="Kettle Flows", author="Conor Adams and Artur Bell", year="2019", month=jun,
  eprint={1906.04032}, archivePrefix={arXiv}, primaryClass={stat.ML}}

@misc{adam, title={On {A}dam}, author={Kay, D. P. and Ba, J.}, journal={arXiv preprint arXiv:1412.6980}, year={2014}}

@article(DBLP:journals/corr/abs-1706-03762, author = {Ann Vee and
               Noam Shell}, title = {Attention to Shells}, journal = {CoRR}, volume = {abs/1706.03762}, year = {2017},
  timestamp = {Sat, 23 Jan 2021 01:20:40 +0100})
"""

_RIS_RECORD = """Record #{n} of 3
Provider: Nowhere Ltd
Content: text/plain; charset="UTF-8"


TY  -  JOUR
TI  - Limpets, part {n}
AU  - Okafor, Ngozi
AU  - Doe, Jané, Jr
AB  - We count limpets in bay {n}.
  They are many.
PY  - 2021/06/30/
UR  - https://example.org/a;b?c={n}
DO  - 10.5555/ris.{n}
KW  - limpets
ID  - okafor{n}
ER  -

"""
RIS: Final = "".join(_RIS_RECORD.format(n=n) for n in (1, 2, 3))

CSL: Final = [
    {
        "id": "http://zotero.org/users/1/items/ABCD", "type": "article-journal",
        "title": "<i>E. coli</i> &amp; H<sub>2</sub>O", "container-title": "Journal of Kettles",
        "abstract": "<jats:p>We boil water.</jats:p>", "DOI": "10.5555/CSL.1",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Kettle Group"}],
        "issued": {"date-parts": [["2021", 6, 30]]}, "accessed": {"date-parts": [["2022", 1, 2]]},
        "note": "arXiv:2106.15928 [cs]",
    },
    {"id": "smith2020", "type": "article", "title": "A preprint", "number": "arXiv:2106.15999",
     "issued": {"raw": "in press"}},
    {"id": "x4", "type": "book", "title": "A range", "issued": {"date-parts": [[2021, 1], [2021, 3]]}},
    {"id": "x6", "type": "book", "title": "About then", "issued": {"literal": "circa 1999"}},
    {"id": "x7", "type": "article", "DOI": "10.5555/csl.only"},
]  # fmt: skip

CSV: Final = (
    '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Abstract Note","Date","Date Added","Extra"\n'
    '"AB","journalArticle","2021","Doe, Jane; Roe, R.","A ""quoted"" title, with a comma","10.5555/csv.1","",'
    '"Line one\nline two","2021-06-30","2022-01-02 03:04:05",""\n'
    '"CD","preprint","2020","","","","http://arxiv.org/abs/2106.15928","","",'
    '"2022-01-02 03:04:06","arXiv: 2106.15928"\n'
)

IDS: Final = """# to read
2106.15928v2
https://arxiv.org/abs/1706.03762 the one with the shells
DOI:10.5555/x

CorpusId:123
hf:neural-spline-flows
"""

_ATOM_NS = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'
ATOM: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title><author><name>The feed</name></author>
<entry><id>http://arxiv.org/abs/2106.15928v2</id><updated>2021-07-01T00:00:00Z</updated>
<published>2021-06-30T17:00:00Z</published><title>On $x$ &amp; tides
  once more</title><summary>  We &lt;i&gt;measure&lt;/i&gt; where n &lt; 5.
</summary><author><name>Jane Doe</name></author><author><name>R. Roe</name></author>
<arxiv:comment {_ATOM_NS}>12 pages</arxiv:comment><arxiv:doi {_ATOM_NS}>10.5555/atom.1</arxiv:doi>
<link href="http://arxiv.org/abs/2106.15928v2" rel="alternate"/><link href="http://arxiv.org/pdf/2106.15928v2"/>
<arxiv:primary_category {_ATOM_NS} term="cs.LG"/><category term="stat.ML"/><category term="cs.LG"/></entry></feed>
"""

RSS: Final = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.LG updates</title>
<item><title>A feed item</title><link>https://rss.arxiv.org/abs/2401.99001</link>
<description>arXiv:2401.99001v1 Announce Type: new
Abstract: We announce tides.</description><guid isPermaLink="false">oai:arXiv.org:2401.99001v1</guid>
<category>cs.LG</category><pubDate>Tue, 30 Jan 2024 00:00:00 -0500</pubDate>
<author>rss-help@arxiv.example</author></item>
</channel></rss>
"""

OAI: Final = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header><identifier>oai:arXiv.org:0704.0001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>2007-04-02</created><updated>2007-07-24</updated>
<authors><author><keyname>Bal&#225;zs</keyname><forenames>C.</forenames></author>
<author><keyname>Yuan</keyname><forenames>C. -P.</forenames><suffix>Jr</suffix></author></authors>
<title>Calculation of tides</title><categories>hep-ph cs.LG</categories><abstract>  A fully
 differential tide.
</abstract></arXiv></metadata></record>
<record><header><identifier>oai:arXiv.org:0704.0002</identifier></header><metadata>
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>0704.0002</id><submitter>L T</submitter>
<version version="v1"><date>Sat, 31 Mar 2007 02:26:18 GMT</date></version>
<version version="v2"><date>Sat, 13 Dec 2008 17:26:00 GMT</date></version><title>Sparse shores</title>
<authors>Ileana S. and Louis T.</authors><categories>math.CO cs.CG</categories>
<abstract>We describe.</abstract></arXivRaw></metadata></record>
<record><header><identifier>oai:arXiv.org:hep-th/9901001</identifier></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>A core of shores</dc:title><dc:creator>Doe, Jane</dc:creator><dc:subject>Combinatorics</dc:subject>
<dc:description>We dig for cores.</dc:description><dc:description>Comment: 5 pages</dc:description>
<dc:date>1999-01-01</dc:date><dc:date>2000-01-01</dc:date><dc:identifier>http://arxiv.org/abs/hep-th/9901001</dc:identifier>
<dc:identifier>doi:10.5555/dc.1</dc:identifier></oai_dc:dc></metadata></record>
<record><header status="deleted"><identifier>oai:arXiv.org:0704.9999</identifier></header></record>
</ListRecords></OAI-PMH>
"""

SNAPSHOT: Final = [
    {
        "id": f"0704.000{n}", "submitter": "A. N. Other", "authors": "Anna Bell and Ed F. Gee",
        "title": f"Shores of \\'Etretat,\n  part {n}", "comments": "12 pages, 3 figures", "journal-ref": None,
        "doi": f"10.5555/snap.{n}", "report-no": None, "categories": "hep-ph cs.LG", "license": None,
        "abstract": "  We measure $O(n^2)$ shores\nand tell.\n",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
                     {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}],
        "update_date": "2008-11-26", "authors_parsed": [["Bell", "Anna", ""], ["Gee", "Ed F.", "Jr."]],
    }
    for n in (1, 2, 3)
]  # fmt: skip

HF_DAILY: Final = [
    {
        "paper": {
            "id": "2401.12345", "authors": [{"_id": "6", "name": "Jane Doe", "hidden": False}],
            "publishedAt": "2024-01-20T10:00:00.000Z", "title": "A daily\n paper", "summary": "We write.\nDaily.",
            "upvotes": 12, "ai_summary": "X",
        },
        "publishedAt": "2024-01-21T00:00:00.000Z", "title": "A daily\n paper", "summary": "We write.\nDaily.",
    }
]  # fmt: skip

OPENALEX: Final = {
    "meta": {"count": 1},
    "results": [
        {
            "id": "https://openalex.org/W2741809807", "doi": "https://doi.org/10.5555/oa.1",
            "title": "The state of tides", "publication_year": 2018, "publication_date": "2018-02-13",
            "ids": {"openalex": "https://openalex.org/W2741809807", "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894"},
            "authorships": [{"author_position": "first", "author": {"display_name": "Heather P."}}],
            "abstract_inverted_index": {"Despite": [0], "tides": [1, 3], "and": [2]},
        }
    ],
}  # fmt: skip

S2: Final = {
    "total": 1,
    "data": [
        {
            "paperId": "649def34f8be52c8b66281af98ae884c09aef38b", "corpusId": 27418,
            "externalIds": {"ArXiv": "1706.03762", "DOI": "10.5555/s2"}, "title": "A scholarly tide", "abstract": None,
            "publicationDate": "2017-06-12", "authors": [{"authorId": "1", "name": "A. Vee"}],
        }
    ],
}  # fmt: skip

ZOTERO_ITEMS: Final = [
    {
        "key": "ABCD", "version": 1, "library": {"type": "user"},
        "data": {
            "key": "ABCD", "version": 1, "itemType": "preprint", "title": "An item of Zotero",
            "creators": [{"creatorType": "author", "firstName": "Jane", "lastName": "Doe"}], "abstractNote": "We item.",
            "date": "2021-06-30", "url": "http://example.org/x", "extra": "arXiv:2106.15928 [cs]",
            "dateAdded": "2022-02-03T04:05:06Z",
        },
    }
]  # fmt: skip

CROSSREF: Final = {
    "status": "ok",
    "message": {
        "items": [{"DOI": "10.5555/cr.1", "title": ["A crossed tide"], "abstract": "<jats:p>We cross.</jats:p>",
                   "author": [{"given": "J", "family": "Dee"}], "published": {"date-parts": [[2021, 6]]}}]
    },
}  # fmt: skip

FILES: Final[dict[str, tuple[str, bytes]]] = {
    "BibTeX": ("bibtex", BIBTEX.encode()),
    "RIS": ("ris", RIS.encode()),
    "CSL-JSON": ("csl-json", json.dumps(CSL, indent=1).encode()),
    "CSV": ("csv", CSV.encode()),
    "ids": ("ids", IDS.encode()),
    "Atom": ("xml", ATOM.encode()),
    "RSS": ("xml", RSS.encode()),
    "OAI-PMH": ("xml", OAI.encode()),
    "arXiv snapshot": ("jsonl", "".join(f"{json.dumps(each)}\n" for each in SNAPSHOT).encode()),
    "Hugging Face daily papers": ("json", json.dumps(HF_DAILY).encode()),
    "OpenAlex": ("json", json.dumps(OPENALEX).encode()),
    "Semantic Scholar": ("json", json.dumps(S2).encode()),
    "Zotero items": ("json", json.dumps(ZOTERO_ITEMS, indent=4).encode()),
    "Crossref": ("json", json.dumps(CROSSREF).encode()),
    "gzip": ("ris", gzip.compress(RIS.encode(), mtime=0)),
}
"""A file of each kind by its name: what it is in, and its bytes."""
