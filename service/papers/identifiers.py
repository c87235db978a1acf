"""Paper ids: any known form in, one canonical form out; and ids minted from titles for papers that have none.

arXiv ids: https://info.arxiv.org/help/arxiv_identifier.html (dates, versions; the subject class of an old id
is not part of what it names). DOIs: ISO 26324, compared without case. Nothing here knows if a paper exists.
"""

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import unquote, urlsplit

from service.errors import InvalidPaperId
from service.text import clean, fold, word_set

ACCEPTED_FORMS: Final = (
    "arXiv:2106.15928, 2106.15928v2, hep-th/9901001, DOI:10.1000/x, CorpusId:123, hf:a-slug, scheme:local, "
    "a bare slug, or a link to arxiv.org, huggingface.co/papers or doi.org"
)
_MAX_INPUT = 300
_MAX_SLUG = 120
_HASH_DIGITS = 10

_NEW_ARXIV = re.compile(r"(\d\d)(\d\d)\.(\d{4,5})(?:v[1-9]\d{0,3})?", re.ASCII)
_OLD_ARXIV = re.compile(r"([A-Za-z-]{2,9})(?:\.[A-Za-z]{2})?/(\d\d)(\d\d)(\d{3})(?:v[1-9]\d{0,3})?", re.ASCII)
# Archives that existed before April 2007, with those since merged into others (https://arxiv.org/archive).
_OLD_ARCHIVES = word_set(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs
    dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol
    physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"""
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/[!#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z~]+", re.ASCII)
_ARXIV_DOI = "10.48550/arxiv."
_SCHEMED = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,19}):\s?(.+)", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:/+,;=@-]{0,199}", re.ASCII)
_BARE_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}", re.ASCII)
_MINTED = re.compile(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*", re.ASCII)
_NOT_SCHEMES = frozenset({"http", "https", "ftp", "file", "data", "javascript", "vbscript", "mailto"})
_KEPT_SIGNS = "*#%&@"  # they tell titles apart (A* and A, C# and C) although Unicode calls them punctuation


def parse_id(given: str) -> str:
    """The canonical form of a paper id (`arxiv:2106.15928`, `doi:10.1000/x`, `hf:a-slug`, `scheme:local`).

    Versions are dropped, schemes are lower-cased, and parsing a canonical id gives it back.
    Raises InvalidPaperId saying why and which forms are accepted.
    """
    if len(given) > _MAX_INPUT:
        raise _refused(f"it has {len(given):,} characters, more than {_MAX_INPUT}")
    stripped = given.strip(" ")
    if not stripped:
        raise _refused("it is empty")
    schemed = _SCHEMED.fullmatch(stripped)
    if schemed and schemed[1].lower() == "url":
        stripped = schemed[2]
        schemed = _SCHEMED.fullmatch(stripped)
    if stripped.lower().startswith(("http://", "https://")):
        return _checked(_from_link(stripped))
    return _checked(_from_scheme(schemed[1].lower(), schemed[2]) if schemed else _from_bare(stripped))


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


def _normalised(title: str) -> str:
    """The title's folded words, and the signs that tell titles apart, with single spaces between."""
    kept = [
        char if char.isalnum() else f" {char} " if char in _KEPT_SIGNS or unicodedata.category(char)[0] == "S" else " "
        for char in fold(clean(title))
    ]
    return " ".join("".join(kept).split())


def _from_link(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        raise _refused("it is not a well-formed link") from None
    host, path = (parts.netloc.lower().removeprefix("www."), unquote(parts.path).strip("/"))
    if host in {"arxiv.org", "export.arxiv.org"}:
        kind, _, local = path.partition("/")
        if kind in {"abs", "pdf", "html", "format", "e-print", "src"}:
            return _arxiv(local.removesuffix(".pdf"))
    if host in {"huggingface.co", "hf.co"} and path.startswith("papers/"):
        return _arxiv(path.removeprefix("papers/"))
    if host in {"doi.org", "dx.doi.org"}:
        return _doi(path)
    raise _refused("it is a link to a page that we cannot read a paper id from")


def _from_scheme(scheme: str, local: str) -> str:
    if scheme == "arxiv":
        return _arxiv(local)
    if scheme == "doi":
        return _doi(local)
    if scheme == "corpusid":
        if not re.fullmatch(r"[1-9]\d{0,17}", local, re.ASCII):
            raise _refused("a CorpusId is a whole number")
        return f"corpusid:{local}"
    if scheme == "hf":
        slug = local.lower()
        if not _MINTED.fullmatch(slug):
            raise _refused("an hf id is lower-case words and digits joined by hyphens")
        return f"hf:{slug}"
    if scheme in _NOT_SCHEMES:
        raise _refused(f"{scheme} is a kind of link, not of paper id")
    if not _LOCAL.fullmatch(local):
        raise _refused(f"{scheme}: must be followed by 1-200 letters, digits or ._~:/+,;=@-, first a letter or digit")
    return f"{scheme}:{local}"


def _from_bare(bare: str) -> str:
    if _NEW_ARXIV.fullmatch(bare) or _OLD_ARXIV.fullmatch(bare):
        return _arxiv(bare)
    if bare.startswith("10."):
        return _doi(bare)
    if _BARE_SLUG.fullmatch(bare):
        return f"local:{bare}"
    raise _refused("it has none of the known forms")


def _arxiv(local: str) -> str:
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
    folded = local.lower()
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
