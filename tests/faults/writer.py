"""A process that adds papers five at a time and says so: python -m tests.faults.writer FOLDER COUNT."""

import sys
from pathlib import Path

from service import settings
from service.app import build
from service.observability import configure
from service.settings import LogSettings
from tests.corpora import NOW, paper


def main(folder: Path, count: int) -> None:
    """Print the ids of every chunk once it is acknowledged."""
    with build(settings.load(data_dir=folder)) as services:
        for start in range(0, count, 5):
            chunk = [paper(number) for number in range(start, start + 5)]
            services.corpus.add(chunk, NOW)
            sys.stdout.write(" ".join(item.id for item in chunk) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    configure(LogSettings())
    main(Path(sys.argv[1]), int(sys.argv[2]))
