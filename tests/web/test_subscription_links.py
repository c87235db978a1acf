"""The links of a mail: programs that open them change nothing, the button does, and a wrong token learns nothing."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.storage import Subscription, SubscriptionRecords
from tests.api.keyed import ON
from tests.web.markup import Markup

CONFIRM, END = "confirm-" + "c" * 35, "end-" + "u" * 39
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def services(open_services):
    with open_services(access=ON, public_url="https://papers.example.org") as services:
        yield services


@pytest.fixture
def records(services):
    found = SubscriptionRecords(services.database)
    found.put(
        Subscription(
            "ann", "ann@example.net", confirm_token=CONFIRM, unsubscribe_token=END, created_at=services.now(),
            next_at=services.now(),
        )
    )  # fmt: skip
    return found


@pytest.fixture
def page(services, records):  # noqa: ARG001  # to be there before
    """Whoever reads mail: without a key or a cookie, and not under a name of this machine."""
    return TestClient(create_app(services), base_url="https://papers.example.org", follow_redirects=False)


def status(records):
    return records.get("ann").status


def path(token):
    return f"/subscriptions/{token}"


def test_to_open_a_link_changes_nothing_however_often_and_shows_a_button(page, records):
    before = records.get("ann")
    for token in (CONFIRM, END):
        for _ in range(3):
            answer = page.get(path(token))
            assert (page.head(path(token)).status_code, answer.status_code) == (200, 200)
            assert len(Markup(answer.text).named("form")) == 1
            assert answer.headers["cache-control"] == "no-store"
            assert page.options(path(token)).status_code in {401, 404, 405}
    assert records.get("ann") == before


def test_the_button_confirms_and_once_more_is_as_well(page, records):
    for _ in range(2):
        answer = page.post(path(CONFIRM))
        assert (answer.status_code, status(records)) == (200, "active")
        assert "Digests will come" in Markup(answer.text).text
    assert Markup(page.get(path(CONFIRM)).text).named("form") == []


def test_one_click_unsubscribes_without_cookie_key_or_origin_and_once_more_is_as_well(page, records):
    page.post(path(CONFIRM))
    for _ in range(2):
        answer = page.post(path(END), data=ONE_CLICK)
        assert (answer.status_code, status(records)) == (200, "ended")
        assert "set-cookie" not in answer.headers
    assert Markup(page.get(path(END)).text).named("form") == []
    assert page.get(path(CONFIRM)).status_code == page.post(path(CONFIRM)).status_code == 404
    assert status(records) == "ended"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://mail.example.com", "Referer": "https://mail.example.com/"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example.com"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "text/nonsense"},
    ],
)
def test_one_click_may_come_from_anywhere_and_in_any_form(page, records, headers):
    assert page.post(path(END), content=b"List-Unsubscribe=One-Click", headers=headers).status_code == 200
    assert status(records) == "ended"


def test_a_wrong_token_changes_nothing_and_learns_nothing(page, records):
    before = records.get("ann")
    wrong = [END[:-1] + "v", END[:-1], END + "u", END.upper(), "x", "%00", "%ff%fe", "a" * 5_000, "%F0%9F%A6%89"]
    for method in (page.get, page.post):
        answers = {(answer.status_code, answer.text) for answer in (method(path(token)) for token in wrong)}
        assert len(answers) == 1
        assert next(iter(answers))[0] == 404
    assert records.get("ann") == before
    SubscriptionRecords(records._db).delete("ann")  # noqa: SLF001
    assert page.post(path(END)).status_code == 404


def test_a_token_ends_its_own_subscription_alone(page, records):
    of_bob = dict.fromkeys(("confirm_token", "unsubscribe_token"), "b")
    records.put(replace(records.get("ann"), user="bob", **of_bob))
    page.post(path(END), data=ONE_CLICK)
    assert (status(records), records.get("bob").status) == ("ended", "pending")


def test_only_these_paths_may_be_posted_to_from_elsewhere(page, records):
    foreign = {"Origin": "https://mail.example.com"}
    for other in ("/subscriptions", f"/subscriptions/{END}/x", f"/v1/subscriptions/{END}", f"//subscriptions/{END}"):
        assert page.post(other, headers=foreign).status_code == 403
    assert status(records) == "pending"


@pytest.mark.usefixtures("records")
def test_the_public_address_is_a_name_of_ours_and_no_other_is(services):
    for host, expected in (("papers.example.org", 200), ("papers.example.com", 421), ("127.0.0.1", 200)):
        client = TestClient(create_app(services), base_url=f"https://{host}")
        assert client.get(path(END)).status_code == expected


def test_no_log_line_holds_a_token(page, capsys):
    page.get(path(END))
    page.post(path(END))
    logged = capsys.readouterr().out
    assert "/subscriptions/{token}" in logged
    assert END not in logged
