"""The weights of the sentence features are ones that a reader can check."""

import json
from pathlib import Path


def test_the_shipped_weights_are_small_and_each_says_what_it_means():
    path = Path(__file__).parents[2] / "service" / "extractive" / "salience.json"
    assert path.stat().st_size < 200_000
    shipped = json.loads(path.read_text(encoding="utf-8"))
    assert "SciTLDR" in shipped["provenance"]
    assert all(entry["meaning"] and isinstance(entry["weight"], float) for entry in shipped["features"].values())
