"""Blind sheets: who wrote what is hidden, and what filled-in sheets say is added up."""

import csv
import json

from typer.testing import CliRunner

from evals.__main__ import app
from evals.blind.writers import lexrank


def evals(*words, code=0):
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    return done


def filled(sheet, marks, name):
    """A copy of the sheet with a mark for each text, by `marks(row)`."""
    path = sheet.with_name(name)
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        for row in rows:
            out.writerow(row | dict.fromkeys(("alone", "done", "found", "true", "concise", "useful"), marks(row)))
    return path


def test_a_sheet_names_no_writer_and_its_key_names_each(tmp_path):
    sheet = tmp_path / "sheet.csv"
    evals("blind", str(sheet), "--count", "3", "--seed", "5")
    text = sheet.read_text(encoding="utf-8")
    key = json.loads((tmp_path / "sheet.key.json").read_text(encoding="utf-8"))
    assert not any(name in text.partition("\n")[0] for name in ("ours", "lead", "lexrank"))
    assert sorted(key["origins"].values()) == ["lead"] * 3 + ["lexrank"] * 3 + ["ours"] * 3


def test_filled_in_sheets_give_means_our_lead_and_agreement(tmp_path):
    sheet = tmp_path / "sheet.csv"
    evals("blind", str(sheet), "--count", "3")
    origins = json.loads((tmp_path / "sheet.key.json").read_text(encoding="utf-8"))["origins"]
    one = filled(sheet, lambda row: 5 if origins[row["text_id"]] == "ours" else 3, "one.csv")
    two = filled(sheet, lambda row: 4 if origins[row["text_id"]] == "ours" else 3, "two.csv")
    key = str(tmp_path / "sheet.key.json")
    found = json.loads(evals("blind", str(one), str(two), "--score", "--key", key, "--json").stdout)["results"]
    means = {(row["writer"], row["figure"]): row["mean"] for row in found}
    assert means["ours", "useful"] == 4.5
    assert means["lead", "useful"] == 3


def test_a_mark_that_is_none_is_named_with_its_line_and_column(tmp_path):
    sheet = tmp_path / "sheet.csv"
    evals("blind", str(sheet), "--count", "1")
    broken = filled(sheet, lambda _: "6", "broken.csv")
    result = evals("blind", str(broken), "--score", "--key", str(tmp_path / "sheet.key.json"), code=2)
    assert "broken.csv:2: alone" in result.stderr


def test_lexrank_takes_the_most_central_sentences_in_their_order():
    lines = ["Owls hunt mice.", "Rain fell.", "Owls hunt at night.", "Mice fear owls that hunt."]
    assert lexrank(lines, 3) == "Owls hunt mice. Owls hunt at night. Mice fear owls that hunt."
