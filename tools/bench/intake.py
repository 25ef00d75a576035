"""`intake`: an e-mail stored and proposed, against parsing it with the standard library alone.

A quarter of them bring a PDF, a quarter pictures. Files lie on a real disk; the mailbox itself costs nothing.
"""

import email
import email.policy
import io
import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

from flask import Flask
from PIL import Image
from pypdf import PdfWriter

from app.adapters import mime
from app.adapters.file_store import DiskFileStore
from app.cityhall import institutions
from app.database import db
from app.errands import runner
from app.journey import enclosures, intake, post
from app.outside import Received
from tools.bench import stopwatch
from tools.bench.clerks import NOW
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside

REACH = 25
AT_ONCE = 20
WORDS = (
    *("Vă rog să verificați iluminatul public de pe strada mea", "Solicit un certificat de urbanism"),
    *("Gunoiul nu a fost ridicat de o săptămână", "Revin la adresa mea nr. 123/2026 cu actele cerute"),
    *("Factura pentru luna noiembrie", "Solicit informații de interes public în temeiul Legii 544/2001"),
)
PARTS = {
    "reading the message": [(mime, "read")],
    "examining and keeping files": [(enclosures, "take_out")],
    "proposing": [(intake, "propose")],
}


class Slot:
    """A mailbox in memory: what lies in it is read at once."""

    authserv_id = ""
    pause = timedelta(0)

    def __init__(self) -> None:
        self.waiting: list[Received] = []

    def after(self, validity: int, uid: int, most: int) -> Iterable[Received]:  # noqa: ARG002
        return self.waiting[:most]

    def put_away(self, validity: int, uids: Sequence[int]) -> None:  # noqa: ARG002
        self.waiting.clear()


def intake_of_post(site: Site, messages: int) -> Figure:
    """So many e-mails, twenty at a time; the median of one."""
    app, slot, pairs = site.hall(), Slot(), Pairs()
    house = app.extensions["house"]
    files = DiskFileStore(app.extensions["settings"].instance / "files")
    app.extensions["house"] = replace(house, outside=replace(house.outside, post={"PS6": slot}, files=files))
    with inside(app):
        letters = written(messages + AT_ONCE)
        _collected(app, slot, list(itertools.islice(letters, AT_ONCE)))
        while batch := list(itertools.islice(letters, AT_ONCE)):
            pairs.take(partial(_collected, app, slot, batch), partial(_parsed, batch))
        pairs.ours = [one / AT_ONCE for one in pairs.ours]
        pairs.against = [one / AT_ONCE for one in pairs.against]
        with stopwatch.watching(db.engine, "the rest", PARTS) as watch:
            _collected(app, slot, list(written(AT_ONCE, first=10**6)))
    figure = pairs.figure("intake", REACH, parts=watch.each(AT_ONCE))
    return replace(figure, note=f"{60_000 / figure.ours:.0f} e-mails a minute by one worker")


def _collected(app: Flask, slot: Slot, batch: Sequence[bytes]) -> None:
    house = app.extensions["house"]
    slot.waiting = [Received(1, uid, raw, NOW, len(raw)) for uid, raw in enumerate(batch, 1)]
    hall = institutions.by_code("PS6")
    assert hall is not None
    new = post.collect(hall, house, NOW)
    done = runner.drain(house, NOW)
    if (new, done) != (len(batch), len(batch)):
        raise RuntimeError(f"{new} stored and {done} proposed of {len(batch)}")


def _parsed(batch: Sequence[bytes]) -> None:
    for raw in batch:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        for part in message.walk():
            if not part.is_multipart():
                part.get_content()


def written(how_many: int, first: int = 0) -> Iterator[bytes]:
    """E-mails, each another one."""
    dice, paper, picture = random.Random(2026), _pdf(), _picture()
    for number in range(first, first + how_many):
        letter = EmailMessage()
        letter["From"] = f"Om {number} <om{number}@exemplu.ro>"
        letter["To"] = "registratura@ps6.example"
        letter["Subject"] = words = dice.choice(WORDS)
        letter["Date"] = "Mon, 23 Nov 2026 09:15:00 +0200"
        letter["Message-ID"] = f"<{number}@exemplu.ro>"
        letter.set_content(f"Bună ziua,\n\n{words}. " + " ".join(dice.choices(WORDS, k=6)) + "\n\nMulțumesc")
        if number % 2:
            letter.add_alternative(f"<p>Bună ziua,<p>{words}<p>Mulțumesc", subtype="html")
        own = b"%d" % number
        if number % 4 == 0:
            letter.add_attachment(
                paper + b"\n%" + own, maintype="application", subtype="pdf", filename="act.pdf"
            )
        if number % 4 == 1:
            letter.add_attachment(picture + own, maintype="image", subtype="jpeg", filename="poza.jpg")
        yield letter.as_bytes(policy=email.policy.SMTP)


def _pdf() -> bytes:
    made, into = PdfWriter(), io.BytesIO()
    for _ in range(3):
        made.add_blank_page(595, 842)
    made.write(into)
    return into.getvalue()


def _picture() -> bytes:
    into = io.BytesIO()
    Image.effect_noise((800, 600), 80).save(into, "JPEG")
    return into.getvalue()
