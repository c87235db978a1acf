"""The dashboard and the alert rules name metrics and labels that the service has."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from service.observability import metrics

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "operations"
NAME = re.compile(r"\b((?:paperlark|process)_\w+)(?:\{([^}]*)\})?")
LABEL = re.compile(r"(\w+)\s*(?:=~|!=|!~|=)")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
OF_PROMETHEUS = {"job", "instance", "le"}


def expressions() -> list[str]:
    """Every expression of the dashboard and the rules."""
    dashboard = json.loads((FOLDER / "grafana.json").read_text())
    rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text())
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return shown + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


@pytest.fixture(scope="module")
def known(reader) -> dict[str, set[str]]:
    """The labels of every metric by its name, each counted once."""
    metrics.count_fallback("timeout")
    metrics.count_refused_sentence("overclaim")
    metrics.count_model_call("openai/small", "ok", 0.1)
    reader.get("/healthz")
    families = list(text_string_to_metric_families(reader.get("/metrics").text))
    found: dict[str, set[str]] = {}
    for sample in (sample for family in families for sample in family.samples):
        found.setdefault(sample.name, set()).update(sample.labels)
    # Told only where there is a budget, an index that is read, a job.
    absent: dict[str, set[str]] = {"paperlark_budget_usd": set(), "paperlark_index_recall": set()}
    return found | absent | {"paperlark_jobs": {"kind", "status"}}


@pytest.mark.parametrize("expression", expressions())
def test_what_an_expression_names_is_told(known: dict[str, set[str]], expression: str):
    named = NAME.findall(expression)
    assert named or expression.startswith("up{")
    for name, labels in named:
        assert name in known
        assert set(LABEL.findall(labels)) <= known[name] | OF_PROMETHEUS
    grouped = {label.strip() for labels in GROUPED.findall(expression) for label in labels.split(",")}
    assert grouped <= {label for name, _ in named for label in known[name]} | OF_PROMETHEUS


def test_every_metric_of_ours_is_shown_or_alarmed(known: dict[str, set[str]]):
    named = {name for expression in expressions() for name, _ in NAME.findall(expression)}
    ours = {re.sub(r"_(count|sum|created)$", "_bucket", name) for name in known if name.startswith("paperlark")}
    assert {re.sub(r"_created$", "_total", name) for name in ours} - named <= {
        "paperlark_build_info",
        *(name for name in ours if name.removesuffix("_bucket") + "_total" in named),
    }
