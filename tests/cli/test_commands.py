"""The shell commands: examples that hold, one JSON object, and one line for every fault."""

import gzip
import json
import re
import shlex

import pytest

from service.processes import ProcessMap
from tests.bench import made_records
from tests.cli.printed import LINE, one_line, one_object
from tests.ingest.samples import BIBTEX

pytestmark = pytest.mark.embedded("starts commands on a data folder")

COMMANDS = [
    "serve",
    "demo",
    "ingest",
    "recommend",
    "summarize",
    "search",
    "similar",
    "reindex",
    "doctor",
    "settings",
    "migrate-store",
    "backup",
    "restore",
    "work",
]


def test_the_bare_command_lists_every_command(paperlark):
    _, out, err = paperlark()
    for command in COMMANDS:
        assert f" {command} " in out + err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_with_options_that_exist(paperlark, command):
    code, out, _ = paperlark(command, "--help")
    assert code == 0
    example = re.search(r"Example: (.*)", out)[1]
    words = [word for word in shlex.split(example) if not word.startswith("PAPERLARK_")]
    assert words[:2] == ["paperlark", command]
    for option in (word for word in words if word.startswith("--")):
        assert option in out.replace(example, "")


def test_help_says_the_defaults_that_the_settings_have(paperlark):
    _, out, _ = paperlark("serve", "--help")
    for default in ("(default: data)", "(default: 127.0.0.1)", "(default: 8000)"):
        assert default in out


def test_ingest_keeps_a_file_and_prints_one_json_object(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE + "{nonsense\n")
    code, out, _ = paperlark("ingest", file, "--data-dir", tmp_path / "data", "--json")
    (report,) = one_object(out)["data"]
    assert code == 0
    assert (report["file"], report["format"], report["counts"]) == (str(file), "jsonl", {"created": 1})
    assert [item["line"] for item in report["diagnostics"]] == [2]


def test_ingest_reads_a_library_and_says_before_what_would_become_of_it(paperlark, tmp_path):
    file, data = tmp_path / "library.bib.gz", tmp_path / "data"
    file.write_bytes(gzip.compress(BIBTEX.encode()))
    code, out, _ = paperlark("ingest", file, "--data-dir", data, "--dry-run", "--json")
    told = one_object(out)
    assert (code, told["dry_run"], told["data"][0]["counts"]) == (0, True, {"created": 4})
    _, out, _ = paperlark("ingest", file, "--data-dir", data, "--dry-run")
    assert "Nothing was written" in out
    assert "4 created" in out
    _, out, _ = paperlark("ingest", file, "--data-dir", data, "--json")
    assert one_object(out)["data"][0]["counts"] == {"created": 4}
    _, out, _ = paperlark("ingest", file, "--data-dir", data, "--dry-run", "--json")
    assert one_object(out)["data"][0]["counts"] == {"unchanged": 4}


def test_ingest_without_embedding_stores_the_same_and_leaves_the_vectors_to_a_job(paperlark, tmp_path, open_services):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE + "{nonsense\n")
    arguments = ("ingest", "--no-embed", file, "--data-dir", tmp_path / "data", "--json")
    for counts in ({"created": 1}, {"unchanged": 1}):
        code, out, _ = paperlark(*arguments)
        (report,) = one_object(out)["data"]
        assert code == 0
        assert (report["file"], report["format"], report["counts"]) == (str(file), "jsonl", counts)
        assert [item["line"] for item in report["diagnostics"]] == [2]
    with open_services() as services:
        assert [job.kind for job in services.jobs.records.under_way()] == ["embed"]
        assert services.corpus.catalog.count() == 1
        assert len(services.corpus.snapshot()) == 0


def test_a_large_file_that_other_processes_read_leaves_the_same_as_one_that_is_read_here(
    paperlark, tmp_path, monkeypatch
):
    file = made_records.write(tmp_path / "arxiv.jsonl", 1_500)
    with file.open("a") as stream:
        stream.write('{"title": \n{"abstract": "no title"}\n')
    reports, maps = [], []
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("service.processes.ProcessMap.__call__", _noting(ProcessMap.__call__, maps))
    for most in (10**9, 1_000):
        monkeypatch.setattr("service.cli.ingest._LARGE", most)
        code, out, _ = paperlark("ingest", "--no-embed", file, "--data-dir", tmp_path / str(most), "--json")
        assert code == 0
        assert len(maps) == (most == 1_000)
        reports.append(json.loads(out)["data"])
    assert reports[0] == reports[1]
    assert (reports[0][0]["papers"], len(reports[0][0]["diagnostics"])) == (1_500, 3)


def _noting(call, calls):
    def noted(self, work, values):
        calls.append(work)
        return call(self, work, values)

    return noted


def test_ingest_without_embedding_stores_nothing_when_one_of_the_files_is_missing(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE)
    code, _, err = paperlark("ingest", "--no-embed", file, tmp_path / "none", "--data-dir", tmp_path / "data")
    assert code == 2
    assert f"{tmp_path / 'none'}: No such file or directory" in err
    assert not (tmp_path / "data").exists()


def test_two_files_of_the_same_name_are_both_reported(paperlark, tmp_path):
    files = [tmp_path / name / "mine.jsonl" for name in "ab"]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(json.dumps({"title": f"Paper {number}"}))
    _, out, _ = paperlark("ingest", *files, "--data-dir", tmp_path / "data", "--json")
    assert [report["counts"] for report in one_object(out)["data"]] == [{"created": 1}] * 2


def test_ingest_tells_a_person_which_line_was_wrong(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE + "{nonsense\n")
    _, out, _ = paperlark("ingest", file, "--data-dir", tmp_path / "data")
    assert "1 created" in out
    assert "line 2: " in out


