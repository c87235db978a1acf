"""What is refused before or behind any route: a page for those who read pages, a problem document for all others."""

import pytest

from tests.api.problem import problem
from tests.corpora import serving

READS_PAGES = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LARGE = b"x" * (2 * 2**20)


@pytest.fixture
def narrow(open_services):
    """A client of a server that takes files of one megabyte."""
    with open_services(limits={"import_mb": 1}) as services, serving(services) as client:
        yield client


def page(answer, status: int) -> str:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"]
    return answer.text


@pytest.mark.parametrize("path", ["/kept/imports", "/batch"])
def test_a_file_that_is_too_large_is_refused_with_a_page_that_says_where_to_go_on(narrow, path: str):
    announced = narrow.post(path, files={"file": ("my.bib", LARGE)}, headers=READS_PAGES)
    form = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="my.bib"\r\n\r\n', LARGE, b"\r\n--b--\r\n")
    headers = READS_PAGES | {"Content-Type": "multipart/form-data; boundary=b"}
    unannounced = narrow.post(path, content=iter(form), headers=headers)
    for answer in (announced, unannounced):
        assert "paperlark likes import" in page(answer, 413)


def test_whoever_asks_for_no_page_gets_the_problem(narrow):
    problem(narrow.post("/kept/imports", files={"file": ("my.bib", LARGE)}), 413, "body_too_large")


def test_a_foreign_page_an_unknown_host_and_what_the_api_has_not_are_told_in_a_page(reader):
    foreign = reader.post("/", data={"do": "like a"}, headers=READS_PAGES | {"Origin": "https://evil.example"})
    assert "Foreign page" in page(foreign, 403)
    assert "PAPERLARK_HOSTS" in page(reader.get("/", headers=READS_PAGES | {"Host": "evil.example"}), 421)
    assert "Paper not found" in page(reader.get("/v1/papers/hf:none", headers=READS_PAGES), 404)


def test_a_page_says_when_to_try_again_and_names_the_request(reader):
    answer = reader.get("/v1/papers/hf:none", headers=READS_PAGES | {"X-Request-Id": "mine"})
    assert answer.headers["x-request-id"] == "mine"
