"""Papers with the summaries that people wrote of them, from SciTLDR, from highlights, or without any."""

import json
from pathlib import Path
from typing import Any, NamedTuple


class SummarizedPaper(NamedTuple):
    """A paper and the human texts about it, each an honest summary."""

    title: str
    abstract: str
    summaries: tuple[str, ...]


def read_scitldr(path: Path) -> list[SummarizedPaper]:
    """SciTLDR rows {title, source: [sentences], targets: [texts]} as papers."""
    return [
        SummarizedPaper(
            row["title"],
            " ".join(sentence.strip() for sentence in row["source"]),
            tuple(target.strip() for target in row["targets"]),
        )
        for row in _rows(path)
    ]


def read_highlights(path: Path) -> list[SummarizedPaper]:
    """Rows {title, abstract, highlights: [lines]} as papers with one summary each: the lines as one paragraph."""
    return [
        SummarizedPaper(row["title"], row["abstract"], (" ".join(map(_stopped, row["highlights"])),))
        for row in _rows(path)
        if row["highlights"] and row["abstract"]
    ]


def read_abstracts(path: Path) -> list[SummarizedPaper]:
    """Rows {title, abstract, ...} as papers without summaries."""
    return [SummarizedPaper(row["title"], row["abstract"], ()) for row in _rows(path) if row["abstract"]]


def read_articles(path: Path) -> list[str]:
    """The articles of rows {source, ...}."""
    return [row["source"] for row in _rows(path)]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _stopped(line: str) -> str:
    line = line.strip()
    return line if line[-1:] in ".!?" else line + "."
