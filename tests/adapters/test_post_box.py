"""Reading a mailbox on a real IMAP server."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app import settings
from app.adapters.post_box import ImapPostBox, MailboxSettings
from app.outside import OutsideError
from simulators import process
from tests.mailbox import PASSWORD, USER, RealMailbox

SECRETS = ("SECRET_KEY", "SMS_API_KEY", "SMS_CALLBACK_KEY", "PAYMENT_KEY")
AT = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC)


def raw(number: int, size: int = 10) -> bytes:
    return b"From: a@exemplu.ro\r\nMessage-ID: <%d@exemplu.ro>\r\n\r\n%s\r\n" % (number, b"x" * size)


def test_the_oldest_come_first_and_stay_where_they_are(mailbox: RealMailbox) -> None:
    mailbox.arrives(raw(1), raw(2), raw(3), at=AT)
    found = list(mailbox.box().after(0, 0, 2))
    assert [b"<1@" in one.raw or b"<2@" in one.raw for one in found] == [True, True]
    assert found[0].uid < found[1].uid
    assert {one.arrived_at for one in found} == {AT}
    assert all(one.whole for one in found)
    assert mailbox.lies_in() == 3
    assert mailbox.lies_in("Preluate") == 0


def test_what_was_put_away_is_not_offered_again(mailbox: RealMailbox) -> None:
    mailbox.arrives(raw(1), raw(2))
    box = mailbox.box()
    first, second = box.after(0, 0, 9)
    box.put_away(first.validity, [first.uid])
    assert (mailbox.lies_in(), mailbox.lies_in("Preluate")) == (1, 1)
    assert [one.uid for one in box.after(0, 0, 9)] == [second.uid]
    box.put_away(first.validity + 1, [second.uid])
    assert mailbox.lies_in() == 1


def test_what_should_have_been_put_away_is_offered_again_but_not_where_nothing_is_moved(
    mailbox: RealMailbox,
) -> None:
    mailbox.arrives(raw(1), raw(2))
    first, second = mailbox.box().after(0, 0, 9)
    assert len(list(mailbox.box().after(first.validity, second.uid, 9))) == 2
    still = mailbox.box(done="")
    assert [one.uid for one in still.after(first.validity, first.uid, 9)] == [second.uid]
    assert list(still.after(first.validity, second.uid, 9)) == []
    assert len(list(still.after(first.validity + 1, second.uid, 9))) == 2
    still.put_away(first.validity, [first.uid])
    assert mailbox.lies_in() == 2


def test_of_a_message_that_is_too_large_only_the_headers_are_fetched(mailbox: RealMailbox) -> None:
    mailbox.arrives(raw(1, size=50_000))
    (one,) = mailbox.box(most_bytes=10_000).after(0, 0, 9)
    assert not one.whole
    assert b"<1@exemplu.ro>" in one.raw
    assert len(one.raw) < 200
    assert one.size > 50_000


def test_what_another_worker_took_away_meanwhile_is_not_an_empty_message(mailbox: RealMailbox) -> None:
    mailbox.arrives(raw(1), raw(2), raw(3))
    offered = iter(mailbox.box().after(0, 0, 9))
    first = next(offered)
    mailbox.box().put_away(first.validity, [first.uid, first.uid + 1])
    assert [b"<3@" in one.raw for one in offered] == [True]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"password": "alta"}, "unauthorized"), ({"folder": "Lipsă"}, "refused"), ({"port": 1}, "unreachable")],
)
def test_what_goes_wrong_is_said(mailbox: RealMailbox, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(OutsideError, match=code):
        list(mailbox.box(**wrong).after(0, 0, 1))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine that nobody knows, and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def secure(
    certificate: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[process.Mailbox]:
    server = process.post(
        tmp_path_factory.mktemp("secure"), password=PASSWORD, user=USER, certificate=certificate
    )
    server.start()
    yield server
    server.stop()


def test_the_password_crosses_only_a_line_whose_other_end_is_known(
    secure: process.Mailbox, certificate: tuple[Path, Path]
) -> None:
    def told(ca_file: str | None) -> MailboxSettings:
        return MailboxSettings("localhost", USER, PASSWORD, secure.port, "starttls", ca_file=ca_file)

    assert list(ImapPostBox(told(str(certificate[0]))).after(0, 0, 1)) == []
    with pytest.raises(OutsideError, match="not_secure"):
        list(ImapPostBox(told(None)).after(0, 0, 1))


def test_a_server_that_offers_no_secret_line_gets_no_password(mailbox: RealMailbox) -> None:
    with pytest.raises(OutsideError, match="refused"):
        list(mailbox.box(security="starttls").after(0, 0, 1))


@pytest.mark.parametrize("told", [{"IMAP_SECURITY": "none"}, {"IMAP_SECURITY": "ssl"}, {"IMAP_USER": ""}])
def test_settings_that_would_send_it_openly_are_refused(told: dict[str, str], tmp_path: Path) -> None:
    given = {**dict.fromkeys(SECRETS, "only for the tests"), "INSTANCE": str(tmp_path)}
    told = {**given, "IMAP_HOST": "mail.ps6.example", "IMAP_USER": USER, **told}
    with pytest.raises(settings.SettingsError, match="IMAP_"):
        settings.from_environment(told)
    assert settings.from_environment({**told, "IMAP_SECURITY": "tls", "IMAP_USER": USER}).imap_host
