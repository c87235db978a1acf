"""`paperlark keys`: made, listed and revoked beside whoever serves, and what a command does where one is asked for."""

import json
import re

import pytest

from service.access import KEY_PATTERN
from service.app import build
from service.cli.server import require_key
from service.errors import BadInput
from tests.api.keyed import ON


def made(paperlark, folder, *arguments):
    code, out, _ = paperlark("keys", "create", *arguments, "--json", "--data-dir", folder)
    assert code == 0
    return json.loads(out)


def test_a_key_is_made_listed_and_revoked_beside_whoever_has_the_folder(paperlark, folder, stores):
    with build(stores.settings(folder, access=ON)) as services:
        key = made(paperlark, folder, "ann's laptop", "--user", "ann", "--scope", "read", "--days", "30")
        assert services.keys.recognise(key["key"]).user == "ann"
        code, out, _ = paperlark("keys", "list", "--json", "--data-dir", folder)
        listed = json.loads(out)["data"]
        assert code == 0
        assert listed == [{name: value for name, value in key.items() if name != "key"}]
        assert (listed[0]["scopes"], listed[0]["expired"]) == (["read"], False)
        assert paperlark("keys", "revoke", key["id"], "--data-dir", folder)[:2] == (0, "Revoked.\n")
        assert services.keys.made() == []
        code, _, err = paperlark("keys", "revoke", key["id"], "--data-dir", folder)
        assert (code, "paperlark keys list" in err) == (2, True)


def test_a_person_sees_a_key_once_and_then_its_name(paperlark, tmp_path):
    new = tmp_path / "new" / "folder"
    _, out, err = paperlark("keys", "create", "ops", "--data-dir", new)
    assert KEY_PATTERN.fullmatch(out.strip())
    assert "cannot be shown again" in err
    _, out, _ = paperlark("keys", "list", "--data-dir", new)
    assert re.search(r"ops .* read, write, spend, admin .* any ", out)
    assert not KEY_PATTERN.search(out)


@pytest.mark.embedded("takes a file of a data folder away")
@pytest.mark.parametrize(
    "command", [["keys", "list"], ["keys", "create", "a"], ["reindex", "--new-model"]], ids=lambda words: words[0]
)
def test_a_database_that_is_gone_is_not_begun_anew_beside_what_is_left_of_it(paperlark, tmp_path, command):
    (tmp_path / "chroma").mkdir()
    code, out, err = paperlark(*command, "--data-dir", tmp_path)
    assert (code, out) == (1, "")
    assert "paperlark.db is missing or empty" in " ".join(err.split())
    assert [file.name for file in tmp_path.iterdir()] == ["chroma"]


@pytest.mark.parametrize(
    "wrong", [["--scope", "all"], ["--days", "0"], ["--user", "-x"], ["--user", "a", "--scope", "admin"]]
)
def test_a_key_that_cannot_be_is_refused_with_what_can(paperlark, tmp_path, wrong):
    code, out, err = paperlark("keys", "create", "a", *wrong, "--data-dir", tmp_path)
    assert (code, out) == (2, "")
    assert err


def test_whoever_listens_to_a_network_needs_a_key_first(open_services, capsys):
    with open_services(host="0.0.0.0") as services:  # noqa: S104
        with pytest.raises(BadInput) as caught:
            require_key(services, make=False)
        for way_out in ("paperlark keys create", "--first-key", "PAPERLARK_ACCESS__KEYS=off"):
            assert way_out in caught.value.detail
        require_key(services, make=True)
        first = KEY_PATTERN.search(capsys.readouterr().out)
        assert services.keys.recognise(first[0]).scopes
        require_key(services, make=True)
        require_key(services, make=False)
        assert capsys.readouterr().out == ""


def test_a_folder_that_nobody_serves_asks_nobody_for_a_key(paperlark, folder, ids, monkeypatch):
    monkeypatch.setenv("PAPERLARK_ACCESS__KEYS", "on")
    code, out, _ = paperlark("similar", ids[0], "--json", "--data-dir", folder)
    assert (code, bool(json.loads(out)["data"])) == (0, True)
