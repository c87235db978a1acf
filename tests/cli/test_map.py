"""The map from the shell: laid out anew, and shown."""

import pytest

from service.app import build
from tests.cli.printed import one_object

pytestmark = [
    pytest.mark.embedded("starts commands on a data folder"),
    pytest.mark.filterwarnings("ignore::FutureWarning:sklearn.*"),
]


def test_a_map_is_laid_out_and_then_shown(paperlark, folder, stores):
    code, out, err = paperlark("map", "lay-out", "--data-dir", folder)
    assert (code, out) == (0, ""), err
    with build(stores.settings(folder)) as services:
        laid_out = services.corpus.catalog.positions.all()
    assert len(laid_out) == 60
    code, out, err = paperlark("map", "show", "--json", "--data-dir", folder)
    assert code == 0, err
    shown = one_object(out)
    assert dict(zip(shown["ids"], zip(shown["x"], shown["y"], strict=True), strict=True)) == laid_out
