"""`paperlark reindex --new-model` beside a server: nobody notices until the server is started with the new model."""

import pytest

from tests.processes_served import command, copied, environment, served


@pytest.mark.embedded("starts commands on a data folder")
@pytest.mark.slow
def test_a_server_answers_as_before_while_its_installation_moves_and_by_the_new_model_once_it_is_started_again(
    small_folder, tmp_path, upstream
):
    folder, before = copied(small_folder, tmp_path), environment([])
    after = before | {"PAPERLARK_EMBEDDING__MODEL": "openai/hashed", "PAPERLARK_EMBEDDING__API_BASE": upstream.url}
    with served(folder, before) as running:
        liked = running.client.get("/v1/meta").json()["sample_ids"]
        wish = {"liked": liked, "limit": 5}
        expected = running.client.post("/v1/recommendations", json=wish).content
        moved = command(folder, after, "reindex", "--new-model")
        assert moved.returncode == 0, moved.stderr
        assert "60 papers embedded; openai/hashed@64, 64 numbers a vector" in moved.stdout
        assert running.client.post("/v1/recommendations", json=wish).content == expected
    refused = command(folder, before, "doctor")
    assert refused.returncode == 2
    assert "The vectors here are of openai/hashed@64" in refused.stderr
    assert "paperlark reindex --new-model" in refused.stderr
    with served(folder, after) as running:
        models = running.client.get("/v1/meta").json()["models"]
        assert (models["embedding"], models["embedding_dim"]) == ("openai/hashed@64", 64)
        assert running.client.post("/v1/recommendations", json=wish).json()["data"]
        assert running.client.get("/readyz").status_code == 200


def test_a_folder_without_an_installation_is_named(paperlark, tmp_path):
    code, out, err = paperlark("reindex", "--new-model", "--data-dir", tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert f"There is no installation in {tmp_path / 'nowhere'}" in err
    assert not (tmp_path / "nowhere").exists()


def test_a_model_that_nobody_knows_is_refused_by_the_name_of_the_setting(paperlark, tmp_path, monkeypatch):
    monkeypatch.setenv("PAPERLARK_EMBEDDING__MODEL", "specter2")
    code, _, err = paperlark("serve", "--data-dir", tmp_path / "data")
    assert code == 2
    assert "PAPERLARK_EMBEDDING__MODEL: is neither all-MiniLM-L6-v2 nor a model that litellm reaches" in err


def test_the_key_of_the_embedding_model_is_never_shown(paperlark, monkeypatch):
    monkeypatch.setenv("PAPERLARK_EMBEDDING__API_KEY", "s3cret")
    for options in ([], ["--json"]):
        code, out, _ = paperlark("settings", *options)
        assert code == 0
        assert "s3cret" not in out
