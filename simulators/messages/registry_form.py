"""A page on which anybody writes an e-mail to the registry, for whoever has no mail program at hand."""

import imaplib
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from simulators.post.delivery import Letterbox
from simulators.serving import now_here

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def hang(app: Flask, letterbox: Letterbox | None) -> None:
    """Put the page into the web application, where there is such a mailbox."""
    page = Blueprint("registry_form", __name__)
    app.jinja_env.globals["registry_address"] = letterbox.user if letterbox else ""

    @page.get("/registratura")
    def write() -> ResponseReturnValue:
        return render_template("write.html", sent=request.args.get("sent"), wrong="")

    @page.post("/registratura")
    def send() -> ResponseReturnValue:
        assert letterbox is not None
        try:
            letter = _letter(letterbox.user)
            letterbox.deliver(letter.as_bytes(), letter["From"].addresses[0].addr_spec)
        except ValueError:
            return render_template("write.html", sent=None, wrong="Adresa de e-mail nu este corectă."), 422
        except (OSError, imaplib.IMAP4.error):
            return render_template("write.html", sent=None, wrong="Căsuța poștală nu răspunde."), 502
        return redirect(url_for("registry_form.write", sent=1), 303)

    if letterbox is not None:
        app.register_blueprint(page)


def _letter(to: str) -> EmailMessage:
    """What the form says, as a mail program would send it. Raises ValueError."""
    said = request.form
    name, _, rest = said["from"].rpartition("<")
    letter = EmailMessage()
    try:
        letter["From"] = Address(name.strip(' "'), addr_spec=rest.strip("> "))
    except (IndexError, TypeError) as error:
        raise ValueError from error
    letter["To"] = to
    letter["Subject"] = " ".join(said["subject"].split())
    letter["Date"] = format_datetime(now_here())
    letter["Message-ID"] = make_msgid(domain="exemplu.ro")
    letter.set_content(said["text"])
    for file in request.files.getlist("files"):
        _attach(letter, file)
    return letter


def _attach(letter: EmailMessage, file: "FileStorage") -> None:
    if file.filename:
        kind, _, subtype = (file.mimetype or "application/octet-stream").partition("/")
        letter.add_attachment(
            file.read(), maintype=kind, subtype=subtype or "octet-stream", filename=file.filename
        )
