"""Signing in to a mail server, inside TLS: who may, and that the password is told to nobody else."""

import base64
import shutil
import ssl
import subprocess

import pytest
from aiosmtpd.smtp import AuthResult
from pydantic import SecretStr

from service.digests import Mailer
from tests.digests.mail_servers import misbehaving, postbox
from tests.digests.test_smtp import ANN, message, settings

PASSWORD = "correct-horse"  # noqa: S105
SECRET = {"user": "paperlark", "password": SecretStr(PASSWORD)}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The files of a certificate of this machine, and of its key."""
    openssl = shutil.which("openssl") or pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("certificate")
    key, found = folder / "key.pem", folder / "certificate.pem"
    kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([openssl, *kind, *name, "-keyout", key, "-out", found], check=True, capture_output=True)
    return found, key


@pytest.fixture
def server_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


def authenticator(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"paperlark", PASSWORD.encode()), handled=False)


def sent(at, **changes):
    with Mailer(settings(at, timeout_s=2.0, **changes)) as mailer:
        return mailer.send(message(), ANN)


@pytest.mark.usefixtures("trusted")
def test_who_signs_in_inside_tls_may_send(server_tls):
    with postbox(tls_context=server_tls, require_starttls=True, authenticator=authenticator, auth_required=True) as box:
        assert sent(box, tls="starttls", **SECRET).outcome == "sent"
        wrong = sent(box, tls="starttls", user="paperlark", password=SecretStr("battery-staple"))
        unsigned = sent(box, tls="starttls")
    assert len(box.letterbox.taken) == 1
    assert (wrong.outcome, unsigned.outcome) == ("deferred", "refused")
    assert not wrong.permanent | unsigned.permanent
    assert "PAPERLARK_MAIL__USER" in wrong.reason


@pytest.mark.usefixtures("trusted")
def test_tls_from_the_first_byte_carries_mail_as_well(server_tls):
    with postbox(ssl_context=server_tls) as box:
        assert sent(box, tls="always").outcome == "sent"
    assert len(box.letterbox.taken) == 1


def test_a_certificate_that_nobody_vouches_for_is_told_nothing(server_tls):
    with postbox(tls_context=server_tls, authenticator=authenticator) as box:
        delivery = sent(box, tls="starttls", **SECRET)
    assert delivery.outcome == "deferred"
    assert "certificate" in delivery.reason
    assert box.letterbox.taken == []


@pytest.mark.parametrize("answer", [b"535 5.7.8 no, {}", b"454 4.7.0 later, {}", b"334 ****", b"what {}"])
def test_a_server_that_repeats_the_password_does_not_have_it_repeated_by_us(answer):
    encoded = base64.b64encode(f"\0paperlark\0{PASSWORD}".encode())
    for repeated in (PASSWORD.encode(), encoded):
        said = answer.replace(b"{}", repeated)
        with misbehaving(EHLO=b"250-here\r\n250 AUTH PLAIN", AUTH=said) as server:
            delivery = sent(server, tls="off", **SECRET)
        assert delivery.outcome == "deferred"
        assert repeated.decode() not in delivery.reason
        assert ("PAPERLARK_MAIL__USER" in delivery.reason) == answer.startswith(b"535"), delivery.reason
        assert "MAIL" not in server.heard


def test_a_server_that_lets_nobody_sign_in_is_not_sent_to():
    with misbehaving() as server:
        delivery = sent(server, tls="off", **SECRET)
    assert (delivery.outcome, "PAPERLARK_MAIL__USER" in delivery.reason) == ("deferred", True)
    assert "MAIL" not in server.heard
