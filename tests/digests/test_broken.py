"""One digest that cannot be made, read or kept costs nobody else theirs, and comes to an end itself."""

import pytest

from service.digests import end, sending
from service.digests.building import build_digest, paper_ids
from service.errors import BadInput, StoreBusy
from service.storage.digests import DigestRecords
from tests.digests.readers import HOUR


@pytest.fixture
def other(new_reader, reader, box):
    """Somebody else whose digest is due at the same moment."""
    found = new_reader(box)
    found.now = reader.now
    found.subscribes()
    return found


def failing(reader, error):
    """Digests are built, but for that reader."""

    async def build(parts, writer, subscription, *arguments):
        if subscription.user == reader.name:
            raise error
        return await build_digest(parts, writer, subscription, *arguments)

    return build


@pytest.mark.parametrize(
    "error",
    [BadInput("Too many likes."), pytest.param(ValueError("a fault"), marks=pytest.mark.slow)],
    ids=["ours", "unforeseen"],
)
def test_one_that_cannot_be_made_is_put_off_and_refused_in_the_end(reader, other, monkeypatch, error):
    reader.subscribes()
    monkeypatch.setattr(sending, "build_digest", failing(reader, error))
    reader.send_due()
    assert other.latest.stored.status == "sent"
    assert (reader.latest.stored.status, reader.latest.stored.tries) == ("deferred", 1)
    assert "could not be made" in reader.latest.stored.reason
    for hour in range(2, 24):
        reader.send_due(hour * HOUR)
    assert reader.latest.stored.status == "refused"
    assert reader.subscription.status == "active"


def test_what_a_repeat_mends_is_raised_after_the_others_were_handed_over(reader, other, monkeypatch):
    reader.subscribes()
    ids = reader.due()
    with monkeypatch.context() as patched:
        patched.setattr(sending, "build_digest", failing(reader, StoreBusy("The database is busy.")))
        with pytest.raises(StoreBusy):
            reader.sent(ids)
    assert other.latest.stored.status == "sent"
    assert reader.latest.stored.status == "claimed"
    assert reader.sent(ids) == ["sent", "sent"]


def test_a_body_that_cannot_be_read_is_made_anew(reader):
    reader.subscribes()
    ids = reader.due()
    built = reader.built(when_empty="send")
    reader.parts.digests.keep(ids[0], b'{"id": 1}', paper_ids(built), reader.now, reader.now)
    assert reader.sent(ids) == ["sent"]
    assert reader.latest.digest.papers


def test_who_was_overtaken_while_making_it_goes_on_with_what_the_other_made(reader, box, monkeypatch):
    reader.subscribes()
    ids, keep = reader.due(), DigestRecords.keep

    def overtaken(*arguments):
        keep(*arguments)
        keep(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "keep", overtaken)
        assert reader.sent(ids) == ["sent"]
    assert len(box.letterbox.taken) == 1


@pytest.mark.parametrize("how", ["ended", "moved"])
def test_who_ends_or_moves_it_before_the_message_is_given_gets_none_and_its_papers_are_new_again(
    reader, box, monkeypatch, how
):
    begin = DigestRecords.begin_sending

    def ended_first(*arguments):
        if how == "ended":
            end(reader.parts.subscriptions, f"end-{reader.name}")
        else:
            reader.asks(address=f"new-{reader.address}")
        return begin(*arguments)

    reader.subscribes()
    ids = reader.due()
    with monkeypatch.context() as patched:
        patched.setattr(DigestRecords, "begin_sending", ended_first)
        assert reader.sent(ids) == ["skipped"]
    assert box.letterbox.taken == []
    assert reader.parts.digests.shown_to(reader.name) == []
