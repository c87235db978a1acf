"""A sheet for a reader: texts about drawn papers in an order that tells nothing, and a key that says who wrote them."""

import csv
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from evals.blind.rubric import FIGURES
from evals.blind.writers import Write
from evals.datasets.records import opened
from evals.datasets.sample_corpus import sample_papers
from evals.datasets.sampling import drawn, shuffled
from service import ingest
from service.errors import BadInput
from service.papers import Paper
from service.summarization import TextKind


def papers(path: Path | None) -> list[Paper]:
    """The papers of a file in any format that can be imported, or those of the sample; raises BadInput without any."""
    if path is None:
        return list(sample_papers().values())
    found = list(ingest.read(opened(path)).papers)
    if not found:
        raise BadInput(f"{path.name} has no paper")
    return found


def write_sheet(
    path: Path, about: Sequence[Paper], kind: TextKind, by: Mapping[str, Write], count: int, seed: int
) -> Path:
    """Write `count` papers' texts to a CSV with empty columns for the rubric, and the key beside it; gives its path.

    Of a blurb, the liked paper is a neighbour in the draw: nobody chose it.
    """
    of = {paper.id: paper for paper in about if paper.abstract}
    chosen = drawn(list(of), count, seed)
    key: dict[str, str] = {}
    lines: list[dict[str, str]] = []
    for at, paper_id in enumerate(chosen):
        paper, liked = of[paper_id], of[chosen[at - 1]]
        others = [liked] if kind == "blurb" and liked.id != paper.id else []
        for origin in shuffled(list(by), seed, at):
            text = by[origin](paper, others)
            text_id = sha256(f"{seed}\0{paper_id}\0{origin}".encode()).hexdigest()[:10]
            key[text_id] = origin
            lines.append(_line(text_id, paper, others, text, kind))
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, list(lines[0]) if lines else ["text_id"])
        sheet.writeheader()
        sheet.writerows(lines)
    beside = path.with_suffix(".key.json")
    beside.write_text(json.dumps({"kind": kind, "origins": key}, indent=1) + "\n", encoding="utf-8")
    return beside


def _line(text_id: str, paper: Paper, liked: Sequence[Paper], text: str, kind: TextKind) -> dict[str, str]:
    shown = {"text_id": text_id, "title": paper.title, "abstract": paper.abstract}
    if liked:
        shown |= {"liked_title": liked[0].title, "liked_abstract": liked[0].abstract}
    return shown | {"text": text} | dict.fromkeys(FIGURES[kind], "")
