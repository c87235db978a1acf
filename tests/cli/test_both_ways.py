"""The same command says the same, whether it opens the data folder or asks the server that has it."""

import gzip
import io
import json
import os
import shutil
from pathlib import Path
from threading import Thread

import pytest

from service.corpus import sample
from service.storage.local import serving_url
from tests.cli.printed import LINE, one_line
from tests.processes_served import environment, served

pytestmark = pytest.mark.embedded("starts commands on a data folder")

RECORDS = [json.loads(line) for line in sample.data().splitlines()[:3]]
A, B, C = (record["id"] for record in RECORDS)
KELP = {
    "title": "Kelp after urchins in six northern fjords",
    "abstract": "Sea urchins graze kelp down to bare rock.",
    "authors": ["Kari Moen"],
}
NAMES = ("arxiv:1711.09995", "doi:10.5555/eco.18")
OTHERS = [
    KELP | {"id": "oa:5", "external_ids": {"doi": "10.5555/eco.18"}},
    {"title": "Tides of the south", "odd": 1},
    KELP | {"id": "arXiv:1803.09997", "external_ids": {"doi": "10.5555/eco.18"}},
]
FILES = {
    "mine.jsonl": LINE + "{nonsense\n",
    "kelp.jsonl": "".join(json.dumps({"id": name} | KELP) + "\n" for name in NAMES),
    "many.jsonl": "".join(json.dumps(each) + "\n" for each in OTHERS) + "{broken\n",
    "my.bib": (Path(__file__).parents[1] / "library" / "my.bib").read_text(),
    "copies.ris": "".join(
        f"TY  - JOUR\nTI  - {KELP['title']}\nDO  - 10.5555/eco.18\nAB  - {KELP['abstract']}\nAN  - {name}\nER  -\n"
        for name in ("arXiv:1711.09995", "arXiv:1803.09997", "arXiv:1711.09995")
    ),
    "letter.txt": "Dear reader,\nthis is a letter.\n",
}
COMMANDS = [
    ["recommend", A, B, "--limit", 3],
    ["recommend", A, "--dislike", C, "--limit", 2, "--json"],
    ["recommend", A, "hf:nowhere"],
    ["recommend", A, "--limit", 0],
    ["recommend", A, "--dislike", A],
    ["recommend", "://"],
    ["similar", A, "--limit", 3],
    ["similar", f"https://huggingface.co/papers/{A}", "--json"],
    ["similar", A, "--json"],
    ["similar", "hf:nowhere"],
    ["similar", ".."],
    ["similar", "\udcff"],
    ["summarize", A, B, "hf:nowhere", "--liked", C],
    ["summarize", A, "--json"],
    ["summarize", "--query", "neural surfaces", "--top", 3, "--json"],
    ["summarize", "--query", "\udcff", "--top", 3],
    ["summarize", "--user", "ann", "--top", 25, "--json"],  # more than an answer has: a job
    ["summarize"],
    ["demo"],
    ["doctor"],
    ["doctor", "--json"],
    ["reindex"],
    ["ingest", "mine.jsonl"],
    ["ingest", "mine.jsonl", "--json"],
    ["ingest", "kelp.jsonl", "--json"],
    ["ingest", "kelp.jsonl"],
    ["ingest", "mine.jsonl", "letter.txt"],
    ["ingest", "nowhere.jsonl"],
    ["ingest", "mine.jsonl", "--format", "zip"],
    ["ingest", "many.jsonl", "--json"],  # a job on the server, see `both`
    ["likes", "import", "my.bib", "--user", "bea", "--dry-run"],
    ["likes", "import", "my.bib", "--user", "bea", "--collection", "owls", "--json"],
    ["likes", "import", "my.bib", "--user", "bea", "--collection", "owls"],
    ["likes", "import", "copies.ris", "--user", "bea", "--json"],  # a job on the server
    ["likes", "import", "letter.txt", "--user", "bea"],
    ["likes", "import", "my.bib", "--user", "-bea"],
    ["likes", "import", "my.bib", "--user", "bea", "--collection", "a/b"],
    ["likes", "import", "my.bib", "--user", "bea", "--format", "zip"],
    ["likes", "import", "nowhere.bib", "--user", "bea"],
    ["authors", "add", "Moen, K.", "Åsa Ek", "--user", "ann"],
    ["authors", "add", "a/b", "--user", "ann"],
    ["authors", "new", "--user", "ann"],
    ["authors", "new", "--user", "ann", "--since", "2999-01-01", "--json"],
    ["authors", "new", "--user", "ann", "--since", "soon"],
    ["authors", "new", "--user", "ann", "--limit", 0],
    ["authors", "remove", "Åsa Ek", "--user", "ann"],
    ["authors", "remove", "Åsa Ek", "--user", "ann"],
    ["authors", "list", "--user", "bob"],
    ["searches", "add", "kelp", "sea urchins", "--user", "ann", "--must", "kelp", "--must-not", "whales"],
    ["searches", "add", "dated", "--user", "ann", "--published-after", "2020-01-01", "--venue", "Nature"],
    ["searches", "add", "all", "--user", "ann"],
    ["searches", "add", "odd", '"', "--user", "ann"],
    ["searches", "list", "--user", "ann"],
    ["searches", "new", "kelp", "--user", "ann"],
    ["searches", "new", "kelp", "--user", "ann", "--since", "2000-01-01T00:00:00Z"],
    ["searches", "new", "dated", "--user", "ann", "--json"],
    ["searches", "remove", "dated", "--user", "ann"],
    ["searches", "new", "dated", "--user", "ann"],
    ["alerts", "--user", "ann", "--json"],
    ["alerts", "--user", "ann", "--since", "2000-01-01", "--limit", 2],
    ["alerts", "--user", "ann", "--since", "soon"],
    ["alerts"],
    ["alerts", "seen", "--user", "ann", "--at", "2026-01-02T12:00:00Z"],
    ["alerts", "seen", "--user", "ann", "--at", "2026-01-01", "--json"],
    ["alerts", "seen", "--user", "ann", "--at", "2999-01-01"],
    ["trending"],
    ["trending", "--window", "7d", "--category", "cs.LG", "--json"],
    ["trending", "--limit", 0],
    ["map", "show"],
    ["map", "show", "--user", "bea", "--papers", 5, "--json"],
    ["map", "show", "--papers", 0],
    ["map", "show", "--user", "-bea"],
    ["impressions", "add", A, "hf:nowhere", "--user", "ann", "--place", "digest"],
    ["impressions", "add", A, "--user", "ann", "--place", "digest", "--json"],
    ["impressions", "add", A, "--user", "ann", "--place", "moon"],
    ["impressions", "hit-rates"],
    ["impressions", "hit-rates", "--json"],
    ["search", "kelp", "--venue", "Nature", "--json"],
    ["papers", "split", NAMES[1]],
    ["papers", "split", NAMES[1], "--json"],
    ["recommend", *NAMES, "--limit", 3, "--json"],
]
SILENT = (["reindex"], ["authors", "add"], ["authors", "remove"], ["searches", "remove"])


