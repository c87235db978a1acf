"""`paperlark fetch` of what is not arXiv: each command names its source, and bad options are one line."""

import pytest

from tests.cli.printed import one_line, one_object
from tests.sources.record_servers import HuggingFace, Preprints, Zotero, crossref, openalex
from tests.sources.web_server import Reply, WebServer

pytestmark = pytest.mark.embedded("starts commands on a data folder")


@pytest.fixture
def at(monkeypatch):
    """Sets a local server as that of a source, asked once and without pauses."""
    monkeypatch.setenv("PAPERLARK_FETCH__PAUSE_S", "0")
    monkeypatch.setenv("PAPERLARK_FETCH__TRIES", "1")

    def set_up(name: str, web: WebServer) -> None:
        monkeypatch.setenv(f"PAPERLARK_FETCH__{name.upper()}", web.url)

    return set_up


@pytest.mark.parametrize(
    ("setting", "answer", "arguments", "name"),
    [
        ("hf_daily", HuggingFace({}), ["hf-daily"], "hf-daily"),
        ("biorxiv", Preprints([]), ["biorxiv", "--category", "neuroscience"], "biorxiv:neuroscience"),
        ("biorxiv", Preprints([]), ["medrxiv"], "medrxiv"),
        ("openalex", openalex({}), ["openalex", "--search", "tidal  waves"], 'openalex:"tidal waves"'),
        ("crossref", crossref({}), ["crossref", "--issn", "1476-4687"], "crossref:1476-4687"),
        ("zotero", Zotero([]), ["zotero", "--library", "groups/45"], "zotero:groups/45"),
    ],
)
def test_each_source_has_its_command_and_says_why_nothing_came(paperlark, folder, at, setting, answer, arguments, name):
    with WebServer(answer) as web:
        at(setting, web)
        code, out, err = paperlark("fetch", *arguments, "--dry-run", "--json", "--data-dir", folder)
    assert (code, err) == (0, "")
    found = one_object(out)
    assert (found["name"], found["seen"]) == (name, 0)
    begins = "None of what was added" if setting == "zotero" else "It has no paper since"
    assert found["empty_reason"].startswith(begins)
    assert web.asked


@pytest.mark.usefixtures("at")
def test_a_feed_that_is_a_web_page_is_one_line(paperlark, folder):
    with WebServer(lambda _: Reply(b"<html>Sign in</html>")) as web:
        code, _, err = paperlark("fetch", "url", f"{web.url}/feed?key=secret", "--dry-run", "--data-dir", folder)
    assert code == 1
    line = one_line(err)
    assert "it is a web page" in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["openalex"], "needs a topic or a search"),
        (["openalex", "--topic", "W12"], "--topic"),
        (["openalex", "--search", "x", "--by", "luck"], "--by"),
        (["crossref"], "crossref needs an issn or a query"),
        (["crossref", "--issn", "1476-468"], "--issn: String should match"),
        (["arxiv", "--author", "  "], "--author: needs signs"),
        (["biorxiv", "--category", " \x1b "], "--category"),
        (["zotero", "--library", "users/../keys"], "--library"),
        (["url", "ftp://example.org/x"], "--url"),
        (["url", "http://me:secret@example.org/x"], "must hold no user"),
        (["url", "not an address"], "--url"),
        (["hf-daily", "--since", "tomorrow"], "/since"),
    ],
)
def test_bad_options_are_one_line_that_names_them(paperlark, folder, arguments, words):
    code, out, err = paperlark("fetch", *arguments, "--dry-run", "--data-dir", folder)
    assert (code, out) == (2, "")
    line = one_line(err)
    assert words in line
    assert "secret" not in line
