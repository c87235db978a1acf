"""One entry of BibTeX as the mapping that `paper_record` reads."""

from typing import Final

from bibtexparser.middlewares import NameParts
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry

from service.ingest.bibtex_parents import Relative
from service.ingest.bibtex_values import Strings
from service.ingest.dates import read_date
from service.ingest.latex_text import latex_to_text, plain_value
from service.ingest.record_fields import Note
from service.papers import REMAINDER

_PLAIN: Final = frozenset({
    "doi", "url", "eprint", "arxivid", "arxiv", "pmid", "pmcid", "date", "year", "urldate", "date-added", "dateadded",
    "timestamp", "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "file", "link", "ee", "isbn", "issn",
    REMAINDER,
})  # fmt: skip
"""Fields that hold no text for people."""
_OTHERS: Final = "others"


def read_entry(entry: Entry, line: int, strings: Strings) -> Relative:
    """The entry with its fields as text, as others may take them over."""
    fields, notes = _fields(entry, strings)
    return Relative(line, entry.entry_type.lower(), entry.key, fields, notes)


def record_of(entry: Relative) -> tuple[dict[str, object], list[Note]]:
    """The record, and notes on what of the entry was lost on the way."""
    notes = entry.notes
    record: dict[str, object] = {**entry.fields}
    if authors := record.pop("author", None):
        record["author"], whole = _authors(str(authors))
        if not whole:
            notes.append(Note("field_changed", "author", "The field author was changed: it names others besides."))
    _put_title(record)
    _put_date(record, notes)
    _put_ids(record, entry.key.strip())
    return record, notes


def _fields(entry: Entry, strings: Strings) -> tuple[dict[str, str], list[Note]]:
    """What each field says, by its name in small letters; of two fields of one name, the first that says something."""
    fields: dict[str, str] = {}
    notes: list[Note] = []
    for field in entry.fields:
        name = field.key.strip().lower()
        raw, unknown = strings.value(str(field.value))
        if unknown is not None:
            said = f"The field {name} names a string {unknown[:60]} that is not defined; its name is kept."
            notes.append(Note("undefined_string", name, said))
        if fields.get(name):
            notes.append(Note("duplicate_field", name, f"The field {name} stands twice; the first one is kept."))
        elif name == "author":
            fields[name] = raw  # braces in it say what is one name
        else:
            fields[name] = plain_value(raw) if name in _PLAIN else latex_to_text(raw)
    return fields, notes


def _authors(raw: str) -> tuple[object, bool]:
    """The names, or their text where they are not written as BibTeX asks for; and whether these are all."""
    names = split_multiple_persons_names(raw)
    whole = not (names and names[-1].lower() == _OTHERS)
    if not whole:
        names.pop()
    if len(names) == 1 and _is_a_list(names[0]):
        return latex_to_text(names[0]), whole
    return [_name(name) for name in names], whole


def _is_a_list(name: str) -> bool:
    """Whether it is "Jane Doe, Richard Roe" or "Doe, J.; Roe, R." rather than one name."""
    if name.startswith("{"):
        return False
    family, _, given = name.partition(",")
    return ";" in name or name.count(",") > 2 or (" " in family.strip() and " " in given.strip() and "," in name)


def _name(raw: str) -> object:
    if raw.startswith("{") and raw.endswith("}"):
        return latex_to_text(raw)
    parts: NameParts = parse_single_name_into_parts(raw, strict=False)
    given, particle, family, suffix = (
        latex_to_text(" ".join(words)) for words in (parts.first, parts.von, parts.last, parts.jr)
    )
    return {"given": given, "non-dropping-particle": particle, "family": family, "suffix": suffix}


def _put_title(record: dict[str, object]) -> None:
    subtitle = record.pop("subtitle", "")
    if record.get("title") and subtitle:
        record["title"] = f"{str(record['title']).rstrip(' :')}: {subtitle}"


def _put_date(record: dict[str, object], notes: list[Note]) -> None:
    """The month, and the day with it, where the year stands alone; one that is none costs no more than itself."""
    year, month, day = (str(record.pop(name, "")).strip() for name in ("year", "month", "day"))
    if not year:
        return
    dates = [_date_text(year, month, day), _date_text(year, month), year]
    record["year"] = next(filter(read_date, dates), dates[0])
    if record["year"] != dates[0]:
        lost = "day" if record["year"] == dates[1] else "month"
        notes.append(Note("field_left_out", lost, f"The field {lost} was left out: it makes no date with the others."))


def _date_text(year: str, month: str, day: str = "") -> str:
    numbers = [part.zfill(2) for part in (month, day) if part.isdecimal()] if month.isdecimal() else []
    return "-".join([year, *numbers]) if numbers else " ".join(filter(None, (day, month, year)))


def _put_ids(record: dict[str, object], key: str) -> None:
    """The eprint under the name of its archive, and the key, which names nothing."""
    archive = str(record.pop("archiveprefix", "") or record.pop("eprinttype", "") or "arxiv").lower()
    if archive != "arxiv" and (eprint := record.pop("eprint", None)):
        record[{"pubmed": "pmid", "pmc": "pmcid"}.get(archive, archive)] = eprint
    category = record.pop("primaryclass", None) or record.pop("eprintclass", None)
    if category:
        record["categories"] = category
    if key:
        is_dblp = key.startswith("DBLP:")
        record["external_ids"] = {"dblp": key.removeprefix("DBLP:")} if is_dblp else {"citation-key": key}
        if is_dblp:
            record.pop("timestamp", None)  # when DBLP wrote it, and not when somebody added it