@pytest.fixture(scope="module")
def both(small_folder, tmp_path_factory):
    """A data folder of 60 papers that nobody has open, and a copy of it that is served."""
    places = [tmp_path_factory.mktemp(name) for name in ("alone", "served")]
    for place in places:
        shutil.copytree(small_folder, place / "data")
    with served(places[1] / "data", environment([]) | {"PAPERLARK_JOBS__IMPORT_ABOVE": "2"}):
        yield places


@pytest.fixture
def said(paperlark, both, monkeypatch, tmp_path):
    """What a command says in both places: exit code, standard output, and its one line on standard error."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        for place in both:
            code, out, err = paperlark(*arguments, "--data-dir", place / "data")
            line = one_line(err) if code == 2 else "".join(x for x in err.splitlines(True) if "Not found" in x)
            yield code, out.replace(str(place), ""), line.replace(str(place), "")

    return run


def test_a_file_that_is_a_job_on_the_server_is_told_of_by_line(said):
    list(said("ingest", "kelp.jsonl"))
    alone, beside = said("ingest", "many.jsonl", "--json")
    assert alone == beside
    (report,) = json.loads(beside[1])["data"]
    assert [(each["line"], each["code"]) for each in report["diagnostics"]] == [
        (4, "not_json"),
        (2, "fields_not_kept"),
        (3, "id_of_another_paper"),
    ]


@pytest.mark.parametrize("arguments", [["ingest", "-", "--format", "bibtex"], ["likes", "import", "-", "--user", "cy"]])
def test_standard_input_is_a_file_like_others(said, monkeypatch, arguments):
    monkeypatch.setattr("sys.stdin", _Piped(FILES["my.bib"].encode()))
    alone, beside = said(*arguments)
    assert alone == beside
    assert alone[0] == 0
    monkeypatch.setattr("sys.stdin", _Piped(b""))
    alone, beside = said(*arguments)
    assert alone == beside
    assert (alone[0], alone[2].partition(":")[0]) == (2, "standard input")


def test_a_named_pipe_is_read_once_and_in_full(said, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    outcomes, heard = said("ingest", "pipe", "--json"), []
    for _ in range(2):
        sender = Thread(target=(tmp_path / "pipe").write_bytes, args=(gzip.compress(FILES["my.bib"].encode()),))
        sender.start()
        heard.append(next(outcomes))
        sender.join()
    alone, beside = heard
    assert alone == beside
    assert json.loads(alone[1])["data"][0]["format"] == "bibtex"


class _Piped:
    """Standard input, for one command after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def buffer(self) -> io.BytesIO:
        return io.BytesIO(self._data)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: " ".join(map(ascii, words))[:60])
def test_a_command_says_the_same_alone_and_beside_a_server(said, both, arguments):
    assert [serving_url(place / "data") is None for place in both] == [True, False]
    alone, beside = said(*arguments)
    assert alone == beside
    assert alone[1] or alone[2] or (alone[0] == 0 and arguments[:2] in SILENT)
