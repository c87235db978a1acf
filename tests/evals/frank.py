"""A folder as FRANK is published."""

import json
from pathlib import Path

ARTICLE = "Owls hunt at night . They eat 3,800 mice a year , a 20-year-old study says ."
TEXT = {"hash": "h1", "article": ARTICLE, "reference": "Owls .", "split": "test"}
VOTE = {"hash": "h1", "dataset": "cnndm", "split": "test", "RelE": 1.0, "Flip_RelE": 1.0}


def published(folder: Path, texts: list[dict], votes: list[dict]) -> Path:
    """A folder as FRANK is published."""
    (folder / "benchmark_data.json").write_text(json.dumps(texts), encoding="utf-8")
    (folder / "human_annotations.json").write_text(json.dumps(votes), encoding="utf-8")
    return folder


def frank(folder: Path) -> Path:
    texts = [
        TEXT | {"model_name": "bart", "summary": "Owls hunt at night . They eat mice ."},
        TEXT | {"model_name": "s2s", "summary": "Penguins fly to 91 moons ."},
    ]
    votes = [
        VOTE | {"model_name": "s2s", "Factuality": 0.0},
        VOTE | {"model_name": "bart", "Factuality": 1.0},
    ]
    return published(folder, texts, votes)
