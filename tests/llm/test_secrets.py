"""Keys stay where they are set: no log line, answer, command or file has one, whatever a server does with it."""

import json
import sqlite3

import pytest

from tests.api.problem import problem
from tests.model_parts import played
from tests.processes_served import command, copied, environment, posted, run, served

pytestmark = pytest.mark.embedded("starts commands on a data folder")

KEYS = ["KANARY-plain", 'KANARY-"quoted"-\\', "KANARY-<b>&%s{0}", "KANARY-last"]
OURS = {"model_failed", "request", "Started", "Waiting", "Application", "Uvicorn"}  # the last four are uvicorn's
PARTS = ["key-echoing", "key-echoing", "broken", "lying"]


@pytest.fixture(scope="module")
def ids(small_folder):
    with sqlite3.connect(f"file:{small_folder / 'paperlark.db'}?immutable=1", uri=True) as database:
        return [row[0] for row in database.execute("SELECT id FROM papers ORDER BY id")]


@pytest.fixture
def variables(upstream):
    models = [model | {"api_key": key} for model, key in zip(played(upstream, *PARTS), KEYS, strict=True)]
    knobs = {"deadline_s": 200, "attempt_s": 100, "attempts": 2, "breaker_failures": 2}
    loud = {"PAPERLARK_LOG__LEVEL": "debug", "LITELLM_LOG": "DEBUG", "OPENAI_LOG": "debug"}
    return environment(models, **knobs) | loud | {"OPENAI_API_KEY": "KANARY-of-the-environment"}


def test_no_key_is_told_by_a_server_that_is_as_loud_as_can_be(small_folder, tmp_path, ids, variables):
    folder = copied(small_folder, tmp_path)
    answers = []
    with served(folder, variables) as running:
        answers += [posted(running.client, ids[:3]), posted(running.client, ids[:3], mode="llm")]
        for path in ("/v1/meta", "/openapi.json", "/readyz", "/v1/nowhere"):
            answers.append(running.client.get(path).text)
        answers.append(running.client.post("/v1/summaries", json={"paper_ids": ["x" * 999]}).text)
        stream = {"json": {"paper_ids": ids[:2]}, "headers": {"Accept": "text/event-stream"}}
        answers.append(running.client.post("/v1/summaries", **stream).text)
    assert {item["source"] for item in answers[0]} == {"llm"}  # the whole chain was gone through
    assert "key_refused" in "".join(running.output)
    assert "kanary" not in f"{answers}{running.output}".lower()
    for file in (path for path in folder.rglob("*") if path.is_file()):
        assert b"kanary" not in file.read_bytes().lower(), file


def test_no_key_is_told_by_a_command(small_folder, tmp_path, variables):
    folder = copied(small_folder, tmp_path)
    done = {name: command(folder, variables, *name.split()) for name in ("doctor", "summarize my:nothing")}
    done["settings"] = run(variables, "settings")
    done["settings"].check_returncode()
    assert "openai/lying" in done["settings"].stdout
    assert "openai/lying" in done["doctor"].stdout + done["doctor"].stderr
    assert "kanary" not in "".join(each.stdout + each.stderr for each in done.values()).lower()


@pytest.mark.parametrize(
    "fault", ['{"a": "KANARY"', '[{"model": "KANARY"}]', '[{"model": "openai/x", "api_key": ["KANARY"]}]']
)
def test_a_setting_that_is_wrong_is_refused_without_being_told(tmp_path, variables, fault):
    done = command(tmp_path / "data", variables | {"PAPERLARK_LLM__MODELS": fault}, "doctor")
    assert done.returncode == 2
    assert "PAPERLARK_LLM__MODELS" in done.stderr
    assert "kanary" not in (done.stdout + done.stderr).lower()


def test_litellm_writes_nothing(small_folder, tmp_path, ids, upstream):
    parts = ["wrong-type", "not-utf8", "no-choices", "error-in-200", "huge", "good"]
    variables = environment(played(upstream, *parts), deadline_s=60, attempts=1) | {"PAPERLARK_LOG__FORMAT": "json"}
    with served(copied(small_folder, tmp_path), variables) as running:
        assert posted(running.client, ids[:2])
    first, rest, log = running.output
    assert first.startswith("Paperlark listens on")
    assert "litellm" not in rest.lower()
    for line in log.splitlines():
        assert json.loads(line)["event"].split(" ")[0] in OURS, line


def test_a_model_that_is_not_configured_is_not_in_the_way(small_folder, tmp_path, ids):
    """litellm takes seconds to import: only who has a model pays for it."""
    with served(copied(small_folder, tmp_path), environment([]), "-X", "importtime") as running:
        assert posted(running.client, ids[:2])
        problem(running.client.post("/v1/summaries", json={"paper_ids": ids[:1], "mode": "llm"}), 422)
        assert running.client.get("/v1/meta").json()["models"]["writer"] == "extractive"
    imported = {line.rpartition("|")[2].strip() for line in running.output[-1].splitlines() if "import time" in line}
    assert "service.llm" in imported
    assert not imported & {"litellm", "openai"}


def test_a_model_that_is_configured_is_there_before_it_is_asked_for(small_folder, tmp_path, upstream):
    with served(copied(small_folder, tmp_path), environment(played(upstream, "good")), "-X", "importtime") as running:
        while running.process.poll() is None and "| litellm\n" not in running.log.read_text():
            assert running.client.get("/healthz").status_code == 200
    assert "| litellm\n" in running.output[-1]
    assert not upstream.calls
