"""The query language of searches: words, "phrases", -without, title:, author: and id:, or an id or a link alone.

A query is what people type, so whatever can be read some way is read: a quotation mark without its other one and a
field without a word are no operators.
"""

import re
from collections.abc import Container
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from operator import contains
from typing import Literal, TypeAlias

from service.errors import BadInput, InvalidPaperId
from service.papers import is_public, parse_id
from service.storage import PaperTexts
from service.text import fold, spellings, terms, visible, words

MOST_QUERY = 2_000
"""Characters of a query: an abstract that somebody pastes has fewer."""

Field = Literal["text", "title", "author", "id"]
Forms: TypeAlias = list[AbstractSet[str]]
"""Of each word in a row, what may stand for it."""
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_CLAUSE = re.compile(
    r'(?P<minus>-)?(?:(?P<field>title|author|id):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clause:
    """What a paper must have, or must not: folded `words` in a row, in a field; of an author, in one name in any order.

    A `quoted` one is meant as it is spelt, another one in any spelling. For the field id, `words` has the one id.
    """

    field: Field
    words: tuple[str, ...]
    written: str
    quoted: bool

    @property
    def needs_reading(self) -> bool:
        """Whether a paper must be read to know that it has it: of one word, an index tells."""
        return len(self.words) > 1 or (self.field == "text" and not all(map(is_term, self.words)))

    @property
    def is_uncounted(self) -> bool:
        """Whether no index tells of it: its one word is no term, as of C++."""
        return self.field == "text" and len(self.words) == 1 and not is_term(self.words[0])

    @property
    def forms(self) -> Forms:
        """What may stand for each of the words."""
        return [{word} if self.quoted else {*spellings(word)} for word in self.words]

    def holds(self, paper: PaperTexts) -> bool:
        """Whether a paper has it; not for ids, of which it has more than it shows."""
        if self.field == "author":
            return any(all(not form.isdisjoint(words(name)) for form in self.forms) for name in paper.authors)
        texts = (paper.title,) if self.field == "title" else (paper.title, paper.abstract)
        return any(self._in_row(fold(text)) for text in texts)

    def _in_row(self, folded: str) -> bool:
        if _pattern(self).search(folded) is None:  # cutting into words takes fifty times as long
            return False
        forms, found = self.forms, words(folded)
        runs = (found[at : at + len(forms)] for at, word in enumerate(found) if word in forms[0])
        return any(len(run) == len(forms) and all(map(contains, forms, run)) for run in runs)


@lru_cache(maxsize=1_000)
def _pattern(clause: Clause) -> re.Pattern[str]:
    """Finds the letters of a clause's words one after the other, which may be parts of words."""
    return re.compile(r"[\W_]*".join(f"(?:{'|'.join(map(re.escape, sorted(forms)))})" for forms in clause.forms))


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it is read: its meaning is embedded from `text`, and `words` are the distinct terms that count.

    `alone` is the id that the whole query is, if it is one.
    """

    text: str
    words: tuple[str, ...]
    required: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    alone: str | None = None

    def in_corpus(self, here: Container[str]) -> "Query":
        """The query where papers have the ids in `here`: what is one of these, or can be nothing but an id, is one."""
        if self.alone is None or not (self.alone in here or is_public(self.alone)):
            return self
        return Query("", (), (Clause("id", (self.alone,), self.alone, quoted=True),))

    def allows(self, paper: PaperTexts) -> bool:
        """Whether a paper that an index has found says what it must say, and nothing that it must not."""
        return all(clause.holds(paper) for clause in self.required if clause.needs_reading) and not any(
            clause.holds(paper) for clause in self.excluded if clause.needs_reading
        )

    @property
    def needs_reading(self) -> bool:
        """Whether papers must be read to know which ones it allows."""
        return any(clause.needs_reading for clause in (*self.required, *self.excluded))

    @property
    def is_uncounted(self) -> bool:
        """Whether it requires something of which no index tells."""
        return any(clause.is_uncounted for clause in self.required)


def is_term(word: str) -> bool:
    """Whether a folded word is counted in abstracts: see `terms`."""
    return terms(word) == [word]


def parse_query(given: str, pointer: str = "/q") -> Query:
    """What a query asks for.

    Raises BadInput at `pointer` for one that is too long, has no word to look for, or an id that cannot exist.
    """
    if len(given) > MOST_QUERY:
        raise BadInput.at(
            pointer, f"more than {MOST_QUERY:,} characters; a sentence or two on what it is about will do."
        )
    typed = visible(given).translate(_QUOTES)
    found = list(_CLAUSE.finditer(_paired(typed)))
    clauses = [(each["minus"] is not None, _clause(each)) for each in found]
    required = tuple(clause for minus, clause in clauses if clause and not minus)
    excluded = tuple(clause for minus, clause in clauses if clause and minus)
    plain = [each["word"] or "" for each, (_, clause) in zip(found, clauses, strict=True) if clause is None]
    text = " ".join(each["phrase"] or each["word"] or "" for each in found if _is_meant(each)).strip()
    counted = tuple(dict.fromkeys(terms(" ".join([*plain, *(c.written for c in required if c.field != "id")]))))
    if not counted and not required and (spelt := tuple(words(" ".join(plain)))):
        required = (Clause("text", spelt, " ".join(plain), quoted=True),)  # 2048, or a name that is no term
    if not required and not counted:
        raise BadInput.at(pointer, _nothing_to_look_for(excluded))
    return Query(text, counted, required, excluded, _id_alone(typed))


def _paired(typed: str) -> str:
    """Without a quotation mark that has no other one."""
    before, mark, after = typed.rpartition('"')
    return f"{before} {after}" if mark and typed.count('"') % 2 else typed


def _clause(found: re.Match[str]) -> Clause | None:
    """What must be there or must not; None for a plain word."""
    field, quoted = (found["field"] or "text").lower(), found["phrase"] is not None
    written = found["phrase"] if quoted else found["word"]
    if field == "id":
        return Clause("id", (_parsed(written),), written, quoted)
    spelt = tuple(words(written))
    if not spelt or not (quoted or found["field"] or found["minus"] or _is_literal(spelt)):
        return None
    kind: Field = "title" if field == "title" else "author" if field == "author" else "text"
    return Clause(kind, spelt, written, quoted)


def _is_literal(spelt: tuple[str, ...]) -> bool:
    """Whether a word is no term as it is spelt: C++, or words of a script that does not part them."""
    return any(word[-1] in "+#" or (len(word) == 1 and not word.isascii()) for word in spelt)


def _is_meant(found: re.Match[str]) -> bool:
    """Whether a part of a query says what the papers are about."""
    return not found["minus"] and (found["field"] or "title").lower() == "title"


def _parsed(written: str) -> str:
    try:
        return parse_id(written)
    except InvalidPaperId as error:
        raise BadInput.at("/q", error.detail) from None


def _id_alone(typed: str) -> str | None:
    try:
        return parse_id(typed)
    except InvalidPaperId:
        return None


def _nothing_to_look_for(excluded: tuple[Clause, ...]) -> str:
    if excluded:
        return "only says what to leave out; add a word to look for."
    return "has no word to look for."
