"""Every row of the benchmark runs on a tiny corpus, and says what it measured and what it could not."""

import json
from pathlib import Path

import pytest

from service.corpus import sample
from tests.bench.__main__ import main
from tests.bench.result import FILE
from tests.bench.rows import BARS, BY_NAME, ROWS

SIZE = 60
SLOW = {"change", "commands", "jobs", "mixed", "models", "start", "walk"}  # of processes, or of all that a user does
MADE_ELSEWHERE = {  # figures of what is not installed where the suite runs, or is asked for with an option
    "HTTP before 8 clients, requests/s",
    "HTTP before 32 clients, requests/s",
    "sentence-transformers, real abstracts, papers/s",
    "sentence-transformers encode a paper, ms",
    "Chroma's default embedder, papers/s",
}

pytestmark = pytest.mark.embedded("starts commands on a data folder")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten papers of the sample: what the corpora grow from."""
    file = tmp_path_factory.mktemp("few") / "few.jsonl"
    file.write_bytes(b"\n".join(sample.data().splitlines()[:10]))
    return file


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all rows write: sentences are embedded once."""
    return tmp_path_factory.mktemp("bench")


@pytest.mark.usefixtures("litellm")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in BY_NAME]
)
def test_a_row_prints_what_its_bars_and_its_plot_are_about(
    name: str, data: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([name, "--brief", "--sizes", str(SIZE), "--data", str(data), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    (entry,) = json.loads((out / FILE).read_text())["rows"][name].values()
    bars = [bar for bar in BARS if bar.row == name]
    wanted = {*BY_NAME[name].plotted, *(bar.figure for bar in bars), *(bar.over for bar in bars if bar.over)}
    missing = {each for each in wanted - MADE_ELSEWHERE if each not in entry["figures"]}
    assert {each for each in missing if not each.startswith("tantivy")} == set()
    assert all(figure in printed for figure in [*entry["figures"], *entry["missing"]])
    assert "commit" in printed


@pytest.mark.slow
def test_a_row_that_fails_says_so_and_leaves_the_others_their_time(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    kept = tmp_path / "out"
    kept.mkdir()
    before = tmp_path / "before"
    (before / "service").mkdir(parents=True)
    (before / "service" / "__init__.py").write_text("raise SystemExit('spoilt')")
    words = ["recommend", "--brief", "--sizes", "12", "--data", str(data), "--before", str(before), "--out", str(kept)]
    assert main(words) == 1
    entry = json.loads((kept / FILE).read_text())["rows"]["recommend"]["12"]
    assert entry["missing"]["this row"].startswith("failed: ")
    assert "failed: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["nothing"], ["--sizes", "many"], ["--sizes", "0"], ["recommend", "page"], ["--before", "nowhere"]]
)
def test_what_is_asked_for_wrongly_is_refused_with_the_way_out(words: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert refused.value.code == 2
    assert capsys.readouterr().err.count("error: ") == 1


def test_each_bar_is_of_a_row_that_there_is():
    assert {bar.row for bar in BARS} <= {row.name for row in ROWS}
