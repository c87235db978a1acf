"""Keys: what is made of chance, what is kept of it, and who is recognised by it."""

import hashlib
import hmac
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.access import KEY_PATTERN, SCOPES, Caller, Keys
from service.errors import BadInput, KeyNotFound, KeyRefused, NotAllowed
from service.storage import KeyRecords
from service.storage.sql import access_keys
from tests.corpora import NOW


class Clock:
    """A clock that stands still until it is put on."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def database(stores, tmp_path):
    with stores.opened(tmp_path) as database:
        yield database


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(database, clock):
    return Keys(KeyRecords(database), clock)


def test_a_key_is_recognised_by_its_text_of_which_only_the_hash_is_kept(keys, database):
    made = keys.create("ops")
    found = KEY_PATTERN.fullmatch(made.text)
    assert found
    assert found[1] == made.key.id
    assert keys.recognise(made.text) == Caller(made.key.id, SCOPES, None)
    with database.read() as connection:
        row = connection.execute(sa.select(access_keys)).one()
    assert row.hash == hashlib.sha256(made.text.encode()).hexdigest()
    assert made.text.rpartition("_")[2] not in repr(row)


def test_every_key_has_192_bits_of_its_own(keys):
    secrets = {keys.create("a").text.rpartition("_")[2] for _ in range(50)}
    assert len(secrets) == 50
    assert {len(each) * 4 for each in secrets} == {192}


def test_a_key_may_do_what_was_named_and_a_users_key_never_administers(keys):
    assert keys.recognise(keys.create("a", ["write", "read"]).text).scopes == ("read", "write")
    anns = keys.create("a", user="ann")
    assert keys.recognise(anns.text) == Caller(anns.key.id, SCOPES[:3], "ann")
    for name, scopes, user in [
        ("a", ["admin"], "ann"),
        ("a", ["all"], None),
        ("", [], None),
        ("a", [], "-ann"),
        ("a" * 101, [], None),
    ]:
        with pytest.raises(BadInput):
            keys.create(name, scopes, user)


@pytest.mark.parametrize(
    "presented",
    ["", "nope", "paperlark_", "paperlark_00000000_" + "0" * 48, "paperlark_" * 1_000, "\x00", "\udfff", "ключ"],
)
def test_what_is_no_key_is_refused_in_the_same_words(keys, clock, presented):
    gone = keys.create("a", days=1)
    clock.now = NOW + timedelta(days=1)
    with pytest.raises(KeyRefused) as expired:
        keys.recognise(gone.text)
    with pytest.raises(KeyRefused) as never:
        keys.recognise(presented)
    assert str(never.value) == str(expired.value)


def test_a_secret_that_is_another_ones_or_one_sign_off_is_refused(keys):
    one, other = keys.create("a"), keys.create("b")
    swapped = f"paperlark_{one.key.id}_{other.text.rpartition('_')[2]}"
    mistyped = one.text[:-1] + ("0" if one.text[-1] != "0" else "1")
    for presented in (swapped, mistyped, one.text + "\n", " " + one.text, one.text.upper()):
        with pytest.raises(KeyRefused):
            keys.recognise(presented)


def test_an_expired_key_and_one_that_never_was_take_the_same_steps(database, clock, monkeypatch):
    steps = []

    class Watched(KeyRecords):
        def get(self, key_id):
            steps.append("look up")
            return super().get(key_id)

    def compared(one, other):
        steps.append(f"compare {len(one)} with {len(other)}")
        return one == other

    keys = Keys(Watched(database), clock)
    gone = keys.create("a", days=1).text
    clock.now = NOW + timedelta(days=2)
    monkeypatch.setattr(hmac, "compare_digest", compared)
    for presented in (gone, gone[:10] + "00000000" + gone[18:], "no key", "a" * 10_000):
        with pytest.raises(KeyRefused):
            keys.recognise(presented)
    assert steps == ["look up", "compare 64 with 64"] * 4


def test_a_key_lasts_until_the_moment_it_expires(keys, clock):
    made = keys.create("a", days=30)
    clock.now = NOW + timedelta(days=30, microseconds=-1)
    assert keys.recognise(made.text).key_id == made.key.id
    assert keys.has_any()
    clock.now = NOW + timedelta(days=30)
    with pytest.raises(KeyRefused):
        keys.recognise(made.text)
    assert not keys.has_any()


@pytest.mark.parametrize("named_by", [lambda made: made.key.id, lambda made: made.text, lambda made: made.text[:18]])
def test_a_revoked_key_is_refused_at_once_by_whoever_shares_the_database(keys, database, named_by):
    elsewhere = Keys(KeyRecords(database), Clock())
    made, other = keys.create("a"), keys.create("b")
    page = elsewhere.sign_in(made.text)
    keys.revoke(named_by(made))
    for presented in (made.text, page.text):
        with pytest.raises(KeyRefused):
            elsewhere.recognise(presented)
    assert [key.id for key in elsewhere.made()] == [other.key.id]
    assert not elsewhere.holds(made.key.id)
    assert elsewhere.holds(other.key.id)
    with pytest.raises(KeyNotFound):
        elsewhere.revoke(made.key.id)


def test_the_first_key_is_made_once_and_again_when_all_have_expired(keys, clock):
    keys.create("old", days=1)
    assert keys.create_first() is None
    clock.now = NOW + timedelta(days=1)
    first = keys.create_first()
    assert first
    assert keys.recognise(first.text).scopes == SCOPES
    assert keys.create_first() is None


def test_a_page_that_is_signed_in_may_do_the_same_for_half_a_day_and_is_not_listed(keys, clock):
    made = keys.create("a", ["read"], "ann")
    page = keys.sign_in(made.text)
    assert keys.recognise(page.text) == keys.recognise(made.text)
    assert [key.id for key in keys.made()] == [made.key.id]
    clock.now = NOW + timedelta(hours=11)
    longer = keys.sign_in(page.text)
    assert longer.key.expires_at == page.key.expires_at
    clock.now = NOW + timedelta(hours=12)
    with pytest.raises(KeyRefused):
        keys.recognise(page.text)
    keys.create("b")
    assert len(keys._records.of_user("ann")) == 1  # noqa: SLF001  # what is over went


def test_nobody_signs_in_with_a_key_that_is_revoked_meanwhile(keys, database, clock):
    class RevokedOnceRead(KeyRecords):
        def get(self, key_id):
            found = super().get(key_id)
            keys.revoke(made.key.id)
            return found

    made = keys.create("a")
    with pytest.raises(KeyRefused):
        Keys(RevokedOnceRead(database), clock).sign_in(made.text)
    made = keys.create("a")
    with pytest.raises(KeyRefused):
        Keys(RevokedOnceRead(database), clock).sign_in(keys.sign_in(made.text).text)
    with database.read() as connection:
        assert connection.execute(sa.select(access_keys)).all() == []


@pytest.mark.embedded("the disk of a PostgreSQL is its own business")
def test_with_little_disk_a_leaked_key_still_ends_and_pages_sign_in_and_out(stores, tmp_path, keys):
    leaked, anns, good = (keys.create(name, user=user) for name, user in [("a", None), ("b", "ann"), ("c", None)])
    full = stores.database(tmp_path, min_free_mb=10**9)  # no such disk
    full.start()
    below = Keys(KeyRecords(full), Clock())
    page = below.sign_in(good.text)
    below.revoke(leaked.key.id)
    below.sign_out(page.text)
    KeyRecords(full).delete_user("ann")
    full.close()
    for ended in (leaked, anns, page):
        with pytest.raises(KeyRefused):
            keys.recognise(ended.text)
    assert keys.recognise(good.text)


def test_a_page_is_signed_in_no_longer_than_its_key_lasts(keys, clock):
    made = keys.create("a", days=1)
    clock.now = NOW + timedelta(hours=20)
    assert keys.sign_in(made.text).key.expires_at == made.key.expires_at


def test_signing_out_ends_the_key_of_the_page_and_no_other(keys):
    made = keys.create("a")
    page = keys.sign_in(made.text)
    keys.sign_out(page.text)
    with pytest.raises(KeyRefused):
        keys.recognise(page.text)
    keys.sign_out(page.text)
    keys.sign_out(made.text)
    assert keys.recognise(made.text)


def test_a_key_of_one_user_speaks_for_that_one_alone():
    ann = Caller("k", ("read",), "ann")
    assert ann.user_for(None) == ann.user_for("ann") == "ann"
    assert Caller().user_for("ann") == "ann"
    assert Caller().user_for(None) is None
    with pytest.raises(NotAllowed):
        ann.user_for("bob")
    ann.require("read")
    with pytest.raises(NotAllowed, match="write"):
        ann.require("write")
