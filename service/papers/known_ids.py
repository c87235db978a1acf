"""The ids by which a record says that its paper is known, and whether those of two records can be of one paper."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from service.errors import InvalidPaperId
from service.papers.identifiers import parse_id
from service.papers.links import is_link
from service.papers.paper import Paper

_SCHEMES: Final = frozenset(
    {"arxiv", "doi", "corpusid", "pmid", "pmcid", "s2", "acl", "openreview", "oai", "hf", "dblp", "mag", "openalex"}
)
"""Schemes whose ids name one paper; an ISBN or an ISSN, for one, names what many papers are in."""
_SYNONYMS: Final = {"pubmed": "pmid", "pubmedcentral": "pmcid", "pmc": "pmcid"}  # as Semantic Scholar has them
_ONE_EACH: Final = ("arxiv:", "doi:", "pmid:")  # a paper has one of these; copies elsewhere may have been counted twice
_NUMBERED = re.compile(r"(.+)_\d+")
# DOIs that servers of preprints give, beside which a journal's DOI is no contradiction. Those of bioRxiv and medRxiv
# are told by the digit from those of the journals of the same house.
_PREPRINT_DOI = re.compile(
    r"doi:10\.(?:1101/\d|(?:2139|21203|31234|31219|31235|31222|31223|26434|20944|36227|22541|35542|33774)/)"
)


def known_ids(paper: Paper) -> tuple[str, ...]:
    """The paper's own id first, then the canonical ids among `external_ids`, then the one that `url` is a link to."""
    return tuple(dict.fromkeys((paper.id, *_external(paper.external_ids), *_linked(paper.url))))


def contradict(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether these ids cannot be of one paper: both have arXiv ids, journal DOIs or PMIDs, and none in common."""
    first, second = list(some), list(others)
    for scheme in _ONE_EACH:
        one, other = _of_scheme(scheme, first), _of_scheme(scheme, second)
        if one and other and one.isdisjoint(other):
            return True
    return False


def tells_of(notice: Paper, paper: Paper) -> bool:
    """Whether one is a notice of the other, which a publisher may give the same title."""
    return bool(notice.updates) and not notice.updates.keys().isdisjoint(known_ids(paper))


def with_ids(external_ids: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    """`external_ids` with these canonical ids; a second one of a scheme is kept as `doi_2`, and so on."""
    found = dict(external_ids)
    there = {*_external(external_ids), *(f"{_scheme(name)}:{value}" for name, value in external_ids.items())}
    taken = {name.lower() for name in external_ids}
    for each in ids:
        if each not in there:
            scheme, _, local = each.partition(":")
            numbered = (f"{scheme}_{number}" for number in range(2, len(taken) + 3))
            name = next(name for name in (scheme, *numbered) if name not in taken)
            found[name] = local
            taken.add(name)
    return {name: found[name] for name in sorted(found)}


def _of_scheme(scheme: str, ids: Iterable[str]) -> set[str]:
    return {each for each in ids if each.startswith(scheme) and not _PREPRINT_DOI.match(each)}


def _external(external_ids: Mapping[str, str]) -> Iterator[str]:
    for name, value in external_ids.items():
        if (scheme := _scheme(name)) in _SCHEMES:
            whole = is_link(value) or value.lower().startswith(f"{scheme}:")
            yield from _canonical(value if whole else f"{scheme}:{value}")


def _scheme(name: str) -> str:
    """The scheme of the ids that stand under a name in `external_ids`."""
    numbered = _NUMBERED.fullmatch(name.lower())
    plain = numbered[1] if numbered else name.lower()
    return _SYNONYMS.get(plain, plain)


def _linked(url: str | None) -> Iterator[str]:
    if url is not None:
        yield from _canonical(url)


@lru_cache(maxsize=20_000)  # a record is asked for its ids again and again, and what is kept of it has the same ones
def _canonical(text: str) -> tuple[str, ...]:
    """The id of a known scheme that a text is, or nothing."""
    try:
        found = parse_id(text)
    except InvalidPaperId:
        return ()
    return (found,) if found.partition(":")[0] in _SCHEMES else ()
