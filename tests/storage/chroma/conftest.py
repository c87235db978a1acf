"""An index on a folder, opened again and again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.storage.chroma import VectorIndex
from tests.storage.chroma.rows import MODEL
from tests.stores import InFolders


@pytest.fixture
def open_index(stores: InFolders, tmp_path: Path) -> Iterator[Callable[..., VectorIndex]]:
    opened: list[VectorIndex] = []

    def opening(model: str = MODEL) -> VectorIndex:
        opened.append(stores.index(tmp_path, model))
        return opened[-1]

    yield opening
    for index in opened:
        index.close()
    stores.clear(tmp_path)
