"""E-mails leave whole, to one reader, with nothing in them that the reader's name could add."""

import email
import email.policy
from email.headerregistry import Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters import mail as mail_adapter
from app.adapters.mail import SmtpMail
from app.outside import Attachment, OutsideError
from simulators.process import free_port
from tests.simulators.hands import Gateway

LONG = "Răspunsul la petiția dumneavoastră numărul 1234 din 26.08.2026 privind iluminatul străzii Înfrățirii"


def test_a_letter_arrives_whole(mail: SmtpMail, gateway: Gateway) -> None:
    pdf = Attachment("Răspuns țară.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff" * 500)
    text = f"Bună ziua,\n\n{LONG * 20}\n.\nhttp://127.0.0.1:8000/r/abc\n"
    sent = mail.send(key="m-1", to="ana@example.ro", subject=LONG, text=text, attachments=[pdf])
    (letter,) = gateway.mail("ana@example.ro")
    assert (letter["subject"], letter["message_id"]) == (LONG, sent.reference)
    assert letter["text"].replace("\r\n", "\n") == text
    assert letter["attachments"] == [
        {"name": "Răspuns țară.pdf", "media_type": "application/pdf", "size": len(pdf.content)}
    ]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.text('abcțșăîâÎ=?_."<>,;:@', min_size=1, max_size=30), min_size=1, max_size=12))
def test_a_long_subject_loses_no_space(words: list[str]) -> None:
    subject = " ".join(words)
    sender = f"Primăria Îndepărtată {'Înfrățirea ' * 5}<noreply@example.ro>"
    wire = bytes(mail_adapter._letter(sender, Address(addr_spec="ana@example.ro"), subject, "x"))
    assert max(map(len, wire.split(b"\r\n"))) < 998
    read = email.message_from_bytes(wire, policy=email.policy.default)
    assert read["Subject"] == subject
    assert read["From"].addresses[0].addr_spec == "noreply@example.ro"
    assert read["From"].addresses[0].display_name == sender.partition(" <")[0]


def test_the_same_key_is_the_same_letter_to_its_reader(mail: SmtpMail) -> None:
    ids = [
        mail.send(key=key, to="ion@example.ro", subject="x", text="x").reference for key in ("a", "a", "b")
    ]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith("@primaria.example.ro>")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85"])
def test_a_line_end_in_subject_or_file_name_adds_no_header(
    mail: SmtpMail, gateway: Gateway, end: str
) -> None:
    to = f"inject{ord(end[-1])}{len(end)}@example.ro"
    name = Attachment(f"a{end}Bcc: x@example.ro.pdf", "application/pdf", b"x")
    mail.send(key=to, to=to, subject=f"Salut{end}Bcc: thief@example.ro", text="x", attachments=[name])
    (letter,) = gateway.mail(to)
    assert letter["subject"] == "Salut Bcc: thief@example.ro"
    assert letter["attachments"][0]["name"] == "a Bcc: x@example.ro.pdf"
    assert gateway.mail("thief@example.ro") == []


@pytest.mark.parametrize(
    "to", ["", "ana", "ana@", "a@b@c", "a@example.ro\r\nBcc: t@example.ro", "a@x.ro, b@x.ro", "Ana <a@x.ro>"]
)
def test_what_is_not_one_address_is_refused_for_good(mail: SmtpMail, to: str) -> None:
    with pytest.raises(OutsideError) as refused:
        mail.send(key="k", to=to, subject="x", text="x")
    assert (refused.value.code, refused.value.permanent) == ("bad_address", True)


def test_a_mailbox_that_does_not_exist_is_refused_for_good(mail: SmtpMail) -> None:
    with pytest.raises(OutsideError) as refused:
        mail.send(key="k", to="nobody@example.ro", subject="x", text="x")
    assert (refused.value.code, refused.value.permanent) == ("bad_address", True)


def test_a_busy_or_absent_server_may_be_asked_again(mail: SmtpMail, gateway: Gateway) -> None:
    gateway.faults(mail_fail_next=1)
    with pytest.raises(OutsideError) as busy:
        mail.send(key="k", to="ana2@example.ro", subject="x", text="x")
    assert (busy.value.code, busy.value.permanent) == ("try_later", False)
    absent = SmtpMail("127.0.0.1", free_port(), "noreply@example.ro")
    with pytest.raises(OutsideError) as silent:
        absent.send(key="k", to="ana@example.ro", subject="x", text="x")
    assert (silent.value.code, silent.value.permanent) == ("unreachable", False)
