"""A process that opens a folder, prints the SHA-256 of its answers and ends: python -m tests.faults.reader FOLDER."""

import hashlib
import sys
from pathlib import Path

from service import settings
from service.app import build
from service.observability import configure
from service.settings import LogSettings
from tests.corpora import answers

if __name__ == "__main__":
    configure(LogSettings())
    with build(settings.load(data_dir=Path(sys.argv[1]))) as services:
        sys.stdout.write(hashlib.sha256(answers(services)).hexdigest() + "\n")
