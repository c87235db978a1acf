"""The part of suite `importers` about single records: whether papers are kept, fields right and losses named."""

import json
import re
import unicodedata
from typing import Any

from evals.datasets.import_cases import ImportCase
from evals.metrics.score import Score
from evals.reporting.runs import Graded, Job
from service import ingest
from service.errors import BadInput, IngestError
from service.ingest import Reading
from service.papers import parse_id


def job(case: ImportCase, suite: str) -> Job:
    """The case as a line of a file, to be read and graded."""

    def grade() -> Graded:
        scores, text = read_record(case)
        line = json.dumps(case.record, ensure_ascii=False)
        return Graded(case_id=case.id, suite=suite, title=case.kind, source=line, text=text, scores=scores)

    return Job(case.id, case.model_dump_json(), grade)


def read_record(case: ImportCase) -> tuple[dict[str, Score], str]:
    """The scores of one record (kept or refused as it must be, no field wrong, none lost in silence), and what came."""
    try:
        reading = ingest.read(json.dumps(case.record).encode(), "jsonl", name="file")
    except IngestError as error:
        return {"kept": Score.flag(not case.kept, error.detail)}, error.detail
    if not case.kept:
        return {"kept": Score.flag(not reading.papers, "no paper should come of it")}, ""
    (paper,) = reading.papers
    wrong = [f"{field} is {paper.public[field]!r}" for field in _wrong(case, paper.public)]
    silent = [field for field in case.noted if not _is_named(field, reading)]
    return {
        "kept": Score(value=1.0),
        "fields": Score.flag(not wrong, "; ".join(wrong)),
        "named": Score.flag(not silent, f"lost without a word: {', '.join(silent)}"),
    }, "; ".join(said.message for said in reading.diagnostics)


def _is_named(field: str, reading: Reading) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(field)}(?!\w)", said.message) for said in reading.diagnostics)


def _wrong(case: ImportCase, paper: dict[str, Any]) -> list[str]:
    fields = [field for field, wanted in case.expect.items() if not _is_as_wanted(field, paper[field], wanted)]
    fields += [
        field for field, texts in case.has.items() if not all(_bare(text) in _bare(paper[field]) for text in texts)
    ]
    return fields + [field for field, texts in case.lacks.items() if any(text in paper[field] for text in texts)]


def _is_as_wanted(field: str, found: Any, wanted: Any) -> bool:  # noqa: ANN401 - of the type of the field
    match field:
        case "title" | "abstract":
            return found == " ".join(unicodedata.normalize("NFC", wanted or "").split())
        case "authors":
            return len(found) == len(wanted) and all(map(_is_author, found, wanted))
        case "external_ids":
            by_scheme = {scheme.lower(): local.lower() for scheme, local in found.items()}
            return all(by_scheme.get(scheme.lower()) == str(local).lower() for scheme, local in wanted.items())
        case "id":
            return found in {f"local:{wanted}", _canonical(wanted)}
        case _:
            return bool(found == wanted)


def _is_author(found: str, wanted: str) -> bool:
    """The same name; or the family name alone is wanted, and is a word of it."""
    return found == wanted or (" " not in wanted and wanted in re.findall(r"[\w'’-]+", found))


def _canonical(paper_id: str) -> str | None:
    try:
        return parse_id(paper_id)
    except BadInput:
        return None


def _bare(text: str) -> str:
    return "".join(text.split())
