"""The page where a card would be typed, with a button for each thing that can happen, and the books."""

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from simulators.payments import store
from simulators.payments.store import Till

STATES = {"succeeded": "încasată", "failed": "refuzată", "refunded": "restituită"}
FAULTS = {
    "silent": "confirmările nu pleacă",
    "other_amount": "următoarea plată ia cu 1 leu mai mult",
    "duplicate_calls": "fiecare confirmare pleacă de două ori",
    "fail_next": "următoarea cerere a primăriei este refuzată (503)",
    "lose_response": "următorul răspuns către primărie se pierde",
}
LATE_SECONDS = 20.0
# What each button that pays takes: a payment for each number, its call-back so many seconds later.
PAYS = {"platesc": [0.0], "de-doua-ori": [0.0, 0.0], "tarziu": [LATE_SECONDS]}


def hang(app: Flask, till: Till) -> None:
    """Put the pages into the web application."""
    app.add_template_filter(_lei, "lei")
    _hang_books(app, till)

    @app.get("/plata/<checkout_id>")
    def checkout(checkout_id: str) -> ResponseReturnValue:
        found = store.checkout(till, checkout_id)
        if found is None:
            return render_template("unknown.html"), 404
        refused = request.args.get("refuzat") is not None
        return render_template("checkout.html", asked=found, refused=refused)

    @app.post("/plata/<checkout_id>")
    def pay(checkout_id: str) -> ResponseReturnValue:
        found = store.checkout(till, checkout_id)
        if found is None:
            return render_template("unknown.html"), 404
        again = _happen(till, checkout_id, request.form.get("ce", ""))
        till.news.set()
        if again:
            return redirect(url_for("checkout", checkout_id=checkout_id, refuzat=1), 303)
        # A post may be redirected to our own pages only (CSP form-action): so a page of ours leads back.
        # Whatever happened: the shop learns it by the call-back alone.
        return render_template("back.html", url=found["return_url"])


def _hang_books(app: Flask, till: Till) -> None:
    @app.get("/")
    def books() -> str:
        return render_template(
            "books.html",
            rows=store.transactions(till)[::-1],
            states=STATES,
            faults={name: (words, till.faults[name]) for name, words in FAULTS.items()},
            still=request.args.get("still"),
        )

    @app.post("/defecte/<name>")
    def fault(name: str) -> ResponseReturnValue:
        if name in FAULTS:
            till.faults.set({name: int(request.form.get("on") == "1")})
        return redirect(url_for("books", still=1), 303)


def _happen(till: Till, checkout_id: str, done: str) -> bool:
    """What the pressed button means; True when the payer is to try again here."""
    with till.ledger.change() as db:
        asked = db.execute("SELECT * FROM checkout WHERE id = ?", (checkout_id,)).fetchone()
        # A page serves one payment; pressed twice, it takes money once.
        if asked["left"]:
            return False
        if done in PAYS:
            db.execute("UPDATE checkout SET left = 1 WHERE id = ?", (checkout_id,))
        for wait in PAYS.get(done, []):
            store.take(db, till, asked, "succeeded", wait)
        if done == "refuzat":
            store.take(db, till, asked, "failed")
    return done == "refuzat"


def _lei(amount: int) -> str:
    whole, bani = divmod(amount, 100)
    return f"{whole:,}".replace(",", ".") + f",{bani:02d} lei"
