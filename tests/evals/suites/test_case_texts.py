"""The suites summaries and blurbs: what the service writes about the hand-written cases."""

from tests.evals.command import results


def test_the_services_summaries_are_renderings_of_the_source_whole_and_one_paragraph(tmp_path):
    rows = {row["measure"]: row for row in results(tmp_path, "run", "summaries", "--limit", "20")}
    assert [rows[name]["mean"] for name in ("rendered", "complete", "one_paragraph")] == [1, 1, 1]
    assert rows["key_points"]["mean"] > 0.5
    assert rows["words"]["high"] <= 120


def test_the_services_blurbs_are_short(tmp_path):
    rows = {row["measure"]: row for row in results(tmp_path, "run", "blurbs", "--limit", "20")}
    assert rows["words"]["high"] <= 60
    assert "key_points" not in rows
