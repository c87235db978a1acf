"""Made-up records in the format of arXiv's metadata snapshot: one JSON object a line, as its dataset page describes."""

import json
import random
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from service.text import sentences
from tests.corpora import samples

_FIRST = ("Ada", "Chen", "Emil", "Gus", "Hana", "Ivo", "J. P.", "Kai", "Lea", "Nora", "Otto", "Pia", "Rosa", "Yara")
_LAST = ("Ash", "Berg", "Duarte", r"Erd\H{o}s", "Fink", "Gao", "Haas", "Ito", r"M\"uller", "Nowak", "Ortiz", "Wang")
_CATEGORIES = ("cs.LG stat.ML", "math.AG", "hep-ph", "cs.CL cs.AI", "astro-ph.GA", "cond-mat.mes-hall quant-ph")
_MONTH, _OLD_MONTH = 20_000, 900  # papers of one, with new and with old ids
_BEGAN = datetime(2015, 1, 1, 18, tzinfo=UTC)


def write(file: Path, count: int) -> Path:
    """A file of so many records; equal counts give equal files."""
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{json.dumps(record(number))}\n" for number in range(count))
    return file


def ids(count: int) -> Iterator[str]:
    """The canonical ids of the same."""
    return (f"arxiv:{_id(number)}" for number in range(count))


def record(number: int) -> dict[str, Any]:
    """One record; equal numbers give equal ones."""
    chance = random.Random(number)
    titles, pool = _texts()
    authors = [(chance.choice(_LAST), chance.choice(_FIRST), "") for _ in range(chance.randint(1, 6))]
    abstract = "\n".join(chance.choices(pool, k=6))
    sent = _BEGAN + timedelta(minutes=number)
    versions = [
        {"version": f"v{each + 1}", "created": format_datetime(sent + timedelta(days=90 * each), usegmt=True)}
        for each in range(1 + number % 3)
    ]
    published = number % 3 == 0
    return {
        "id": _id(number),
        "submitter": f"{authors[0][1]} {authors[0][0]}",
        "authors": ", ".join(f"{first} {last}" for last, first, _ in authors),
        "title": f"{chance.choice(titles)}\n  in Case {number}",
        "comments": f"{5 + number % 30} pages, {number % 7} figures",
        "journal-ref": f"Phys.Rev.D{number % 90}:{number},2007" if published else None,
        "doi": f"10.1103/PhysRevD.{number}" if published else None,
        "report-no": None,
        "categories": chance.choice(_CATEGORIES),
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": f"  {abstract}\n",
        "versions": versions,
        "update_date": (sent + timedelta(days=1)).date().isoformat(),
        "authors_parsed": authors,
    }


def _id(number: int) -> str:
    if number % 50 == 0:
        month, place = divmod(number // 50, _OLD_MONTH)
        return f"hep-th/{92 + month // 12:02}{1 + month % 12:02}{1 + place:03}"
    month, place = divmod(number, _MONTH)
    return f"{15 + month // 12:02}{1 + month % 12:02}.{1 + place:05}"


@cache
def _texts() -> tuple[list[str], list[str]]:
    """Titles, and sentences of abstracts in short lines, of the sample corpus."""
    papers = samples(784)
    pool = [
        textwrap.fill(paper.abstract[start:end], 78) for paper in papers for start, end in sentences(paper.abstract)
    ]
    return [paper.title for paper in papers], pool
