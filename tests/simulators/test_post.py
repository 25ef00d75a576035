"""What is sent to the registry lies in its mailbox, however it was sent."""

import smtplib
from pathlib import Path

import requests

from simulators import process
from simulators.process import Simulator
from tests.mailbox import PASSWORD, USER, RealMailbox, letter, png
from tests.simulators import hands


def test_letters_to_the_registry_lie_in_its_mailbox(mailbox: RealMailbox, tmp_path: Path) -> None:
    smtp = process.free_port()
    words = ["--database", str(tmp_path / "messages.sqlite"), "--smtp-port", str(smtp)]
    words += ["--imap-port", str(mailbox.server.port), "--registry", USER]
    keys = {"SMS_API_KEY": hands.SMS_KEY, "SMS_CALLBACK_KEY": hands.CALLBACK_KEY, "IMAP_PASSWORD": PASSWORD}
    sandbox = Simulator("simulators.messages", process.free_port(), words, keys)
    sandbox.start()
    try:
        with smtplib.SMTP("127.0.0.1", smtp) as server:
            server.sendmail("ioana@exemplu.ro", [USER], letter(1))
            server.sendmail("ioana@exemplu.ro", ["altcineva@exemplu.ro"], letter(2))
        said = {"from": "Ștefan <stefan@exemplu.ro>", "subject": "Întrebare", "text": "Bună ziua"}
        files = {"files": ("act ș.png", png(), "image/png")}
        answer = requests.post(f"{sandbox.url}/registratura", data=said, files=files, timeout=10)
        assert "a fost livrat" in answer.text
        wrong = requests.post(f"{sandbox.url}/registratura", data={**said, "from": "nimeni"}, timeout=10)
        assert wrong.status_code == 422
    finally:
        sandbox.stop()
    found = [one.raw for one in mailbox.box().after(0, 0, 9)]
    assert len(found) == 2
    assert b"Return-Path: <ioana@exemplu.ro>" in found[0]
    assert b"Subject: Cererea 1" in found[0]
    assert b"image/png" in found[1]
