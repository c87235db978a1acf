"""Whom a command asks: the server that is named, the one that has the data folder, or nobody."""

import httpx2
import pytest

from service.cli.connection import server_of
from service.corpus import sample
from service.errors import BadInput
from tests.cli.printed import LINE, one_line, one_object
from tests.processes_served import copied, environment, served
from tests.servers import free_port

pytestmark = pytest.mark.embedded("starts commands on a data folder")


@pytest.fixture(scope="module")
def address(small_folder, tmp_path_factory):
    """A server whose folder a command does not know."""
    folder = copied(small_folder, tmp_path_factory.mktemp("elsewhere"))
    with served(folder, environment([]) | {"PAPERLARK_LIMITS__IMPORT_MB": "1"}) as running:
        yield str(running.client.base_url).rstrip("/")


def test_a_server_is_named_by_an_option_or_by_the_environment(paperlark, address, ids, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, named, _ = paperlark("similar", ids[0], "--json", "--server", address)
    monkeypatch.setenv("PAPERLARK_SERVER", address)
    assert (code, paperlark("similar", ids[0], "--json")[1]) == (0, named)
    assert len(one_object(named)["data"]) == 10
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_named_counts_more_than_the_environment(paperlark, address, folder, ids, monkeypatch):
    monkeypatch.setenv("PAPERLARK_SERVER", f"http://127.0.0.1:{free_port()}")
    assert paperlark("similar", ids[0], "--data-dir", folder)[0] == 0
    assert server_of(folder, None) is None
    assert server_of(None, address) == f"{address}/"


def test_a_folder_and_a_server_are_not_both_named(paperlark, address, folder):
    code, out, err = paperlark("doctor", "--data-dir", folder, "--server", address)
    assert (code, out) == (2, "")
    assert "a --server, a --data-dir" in one_line(err)
    with pytest.raises(BadInput, match="PAPERLARK_SERVER"):
        server_of(None, "localhost:8000")


def test_a_server_that_is_away_is_one_line_that_names_it_and_exit_code_1(paperlark, ids):
    url = f"http://127.0.0.1:{free_port()}"
    for command in (["similar", ids[0]], ["doctor"], ["reindex"]):
        code, out, err = paperlark(*command, "--server", url)
        assert (code, out) == (1, "")
        assert f"{url} cannot be reached" in one_line(err)


def test_a_file_larger_than_a_server_takes_is_refused_before_any_is_sent(paperlark, address, tmp_path):
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    small.write_text(LINE)
    large.write_bytes(sample.data() + b" \n" * 2**19)
    before = httpx2.get(f"{address}/v1/meta").json()["papers"]
    for command in (["ingest", small, large], ["likes", "import", large, "--user", "me"]):
        code, out, err = paperlark(*command, "--server", address)
        assert (code, out) == (2, "")
        assert "large.jsonl: a running server takes files of 1 MB" in one_line(err)
    assert httpx2.get(f"{address}/v1/meta").json()["papers"] == before


def test_what_needs_the_folder_for_itself_says_what_to_stop(paperlark, small_folder, tmp_path):
    folder = copied(small_folder, tmp_path)
    moving = {"--to-store": "postgresql+psycopg://u@127.0.0.1:1/d", "--to-index": "http://127.0.0.1:1"}
    with served(folder, environment([])) as running:
        for command in (
            ["migrate-store", *(word for pair in moving.items() for word in pair)],
            ["serve", "--port", 0],
        ):
            code, out, err = paperlark(*command, "--data-dir", folder)
            assert (code, out) == (1, "")
            line = one_line(err)
            assert f"(process {running.process.pid} on " in line
            assert "this command needs it for itself; stop that process" in line


def test_a_new_model_is_not_for_a_server(paperlark, address):
    code, _, err = paperlark("reindex", "--new-model", "--server", address)
    assert code == 2
    assert "run it where the store is" in one_line(err)
