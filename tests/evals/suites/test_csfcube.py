"""The suite recommendations on CSFCube as published."""

import json

from tests.evals.command import results, write
from tests.evals.two_topics import papers


def test_csfcube_is_recognised_and_a_perfect_order_scores_100(tmp_path, cache):
    write(tmp_path / "papers.jsonl", papers())
    near, far = [f"cells{i}" for i in range(1, 11)], [f"graphs{i}" for i in range(10)]
    pool = {"cands": [*far, *near], "rel": [0] * 10 + [3] * 10}
    (tmp_path / "qrels.json").write_text(json.dumps({"method": {"cells0": pool}}))
    folds = {"fold1_test": ["cells0_method"], "fold2_test": ["cells0_method"]}
    (tmp_path / "evaluation_splits.json").write_text(json.dumps({"method": folds, "all": folds}))
    command = ("run", "recommendations", "--data", str(tmp_path), "--cache", str(cache))
    rows = {(row["method"], row["facet"]): row for row in results(tmp_path, *command)}
    assert rows["paperlark", "all"] == {"method": "paperlark", "facet": "all", "N": 1, "ndcg%20": 100.0, "map": 100.0}
    assert rows["random", "all"]["ndcg%20"] < 100
