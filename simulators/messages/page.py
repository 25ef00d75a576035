"""What was sent, as its readers see it."""

from flask import Flask, render_template, request

from simulators.messages import store
from simulators.messages.store import Sandbox


def hang(app: Flask, sandbox: Sandbox) -> None:
    """Put the page into the web application."""
    app.add_template_filter(_size, "size")

    @app.get("/")
    def page() -> str:
        to = request.args.get("to", "").strip()
        return render_template(
            "messages.html",
            to=to,
            still=request.args.get("still"),
            sms=store.sms(sandbox, to=to)[::-1],
            mail=store.mail(sandbox, to=to)[::-1],
        )


def _size(count: int) -> str:
    return f"{count} B" if count < 1024 else f"{count / 1024:.0f} kB"