def test_recommend_prints_causes_to_a_person_and_one_json_object_to_a_script(paperlark, folder, ids):
    code, out, _ = paperlark("recommend", *ids[:2], "--limit", 2, "--data-dir", folder)
    assert code == 0
    assert ids[0][:20] in out
    _, out, _ = paperlark("recommend", *ids[:2], "--dislike", ids[2], "--limit", 2, "--data-dir", folder, "--json")
    answer = one_object(out)
    assert len(answer["data"]) == 2
    assert {cause["paper_id"] for item in answer["data"] for cause in item["because"]} == set(ids[:3])


def test_summarize_and_similar_print_one_json_object(paperlark, folder, ids):
    _, out, _ = paperlark("summarize", ids[0], "--liked", ids[1], "--data-dir", folder, "--json")
    assert [item["kind"] for item in one_object(out)["data"]] == ["summary", "blurb"]
    _, out, _ = paperlark("similar", ids[0], "--limit", 3, "--data-dir", folder, "--json")
    assert len(one_object(out)["data"]) == 3


def test_summarize_and_similar_show_a_person_the_text_and_the_titles(paperlark, folder, ids):
    _, out, _ = paperlark("summarize", ids[0], "--data-dir", folder)
    assert f"{ids[0]}  summary, extractive\n" in out
    _, out, _ = paperlark("similar", ids[0], "--limit", 3, "--data-dir", folder)
    assert out.count("hf:") == 3


def test_search_prints_one_json_object_or_a_table_and_where_to_go_on(paperlark, folder, ids):
    _, out, _ = paperlark("search", "neural", "networks", "--limit", 2, "--data-dir", folder, "--json")
    answer = one_object(out)
    assert len(answer["data"]) == 2
    assert answer["data"][0]["highlights"]["sentence"].keys() == {"start", "end"}
    _, out, _ = paperlark("search", "neural networks", "--limit", 2, "--data-dir", folder)
    assert f"--cursor {answer['next']}" in out
    _, out, _ = paperlark("search", ids[0], "--data-dir", folder)
    assert out.count("hf:") == 1
    _, out, _ = paperlark("search", "netwroks", "--mode", "keyword", "--data-dir", folder)
    assert "Did you mean: networks" in out
    code, _, err = paperlark("search", "--data-dir", folder, "--", "-networks")
    assert (code, "add a word" in err) == (2, True)


def test_unknown_papers_are_said_on_standard_error(paperlark, folder, ids):
    code, out, err = paperlark("recommend", ids[0], "hf:nowhere", "--data-dir", folder, "--json")
    assert code == 0
    assert one_object(out)["not_found"] == ["hf:nowhere"]
    _, _, err = paperlark("recommend", ids[0], "hf:nowhere", "--data-dir", folder)
    assert "Not found: hf:nowhere" in err


def test_reindex_changes_no_answer(paperlark, folder, ids):
    ask = ("recommend", *ids[:3], "--data-dir", folder, "--json")
    before = paperlark(*ask)[1]
    assert paperlark("reindex", "--data-dir", folder)[0] == 0
    assert paperlark(*ask)[1] == before


def test_doctor_finds_a_sound_installation_sound(paperlark, folder):
    code, out, _ = paperlark("doctor", "--data-dir", folder, "--json")
    assert code == 0
    assert {check["name"] for check in one_object(out)["data"]} >= {"database", "index", "database file"}
    assert "FAIL" not in paperlark("doctor", "--data-dir", folder)[1]


def test_settings_show_every_setting_and_its_variable(paperlark, monkeypatch):
    monkeypatch.setenv("PAPERLARK_LIMITS__LIKED", "50")
    code, out, _ = paperlark("settings", "--json")
    assert code == 0
    assert one_object(out)["limits"]["liked"] == 50
    _, out, _ = paperlark("settings")
    for variable in ("PAPERLARK_DATA_DIR", "PAPERLARK_LIMITS__LIKED", "PAPERLARK_LOG__LEVEL"):
        assert variable in out


def test_demo_shows_likes_recommendations_and_a_summary(paperlark, folder):
    code, out, _ = paperlark("demo", "--data-dir", folder)
    assert code == 0
    for part in ("You like", "So you may want to read", "summary, extractive", "blurb, extractive", "Go on"):
        assert part in out


def test_demo_of_too_few_papers_says_so(paperlark, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text(LINE)
    paperlark("ingest", file, "--data-dir", tmp_path / "data")
    code, _, err = paperlark("demo", "--data-dir", tmp_path / "data")
    assert code == 2
    assert "too few papers" in one_line(err)


def test_what_ingest_merged_is_told_and_can_be_split(paperlark, tmp_path):
    data, file = tmp_path / "data", tmp_path / "mine.jsonl"
    title = "Kelp after urchins in six northern fjords"
    paper = {"title": title, "abstract": "Sea urchins graze kelp down to bare rock.", "authors": ["Kari Moen"]}
    names = ("arxiv:1711.09995", "doi:10.5555/eco.18")
    file.write_text("".join(json.dumps({"id": name} | paper) + "\n" for name in names))
    _, out, _ = paperlark("ingest", file, "--data-dir", data, "--json")
    (report,) = one_object(out)["data"]
    assert [(each["id"], each["into"]) for each in report["merged"]] == [names[::-1]]
    code, out, _ = paperlark("papers", "split", "DOI:10.5555/ECO.18", "--data-dir", data, "--json")
    assert code == 0
    assert [each["id"] for each in one_object(out)["data"]] == [*names]
    code, _, err = paperlark("papers", "split", "DOI:10.5555/ECO.18", "--data-dir", data)
    assert code == 2
    assert "No record that came under doi:10.5555/eco.18 was merged" in err
    _, out, _ = paperlark("ingest", file, "--data-dir", data)
    assert "2 unchanged" in out
