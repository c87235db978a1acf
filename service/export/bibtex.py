"""BibTeX: an entry per paper, in plain signs that LaTeX reads as well as citation managers do."""

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

from bibtexparser import library, writer
from bibtexparser.model import Entry as Block
from bibtexparser.model import Field

from service.export.entry import Entry
from service.papers import REMAINDER, pack
from service.text import STOP_WORDS, fold

_SIGNS: Final = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\lbrace{}", "}": r"\rbrace{}", "~": r"\textasciitilde{}",
    "$": r"\$", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
})  # fmt: skip
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[!?])(?=`)")  # what LaTeX makes one sign of
_LONGEST: Final = 20_000  # signs of a text that readers of LaTeX decode
_PLAIN = re.compile(r"[^{}\\\s]*")  # an address that stands as it is
_NAME = re.compile(r"(?:[^\W\d_]|[ .]|-(?!-)|'(?!'))*")
_PARTING: Final = frozenset({"and", "others"})
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:./+_-]{0,99}")
_WORD = re.compile(r"[a-z0-9]+")
_TYPES: Final = {"article": "article", "conference": "inproceedings", "manuscript": "misc"}
_FORMAT = writer.BibtexFormat()
_FORMAT.indent = "  "
_FORMAT.trailing_comma = True
_FORMAT.block_separator = "\n"


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """An entry per paper; its key is the one that it came with, or its author, year and first word."""
    keys: set[str] = set()
    for entry in entries:
        key = _free(_key(entry), keys)
        keys.add(key.lower())
        block = Block(_TYPES[entry.kind], key, _fields(entry))
        yield writer.write(library.Library([block]), _FORMAT)


def _fields(entry: Entry) -> list[Field]:
    paper, date = entry.paper, entry.paper.published_text or ""
    arxiv_id = entry.local_id("arxiv")
    values = {
        "title": escaped(paper.title),
        "author": " and ".join(map(_author, paper.authors)),
        "abstract": escaped(paper.abstract),
        "booktitle" if entry.kind == "conference" else "journal": escaped(paper.venue or ""),
        "year": date[:4],
        "date": date if len(date) > len("2021") else "",
        "doi": entry.local_id("doi"),
        "eprint": arxiv_id,
        "archiveprefix": arxiv_id and "arXiv",
        "url": paper.url if paper.url and _PLAIN.fullmatch(paper.url) else "",
        "timestamp": entry.added and entry.added.isoformat(),
        "annote": escaped(" ".join(entry.note.split())),
    }
    too_long = {name for name in ("title", "abstract") if len(values[name] or "") > _LONGEST}
    lost = ("url",) if paper.url and not values["url"] else ()
    values[REMAINDER] = pack(paper, None, ("categories", *sorted(too_long), *lost))
    return [Field(name, f"{{{value}}}") for name, value in values.items() if value and name not in too_long]


def escaped(text: str) -> str:
    """A text as LaTeX has it; read by LaTeX it is the same again."""
    return _JOINED.sub("{}", text.translate(_SIGNS))


def _author(name: str) -> str:
    """A name, in braces where BibTeX would take it for more than one, or for one the other way round."""
    plain = _NAME.fullmatch(name) and _PARTING.isdisjoint(name.lower().split())
    return name if plain else f"{{{escaped(name)}}}"


def _key(entry: Entry) -> str:
    paper = entry.paper
    given = paper.external_ids.get("citation-key", "")
    if _KEY.fullmatch(given):
        return given
    family = _WORD.findall(fold(paper.authors[0].rpartition(" ")[2])) if paper.authors else []
    words = [word for word in _WORD.findall(fold(paper.title)) if word not in STOP_WORDS]
    return "".join([*family[:1], (paper.published_text or "")[:4], *words[:1]]) or "paper"


def _free(key: str, taken: set[str]) -> str:
    """The key, or with a number where it is taken; keys that differ in case alone are one to BibTeX."""
    if key.lower() not in taken:
        return key
    return next(numbered for at in count(2) if (numbered := f"{key}-{at}").lower() not in taken)
