"""The page on performance says what was measured, and curves are what the figures are."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from tests.bench import page
from tests.bench.curves import beyond, fitted
from tests.bench.measured import Measured
from tests.bench.result import FILE, Result
from tests.bench.rows import BARS, BY_NAME, ROWS, Bar

RUN = {
    "cores": 2, "processor": "P", "memory_gb": 24.0, "python": "3", "threads": "one", "load": 0.1, "commit": "abc",
    "command": "python -m tests.bench", "seed": 0, "data": "the sample",
}  # fmt: skip


def test_the_pages_are_what_their_figures_give():
    result = Result(page.DOCS / FILE)
    assert (page.DOCS / page.PAGE).read_text() == page.performance(result)
    scaling = (page.DOCS / page.SCALING).read_text()
    assert scaling == page.with_projection(scaling, result)
    for row in ROWS:
        file = page.DOCS / page.PLOTS / f"{row.name}.svg"
        assert (file.read_text() if file.exists() else None) == (
            svg + "\n" if (svg := page.plot(result, row)) else None
        )


def test_a_curve_finds_the_power_that_costs_grow_with():
    curve = fitted({size: 3 * size**0.7 for size in (10_000, 100_000, 1_000_000)})
    assert curve
    assert np.allclose([curve.factor, curve.exponent, curve.reaches(curve.at(5e6))], [3, 0.7, 5e6])


def test_small_sizes_do_not_hide_how_a_cost_grows():
    costs = {784: 100.0, 10_000: 100.0, 100_000: 1_000.0}
    assert (curve := fitted(costs))
    assert curve.exponent == pytest.approx(1)
    assert beyond(costs, 10_000) == pytest.approx(1)
    assert fitted({784: 1.0}) is None
    assert beyond(costs, 100_000) is None


@pytest.mark.parametrize(("value", "verdict"), [(9.0, "met"), (11.0, "**missed**"), (None, "not measured")])
def test_the_page_says_of_each_promise_whether_it_is_kept(tmp_path: Path, value: float | None, verdict: str):
    result = Result(tmp_path / FILE)
    figures = {} if value is None else {"HTTP p50, ms": value}
    result.add(BY_NAME["recommend"], 10_000, Measured(figures, {"tantivy": "not installed"}), RUN)
    written = page.performance(result)
    (line,) = [line for line in written.splitlines() if "HTTP p50, ms: at most 10" in line]
    assert line.endswith(f"| {verdict} |")
    assert "- tantivy: not installed" in written


def test_the_page_says_when_the_machine_was_busy(tmp_path: Path):
    result = Result(tmp_path / FILE)
    result.add(BY_NAME["search"], 784, Measured({"search p99, ms": 1.0}), RUN)
    assert "Provisional" not in page.performance(result)
    result.add(BY_NAME["search"], 784, Measured({"search p99, ms": 1.0}), RUN | {"load": 9.0})
    assert "Provisional" in page.performance(result)


def test_later_runs_add_to_what_earlier_ones_measured(tmp_path: Path):
    file = tmp_path / FILE
    for size in (100_000, 784):
        Result(file).add(BY_NAME["search"], size, Measured({"search p99, ms": size / 10}), RUN)
    assert Result(file).costs("search", "search p99, ms") == {784: 78.4, 100_000: 10_000.0}


def test_a_plot_is_well_formed_and_names_each_line_with_its_exponent(tmp_path: Path):
    result = Result(tmp_path / FILE)
    for size in (10_000, 100_000):
        result.add(BY_NAME["search"], size, Measured({"search p99, ms": size / 1e3, "bm25s p50, ms": 2.0}), RUN)
    svg = ET.fromstring(page.plot(result, BY_NAME["search"]) or "")  # noqa: S314  # our own
    words = [each.text for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"search p99, ms: size^1.00", "bm25s p50, ms: size^0.00", "100,000"} <= set(words)


def test_a_bar_compares_with_another_figure_at_its_size_or_the_largest():
    by_size = {784: {"a": 4.0, "b": 2.0}, 10_000: {"a": 9.0, "b": 3.0}}
    assert Bar("jobs", "", "a", 2, over="b").value(by_size) == 3.0
    assert Bar("jobs", "", "a", 2, over="b", size=784).value(by_size) == 2.0
    assert Bar("jobs", "", "a", 2, over="c").value(by_size) is None
    assert Bar("jobs", "", "a", 2, size=100).value(by_size) is None
    assert (Bar("jobs", "", "a", 2).holds(2.0), Bar("jobs", "", "a", 2, most=False).holds(1.9)) == (True, False)
    assert BARS
