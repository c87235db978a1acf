"""Subscriptions and digests over HTTP."""

import itertools

import pytest
from starlette.testclient import TestClient

from service.app import build, create_app
from service.settings import MailSettings
from tests.digests.mail_servers import postbox

WISHES = {"address": "ann@example.net", "hour": 6, "zone": "Europe/Berlin", "frequency": "weekly", "weekday": "friday"}
_numbers = itertools.count()


@pytest.fixture(scope="module")
def mailing(stores, small_folder, tmp_path_factory):
    """Services over 60 papers, whose mail goes to a box."""
    folder = stores.copy(small_folder, tmp_path_factory.mktemp("mailing") / "data")
    with postbox() as box:
        mail = MailSettings(tls="off", sender="Paperlark <digest@example.org>", **box.settings)
        with build(stores.settings(folder, mail=mail)) as services:
            yield services
    stores.clear(folder)


@pytest.fixture(scope="module")
def client(mailing):
    return TestClient(create_app(mailing))  # not entered: nobody works on jobs


@pytest.fixture
def user():
    """Somebody of this test alone."""
    return f"ann{next(_numbers)}"


@pytest.fixture
def url(user):
    return f"/v1/users/{user}"


def test_a_subscription_is_made_read_changed_and_removed(client, url):
    assert client.get(f"{url}/subscription").status_code == 404
    made = client.post(f"{url}/subscription", json=WISHES).json()
    assert made.items() >= (WISHES | {"status": "pending", "at_most": 10}).items()
    assert client.get(f"{url}/subscription").json() == made | {
        "next_at": client.get(f"{url}/subscription").json()["next_at"]
    }
    changed = client.post(f"{url}/subscription", json=WISHES | {"at_most": 3}).json()
    assert (changed["at_most"], changed["status"]) == (3, "pending")
    assert client.delete(f"{url}/subscription").status_code == 204
    assert client.get(f"{url}/subscription").status_code == 404


def test_no_answer_has_the_secret_of_a_link(client, mailing, user, url):
    client.post(f"{url}/subscription", json=WISHES)
    kept = mailing.digests.subscriptions.get(user)
    said = [client.get(f"{url}/{each}").text for each in ("subscription", "export", "digests")]
    assert not any(secret in each for each in said for secret in (kept.confirm_token, kept.unsubscribe_token))
    assert len(kept.confirm_token) > 40
    assert kept.confirm_token != kept.unsubscribe_token


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"address": "ann@example.net\nBcc: all@example.net"}, "/address"),
        ({"address": 5}, "/address"),
        ({"zone": "Nowhere"}, "/zone"),
        ({"hour": 25}, "/hour"),
        ({"hour": 10**30}, "/hour"),
        ({"frequency": "often"}, "/frequency"),
        ({"collections": ["none"]}, "/collections/0"),
        ({"interests": ["i7"]}, "/interests/0"),
        ({"trending": "yes"}, "/trending"),
        ({"colour": "red"}, "/colour"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_is_refused_by_its_field(client, url, wish, pointer):
    answer = client.post(f"{url}/subscription", json=WISHES | wish)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert client.get(f"{url}/subscription").status_code == 404


def test_before_there_is_a_digest_a_preview_says_what_it_would_and_is_not_kept(client, mailing, url):
    for paper_id in mailing.corpus.catalog.first_ids(3):
        client.put(f"{url}/feedback/{paper_id}", json={"kind": "like"})
    client.post(f"{url}/subscription", json={"at_most": 2})
    digest = client.get(f"{url}/digest").json()
    assert (digest["period"], len(digest["papers"]), digest["likes"]) == ("preview", 2, 3)
    page = client.get(f"{url}/digest?format=html")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert digest["papers"][0]["title"] in page.text
    assert client.get(f"{url}/digest?format=pdf").status_code == 422
    assert client.get(f"{url}/digests").json() == {"data": []}


def test_one_is_asked_for_and_stands_in_the_archive(client, url):
    client.post(f"{url}/subscription", json={})  # no address: kept, and not mailed
    answer = client.post(f"{url}/subscription/send")
    assert answer.status_code == 202
    made = answer.json()["digest"]
    assert (made["status"], made["address"]) == ("claimed", None)
    (row,) = client.get(f"{url}/digests").json()["data"]
    assert row == made
    assert client.get(f"{url}/digests/{made['id']}").json()["digest"] is None
    assert client.get(f"/v1/users/bob/digests/{made['id']}").status_code == 404


def test_nobody_has_one_sent_without_a_subscription(client, url):
    assert client.post(f"{url}/subscription/send").status_code == 404
