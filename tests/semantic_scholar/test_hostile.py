"""Hostile texts and values wherever one can stand: no 5xx, one shape of error, and no echo."""

import json
from urllib.parse import quote

import pytest

from tests.hostile.test_hostile import JSON, MARK, of_kind

BATCH, EXAMPLES = "/graph/v1/paper/batch", "/recommendations/v1/papers/"
BODIES = {
    BATCH: ['{"ids": %s}', '{"ids": ["hf:a", %s]}', "%s"],
    EXAMPLES: ['{"positivePaperIds": %s}', '{"positivePaperIds": [%s], "negativePaperIds": [%s]}', "%s"],
}
QUERIES = ("query", "fields", "year", "publicationDateOrYear", "fieldsOfStudy", "venue", "limit", "from", "odd")


def answered(answer):
    """An answer, or an error in the one shape; neither holds what was sent, unless it is a plain name."""
    assert answer.status_code in {200, 400, 404}, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert (answer.json().keys() == {"error"}) if answer.status_code != 200 else MARK not in answer.text.lower()


@pytest.mark.parametrize("line", of_kind("text"))
def test_a_hostile_text_is_answered_wherever_it_stands(facade, line):
    inside = quote(line["text"], safe="", errors="surrogatepass")
    for path in (f"/graph/v1/paper/{inside}", f"/recommendations/v1/papers/forpaper/{inside}"):
        answer = facade.get(path)
        answered(answer)
        assert MARK not in answer.text.lower()
    for name in QUERIES:
        for path in ("/graph/v1/paper/search?limit=2", "/graph/v1/paper/search/match?year=2020"):
            answered(facade.get(f"{path}&{name}={inside}"))
    for path, bodies in BODIES.items():
        for body in bodies:
            answered(facade.post(path, content=body.replace("%s", json.dumps(line["text"])), headers=JSON))
        answered(facade.post(path, content=json.dumps({line["text"]: 1}), headers=JSON))


@pytest.mark.parametrize("line", of_kind("value"))
def test_a_hostile_value_is_answered_in_every_field(facade, line):
    for path, bodies in BODIES.items():
        for body in bodies:
            answered(facade.post(path, content=body.replace("%s", line["value"]), headers=JSON))
