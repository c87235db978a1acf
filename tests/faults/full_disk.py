"""Fills a disk while adding papers, and tells as JSON what happened: python -m tests.faults.full_disk FOLDER.

The folder must be a small file system of its own.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path

from service import settings
from service.api import Services
from service.app import build
from service.errors import ServiceError
from service.observability import configure
from service.settings import LogSettings
from tests.corpora import NOW, answers, paper


def main(folder: Path) -> None:
    """Add papers until the disk is full, read on, make room, and start again."""
    ballast = folder / "ballast"
    ballast.write_bytes(b"\0" * 2 * 2**20)
    current = settings.load(data_dir=folder / "data", store={"min_free_mb": 0}, index={"exact_below": 0})
    told: dict[str, object] = {}
    with build(current) as services:
        kept, told["refused"] = _add_until_refused(services)
        _fill(folder / "filler")
        told["reads_go_on"] = b'"rank":1,' in answers(services)
        told["refused_when_full"] = _refused(services, 1_000)
    with suppress(FileNotFoundError):
        (folder / "filler").unlink()
    ballast.unlink()
    with build(current) as services:
        corpus = services.corpus
        told["acknowledged"] = len(kept)
        told["lost"] = sorted(set(kept) - set(corpus.catalog.get(kept)))
        told["sound"] = services.database.check() == [] and corpus.is_complete()
        told["in_step"] = corpus.index.ids() == set(corpus.snapshot().ids) == set(corpus.catalog.first_ids(10_000))
        told["accepts_again"] = _refused(services, 2_000) is None
        before = answers(services)
        corpus.reindex()
        told["same_after_reindex"] = answers(services) == before
    sys.stdout.write(json.dumps(told) + "\n")


def _add_until_refused(services: Services) -> tuple[list[str], str | None]:
    kept: list[str] = []
    for number in range(400):
        long = paper(number, abstract=f"Season {number}. " + "We count what we see, and write it down. " * 1_200)
        try:
            services.corpus.add([long], NOW)
        except ServiceError as error:
            return kept, error.code
        kept.append(long.id)
    return kept, None


def _refused(services: Services, number: int) -> str | None:
    try:
        services.corpus.add([paper(number, abstract="x" * 40_000)], NOW)
    except ServiceError as error:
        return error.code
    return None


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"\0" * 4_096)


if __name__ == "__main__":
    configure(LogSettings())
    main(Path(sys.argv[1]))
