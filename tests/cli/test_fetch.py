"""Sources from the shell: a fetch, what it would bring, how each source stands, and what is refused."""

import pytest

from tests.cli.printed import one_line, one_object
from tests.sources.arxiv_server import ArxivServer, Record
from tests.sources.web_server import Reply

pytestmark = pytest.mark.embedded("starts commands on a data folder")

ARXIV = ("fetch", "arxiv", "--category", "cs.LG", "--since", "2026-11-01")


@pytest.fixture
def server(monkeypatch):
    with ArxivServer([Record(number) for number in range(7)]) as server:
        for name, value in server.settings.items():
            monkeypatch.setenv(f"PAPERLARK_FETCH__{name.upper()}", str(value))
        monkeypatch.setenv("PAPERLARK_FETCH__TRIES", "1")
        yield server


def test_a_category_is_looked_at_fetched_and_told_of(paperlark, server, tmp_path):
    data = ("--data-dir", tmp_path / "data")
    code, out, err = paperlark(*ARXIV, "--dry-run", *data)
    assert (code, out) == (0, "arxiv:cs.LG since 2026-11-01: 7 created (nothing was written)\n"), err
    code, out, err = paperlark(*ARXIV, *data)
    assert (code, out) == (0, "arxiv:cs.LG: 7 new, 0 changed, of 7; all is here through 2026-11-28.\n"), err
    code, out, err = paperlark("sources", "--json", *data)
    (found,) = one_object(out)["data"]
    assert (found["name"], found["status"], found["created"], found["next_at"]) == ("arxiv:cs.LG", "done", 7, None)
    server.answer = lambda _: Reply(b"<html>Down</html>")
    code, out, err = paperlark(*ARXIV, "--json", *data)
    assert (code, out) == (1, "")
    assert "127.0.0.1 answers what cannot be read" in err.splitlines()[-1]
    code, out, err = paperlark("sources", *data)
    assert all(text in out for text in ("arxiv:cs.LG", "failed", "by hand", "127.0.0.1"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "soon"], "/since: write days back, such as 7d, or a day, such as 2026-11-01."),
        (["--author", "Ada Lovelace"], "arxiv needs a category or an author, and not both."),
        (["--category", "cs/LG"], "category is none of arXiv's; write cs.LG, astro-ph.EP or hep-th."),
        (["--category", "x" * 99], "--category: String should have at most 30 characters."),
    ],
)
def test_bad_input_is_one_line_that_names_it(paperlark, server, tmp_path, arguments, said):
    code, out, err = paperlark("fetch", "arxiv", "--category", "cs.LG", *arguments, "--data-dir", tmp_path / "data")
    assert (code, out, one_line(err)) == (2, "", said)
    assert server.asked == []
