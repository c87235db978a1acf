"""Feeds and the webhook of a user from the shell."""

import pytest

from tests.cli.printed import one_line, one_object
from tests.digests.receiver import receiving

pytestmark = pytest.mark.embedded("starts commands on a data folder")


@pytest.fixture
def run(paperlark, folder):
    """The command for a user on the folder, and how it ends."""
    return lambda *arguments: paperlark(*arguments, "--user", "me", "--data-dir", folder)


def test_a_feed_is_made_listed_and_revoked(run):
    code, made, _ = run("feeds", "make")
    assert code == 0
    assert made.startswith("http://127.0.0.1:8000/feeds/")
    assert "recommendations" in run("feeds", "list")[1]
    assert [each["url"] for each in one_object(run("feeds", "list", "--json")[1])["data"]] == [made.strip()]
    assert run("feeds", "revoke", "recommendations")[0] == 0
    assert one_object(run("feeds", "list", "--json")[1]) == {"data": []}
    code, _, err = run("feeds", "make", "likes")
    assert code == 2
    assert "search:NAME" in one_line(err)


def test_an_address_is_where_a_server_of_these_settings_would_be(run, monkeypatch):
    monkeypatch.setenv("PAPERLARK_PORT", "8123")
    for host, shown in (("0.0.0.0", "localhost"), ("::1", "[::1]"), ("10.1.2.3", "10.1.2.3")):  # noqa: S104
        monkeypatch.setenv("PAPERLARK_HOST", host)
        assert run("feeds", "make")[1].startswith(f"http://{shown}:8123/feeds/")


def test_a_webhook_is_set_tried_looked_at_and_removed(run, monkeypatch):
    monkeypatch.setenv("PAPERLARK_WEBHOOKS__PRIVATE", "true")
    with receiving() as receiver:
        code, out, err = run("webhook", "set", receiver.url)
        assert (code, "active" in out, "Keep it now" in out + err) == (0, True, True)
        assert run("webhook", "test") == (0, "sent: answered 200\n", "")
        receiver.answers = [500]
        assert run("webhook", "test")[:2] == (1, "failed: answered 500\n")
        assert one_object(run("webhook", "show", "--json")[1])["url"] == receiver.url
    assert run("webhook", "remove")[0] == 0
    code, _, err = run("webhook", "show")
    assert (code, one_line(err)) == (2, "This user has no webhook.")


def test_an_address_of_this_machine_is_refused_with_what_allows_it(run):
    code, _, err = run("webhook", "set", "http://127.0.0.1:9/")
    assert code == 2
    assert "PAPERLARK_WEBHOOKS__PRIVATE" in one_line(err)
