"""Paper ids: any known form in, one canonical form out; and ids minted from titles for papers that have none.

arXiv ids: https://info.arxiv.org/help/arxiv_identifier.html (dates, versions; the subject class of an old id
is not part of what it names). DOIs: ISO 26324, compared without case. Nothing here knows if a paper exists.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from service.errors import InvalidPaperId
from service.papers.links import arxiv_id_in_path, id_in_link, is_link
from service.text import clean, fold, word_set

ACCEPTED_FORMS: Final = (
    "arXiv:2106.15928, 2106.15928v2, hep-th/9901001, DOI:10.1000/x, PMID:123, PMC123, CorpusId:123, S2:hash, "
    "ACL:2020.acl-main.1, hf:a-slug, scheme:local, a bare slug, or a link to a page of arXiv, doi.org, "
    "huggingface.co/papers, OpenReview, Semantic Scholar, PubMed, PMC, ACM, bioRxiv, medRxiv or the ACL Anthology"
)
_MAX_INPUT = 300
_MAX_SLUG = 120
_HASH_DIGITS = 10

# The version, and what arXiv stamps on a first page after it: `v2 [stat.ML] 29 Jun 2021`.
_STAMP = r"(?:[vV][1-9]\d{0,3})?(?:\s*\[[A-Za-z.-]{2,20}\](?:\s+\d{1,2} [A-Z][a-z]{2} \d{4})?)?"
_NEW_ARXIV = re.compile(rf"(\d\d)(\d\d)\.(\d{{4,5}}){_STAMP}", re.ASCII)
_OLD_ARXIV = re.compile(rf"([A-Za-z-]{{2,9}})(?:\.[A-Za-z-]{{2,9}})?/(\d\d)(\d\d)(\d{{3}}){_STAMP}", re.ASCII)
# Archives that existed before April 2007, with those since merged into others (https://arxiv.org/archive).
_OLD_ARCHIVES = word_set(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs
    dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol
    physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"""
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/[!#$%&'()*+,\-./0-9:;<=>?@A-Z\[\]_a-z~]+", re.ASCII)
_ARXIV_DOI = "10.48550/arxiv."
_SCHEMED = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,19}):\s*(.+)", re.ASCII)
_SPACED = re.compile(r"(arxiv|doi|pmid|pmcid)\s+:?\s*(.+)", re.ASCII | re.IGNORECASE)
_LOCAL = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._~:/+,;=@-]{0,199}", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_PMCID = re.compile(r"(?:pmc)?([1-9]\d{0,17})(?:\.\d{1,3})?", re.ASCII | re.IGNORECASE)
_S2_HASH = re.compile(r"[0-9a-f]{40}", re.ASCII | re.IGNORECASE)
_BARE_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}", re.ASCII)
_MINTED = re.compile(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*", re.ASCII)
_NOT_SCHEMES = frozenset({"http", "https", "ftp", "file", "data", "javascript", "vbscript", "mailto"})
_LINK_SCHEMES = frozenset({"url", "doi", "arxiv"})  # people write these before a link, too
_ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # what reads another way round (bidi) is no id
_WRAPPERS = {"<": ">", '"': '"', "'": "'", "(": ")", "[": "]", "{": "}", "\u201c": "\u201d", "\u2018": "\u2019"}
_TRAILING = ".,;:'\"\u201d\u2019"
_CLOSERS = {")": "(", "]": "[", ">": "<", "}": "{"}
_KEPT_SIGNS = "*#%&@"  # they tell titles apart (A* and A, C# and C) although Unicode calls them punctuation


class _WordsAndSigns(dict[int, str]):
    """For str.translate: what becomes of each character of a title, worked out when first needed."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_sign = char in _KEPT_SIGNS or unicodedata.category(char)[0] == "S"
        self[code] = char if char.isalnum() else f" {char} " if is_sign else " "
        return self[code]


_WORDS_AND_SIGNS = _WordsAndSigns()


def parse_id(given: str) -> str:
    """The canonical form of a paper id (`arxiv:2106.15928`, `doi:10.1000/x`, `hf:a-slug`, `scheme:local`).

    Versions are dropped, schemes are lower-cased, what pasting leaves around an id is taken off, and parsing a
    canonical id gives it back. Raises InvalidPaperId saying why and which forms are accepted.
    """
    if len(given) > _MAX_INPUT:
        raise _refused(f"it has {len(given):,} characters, more than {_MAX_INPUT}")
    pasted = _unwrapped(given)
    if not pasted:
        raise _refused("it is empty")
    canonical = _checked(_canonical(pasted))
    if canonical.partition(":")[0] not in _PUBLIC_SCHEMES and not _ZERO_WIDTH.isdisjoint(given):
        raise _refused("it holds characters that cannot be seen, and two names must not look the same")
    return canonical


def is_public(paper_id: str) -> bool:
    """Whether a canonical id is of a scheme that means the same everywhere; others are names of somebody's own."""
    return paper_id.partition(":")[0] in _PUBLIC_SCHEMES


def parse_external_id(scheme: str, value: str) -> str | None:
    """The canonical form of an id that a record gives under the name of its scheme; None when none can exist."""
    try:
        return parse_id(value if value.lower().startswith(f"{scheme.lower()}:") else f"{scheme}:{value}")
    except InvalidPaperId:
        return None


@lru_cache(maxsize=20_000)  # a title is asked for its id, and for what it has in common with others
def mint_id(title: str) -> str:
    """A stable id for a paper that has none: `hf:` and a slug of its normalised title.

    It depends on the title alone (not on its case, accents, punctuation or spacing), so neither the order of
    arrival nor the machine matters. A slug that does not say the whole normalised title, because it was cut
    at 120 characters or the title has other letters or signs, ends in `--` and ten hex digits of the SHA-256
    of the normalised title; a full one never holds `--`, so the two kinds cannot meet.
    """
    normalised = _normalised(title)
    words = re.findall(r"[a-z0-9]+", normalised)
    if words and normalised == " ".join(words) and len(normalised) <= _MAX_SLUG:
        return f"hf:{'-'.join(words)}"
    digest = hashlib.sha256(normalised.encode()).hexdigest()[:_HASH_DIGITS]
    cut = "-".join(words)[: _MAX_SLUG + 1].rpartition("-")[0] if len("-".join(words)) > _MAX_SLUG else "-".join(words)
    return f"hf:{cut or 'paper'}--{digest}"


def mint_distinct_id(title: str, says: str) -> str:
    """The id of a paper whose minted one another paper with the same title has; it depends on all that it `says`."""
    return f"{mint_id(title)}--{hashlib.sha256(says.encode()).hexdigest()[:_HASH_DIGITS]}"


def _normalised(title: str) -> str:
    """The title's folded words, and the signs that tell titles apart, with single spaces between."""
    return " ".join(fold(clean(title)).translate(_WORDS_AND_SIGNS).split())


def _unwrapped(given: str) -> str:
    """What is left without spaces, zero-width characters, and quotes or brackets around the whole."""
    seen = given if given.isascii() else "".join(char for char in given if char not in _ZERO_WIDTH)
    text = " ".join(seen.split())
    while (inner := text.rstrip(".,;")) and len(inner) > 1 and _WRAPPERS.get(inner[0]) == inner[-1]:
        text = inner[1:-1].strip()
    return text


def _without_tail(text: str) -> str:
    """Without the punctuation of the sentence that it stood in, and closing brackets that were never opened."""
    while text and (
        text[-1] in _TRAILING or (text[-1] in _CLOSERS and text.count(text[-1]) > text.count(_CLOSERS[text[-1]]))
    ):
        text = text[:-1]
    return text


def _canonical(pasted: str) -> str:
    if is_link(pasted):
        return _from_link(_without_tail(pasted))
    schemed = _SPACED.fullmatch(pasted) or _SCHEMED.fullmatch(pasted)
    if not schemed:
        return _from_bare(pasted)
    scheme, local = schemed[1].lower(), schemed[2]
    if scheme in _LINK_SCHEMES and is_link(local):
        return _from_link(_without_tail(local))
    return _canonical(local) if scheme == "url" else _from_scheme(scheme, local)


def _from_link(link: str) -> str:
    try:
        found = id_in_link(link)
    except ValueError:
        raise _refused("it is not a well-formed link") from None
    if found is None:
        raise _refused("it is a link to a page that we cannot read a paper id from")
    return _from_scheme(*found)


def _from_scheme(scheme: str, local: str) -> str:
    if scheme in _NOT_SCHEMES:
        raise _refused(f"{scheme} is a kind of link, not of paper id")
    if scheme in _READERS:
        return _READERS[scheme](local)
    if not _LOCAL.fullmatch(local):
        raise _refused(
            f"{scheme}: must be followed by 1-200 letters, digits or ._~:/+,;=@-, first a letter, digit, _ or -"
        )
    return f"{scheme}:{local}"


def _from_bare(bare: str) -> str:
    plain = _without_tail(bare)
    on_page = arxiv_id_in_path(plain)
    if on_page is not None or _NEW_ARXIV.fullmatch(plain) or _OLD_ARXIV.fullmatch(plain):
        return _arxiv(on_page or plain)
    if plain.startswith("10."):
        return _doi(plain)
    if _S2_HASH.fullmatch(plain):
        return _s2(plain)
    if plain[:3].upper() == "PMC" and _PMCID.fullmatch(plain):
        return _pmcid(plain)
    if _BARE_SLUG.fullmatch(bare):
        return f"local:{bare}"
    if len(bare.split()) > 2:
        raise _refused("it looks like a title, and a paper is asked for by its id")
    raise _refused("it has none of the known forms")


def _corpus_id(local: str) -> str:
    if not _NUMBER.fullmatch(local):
        raise _refused("a CorpusId is a whole number")
    return f"corpusid:{local}"


def _hf(local: str) -> str:
    slug = local.lower()
    if not _MINTED.fullmatch(slug):
        raise _refused("an hf id is lower-case words and digits joined by hyphens")
    return f"hf:{slug}"


def _pmid(local: str) -> str:
    number = _without_tail(local)
    if not _NUMBER.fullmatch(number):
        raise _refused("a PMID is a whole number")
    return f"pmid:{number}"


def _pmcid(local: str) -> str:
    match = _PMCID.fullmatch(_without_tail(local))
    if not match:
        raise _refused("a PMCID looks like PMC123456")
    return f"pmcid:PMC{match[1]}"


def _s2(local: str) -> str:
    if not _S2_HASH.fullmatch(local):
        raise _refused("an id of Semantic Scholar is 40 hex digits")
    return f"s2:{local.lower()}"


def _oai(local: str) -> str:
    """An item of a repository, of which arXiv's are papers (openarchives.org/OAI/2.0/guidelines-oai-identifier.htm)."""
    repository, _, item = local.partition(":")
    if repository.lower() == "arxiv.org":
        return _arxiv(item)
    if not _LOCAL.fullmatch(local):
        raise _refused("an OAI id looks like oai:arXiv.org:2106.15928")
    return f"oai:{local}"


def _arxiv(pasted: str) -> str:
    local = _without_tail(pasted)
    if match := _NEW_ARXIV.fullmatch(local):
        year, month, number = match[1], match[2], match[3]
        _check_month(month)
        if year + month < "0704" or (len(number) == 5) != (year >= "15") or not int(number):
            raise _refused(f"arXiv never gave out {year}{month}.{number}: 4 digits from 0704 on, 5 digits from 1501 on")
        return f"arxiv:{year}{month}.{number}"
    if match := _OLD_ARXIV.fullmatch(local):
        archive, year, month, number = match[1].lower(), match[2], match[3], match[4]
        _check_month(month)
        if archive not in _OLD_ARCHIVES:
            raise _refused(f"arXiv had no archive {archive} before April 2007")
        if not ("9101" <= year + month <= "9912" or year + month <= "0703") or not int(number):
            raise _refused(f"arXiv gave out ids like {archive}/{year}{month}{number} from 1991 to March 2007 only")
        return f"arxiv:{archive}/{year}{month}{number}"
    raise _refused("an arXiv id looks like 2106.15928 or hep-th/9901001")


def _check_month(month: str) -> None:
    if not 1 <= int(month) <= 12:
        raise _refused(f"there is no month {month}")


def _doi(local: str) -> str:
    folded = _without_tail(local).lower()
    if not _DOI.fullmatch(folded):
        raise _refused("a DOI looks like 10.1000/x, without spaces")
    if folded.startswith(_ARXIV_DOI):
        return _arxiv(folded.removeprefix(_ARXIV_DOI))
    return f"doi:{folded}"


def _checked(canonical: str) -> str:
    """Refuses what would climb out of a folder if a careless client made a path of it."""
    if not {".", ".."}.isdisjoint(canonical.partition(":")[2].split("/")):
        raise _refused("it has a path step . or ..")
    return canonical


def _refused(why: str) -> InvalidPaperId:
    return InvalidPaperId(f"Not a paper id: {why}. Accepted: {ACCEPTED_FORMS}.")


_READERS: Final = {
    "arxiv": _arxiv,
    "doi": _doi,
    "corpusid": _corpus_id,
    "hf": _hf,
    "pmid": _pmid,
    "pmcid": _pmcid,
    "s2": _s2,
    "oai": _oai,
}
_PUBLIC_SCHEMES: Final = _READERS.keys() | {"acl", "openreview"}
