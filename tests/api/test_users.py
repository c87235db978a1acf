"""Users of any script: one name in each of its forms, at every door, and gone with all that was kept under it."""

import unicodedata
from urllib.parse import quote

import pytest

from service.summarization import TextOptions
from tests.api.problem import problem
from tests.api.test_jobs import ended

NAME = "Zoë.山田@أحمد"
HERE = f"/v1/users/{quote(NAME)}"
IN_PARTS = f"/v1/users/{quote(unicodedata.normalize('NFD', NAME))}"
FILE = b"TY  - JOUR\nTI  - Kelp after urchins\nAB  - We removed urchins from plots and followed the kelp.\nER  - \n"


@pytest.fixture
def ids(small) -> list[str]:
    return small.corpus.catalog.first_ids(3)


def test_what_is_kept_under_a_name_is_found_under_each_form_of_it_and_goes_with_it(client, small, ids):
    assert HERE != IN_PARTS
    client.put(f"{IN_PARTS}/feedback/{ids[0]}", json={"kind": "like"}).raise_for_status()
    client.put(f"{HERE}/collections/thesis/{ids[1]}", json={}).raise_for_status()
    client.put(f"{IN_PARTS}/searches/kelp", json={"query": "kelp"}).raise_for_status()
    imports = [client.post(f"{each}/imports", content=FILE).json() for each in (HERE, IN_PARTS)]
    assert [each["counts"] for each in imports] == [{"added": 1}, {"unchanged": 1}]
    assert imports[0]["id"] == imports[1]["id"]
    liked = [each["paper_id"] for each in client.get(f"{HERE}/feedback").json()["data"]]
    assert len(liked) == 2
    assert client.get(f"{IN_PARTS}/recommendations").json()["data"]
    found = client.get("/v1/search", params={"q": "kelp", "user": NAME, "within": "likes"}).json()["data"]
    assert {each["paper"]["id"] for each in found} <= set(liked)
    job = small.jobs.summarize(TextOptions(("summary",), user=NAME, mode="extractive"), ids[:1])
    ended(client, f"/v1/jobs/{job}")
    export = client.get(f"{HERE}/export").json()
    assert export["jobs"] == [job]
    assert [len(export[each]) for each in ("data", "collections", "searches", "imports")] == [2, 1, 1, 1]
    assert client.delete(IN_PARTS).json() == {"deleted": 2}
    assert not any(client.get(f"{HERE}/export").json().values())


@pytest.mark.parametrize("name", ["a%20b", "%E2%80%8Bann", "ann%E2%80%AE", "ann%00", "%2e%2e", "a" * 101])
def test_a_name_that_nobody_may_have_is_refused_in_a_path_and_in_a_query(reader, name):
    for address in (f"/v1/users/{name}/feedback", f"/v1/map?user={name}"):
        said = problem(reader.get(address), 422)
        assert [each["pointer"] for each in said["errors"]] == ["/user"]
        assert said["detail"].startswith("/user: is no name for a user: letters and digits of any script")
