"""A folder of prompts to read, and why it is refused."""

from pathlib import Path

import pytest

from service.errors import BadInput
from service.prompts.folder import load

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = load()
JUDGE = """+++
purpose = "A test."
variables = ["source", "text"]

[parameters]
temperature = 0.5
max_tokens = 100
+++

# system
Judge. It costs $$5.

# user
$source and ${text}

# repair
Again: $problem
"""


def written(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        load(folder)
    return caught.value.detail
