"""What a mail server refuses is lost to nobody: it is put off while that is of use, and its papers come again."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from service.digests.building import paper_ids
from tests.digests.mail_servers import misbehaving
from tests.digests.readers import DAY, HOUR, at_box


def with_mail(parts, **changes):
    mail = parts.settings.mail.model_copy(update=changes)
    return replace(parts, settings=parts.settings.model_copy(update={"mail": mail}))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"user": "ann", "password": SecretStr("wrong")}, "PAPERLARK_MAIL__USER"),
        ({"tls": "starttls"}, "PAPERLARK_MAIL__TLS"),
        ({"host": None}, "PAPERLARK_MAIL__HOST"),
    ],
    ids=["password", "tls", "host"],
)
def test_a_server_that_cannot_be_used_puts_off_and_once_it_is_mended_the_digest_goes_out(reader, box, settings, told):
    well = reader.parts
    with misbehaving(EHLO=b"250-here\r\n250 AUTH PLAIN", AUTH=b"535 no") as server:
        reader.subscribes()
        reader.parts = with_mail(at_box(well, server), **settings)
        assert reader.send_due() == ["deferred"]
    assert told in reader.latest.stored.reason
    assert reader.parts.digests.unwell(1)[0].user == reader.name
    reader.parts = well
    assert reader.send_due(2 * HOUR) == ["sent"]
    assert len(box.letterbox.taken) == 1


def test_the_papers_of_a_refused_digest_are_in_the_next_one(reader):
    well = reader.parts
    with misbehaving(end=b"554 5.7.1 spam") as server:
        reader.parts = at_box(well, server)
        reader.subscribes()
        assert reader.send_due() == ["refused"]
    refused = reader.latest.digest
    assert refused.papers
    assert reader.parts.digests.shown_to(reader.name) == []
    assert reader.parts.digests.last_made(reader.name) is None
    reader.parts = well
    assert reader.send_due(HOUR + DAY) == ["sent"]
    assert paper_ids(reader.latest.digest) == paper_ids(refused)
