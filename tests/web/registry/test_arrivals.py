"""The one-key page as a plain form: confirm, correct, reject, skip, split; two registrars; wrong input."""

import re

from sqlalchemy import select

from app.cityhall.arrivals import queries
from app.cityhall.arrivals.filled import of_proposal
from app.cityhall.arrivals.models import Arrival
from app.cityhall.journal import JournalEntry
from app.cityhall.registry.models import RegisterEntry
from app.database import session
from tests.arrivals.coming import comes, letter
from tests.hall import Hall
from tests.journey.test_intake import GARBAGE, INVOICE
from tests.web.desk.conftest import Door, Visitor

QUEUE = "/registratura/sosite"


def boxes(arrival: Arrival, **changes: str) -> dict[str, str]:
    return {**of_proposal(arrival.proposal), **changes}


def entries() -> list[RegisterEntry]:
    session().rollback()
    return list(session().scalars(select(RegisterEntry).order_by(RegisterEntry.number)))


def test_the_queue_is_done_by_pressing_the_same_button(hall: Hall, door: Door) -> None:
    for place in range(2):
        comes(hall, letter(f"Factura {place}", INVOICE.replace("77", str(77 + place))))
        hall.passes(minutes=1)
    elena = door("Elena")
    assert "Factura 0" in elena.get(QUEUE).text
    for place in range(2):
        page = elena.client.get(f"{QUEUE}/urmatorul", follow_redirects=True)
        assert f"Factura {place}" in page.text
        assert "autofocus" in page.text
        shown = form_of(page.text)
        address = re.search(r'id="confirm" action="([^"]+)"', page.text)
        assert address is not None
        after = elena.client.post(address[1], data=shown, follow_redirects=True)
        assert f"Înregistrat cu nr. {place + 1}/" in after.text
    assert "Nu așteaptă nimic" in elena.get(QUEUE).text
    assert [one.sender_number for one in entries()] == ["LV 77", "LV 78"]


def form_of(page: str) -> dict[str, str]:
    """What a browser sends of the page's main form, untouched."""
    from lxml import html

    (form,) = (one for one in html.fromstring(page).forms if one.get("id") == "confirm")
    return {name: str(value) for name, value in form.form_values()}


def test_what_was_typed_wrongly_stays_and_nothing_is_registered(hall: Hall, door: Door) -> None:
    arrival = comes(hall, letter("Factura", INVOICE))
    address, typed = f"{QUEUE}/{arrival.id}", boxes(arrival)
    elena = door("Elena")
    elena.get(address)
    wrong = {"sender_date": "32.13.2026", "summary": "Scris cu grijă", "connected_number": "999/01.01.2026"}
    answer = elena.post(f"{address}/confirma", **{**typed, **wrong})
    assert answer.status_code == 422
    for said in ("32.13.2026", "Scris cu grijă", "Scrieți data ca"):
        assert said in answer.text
    answer = elena.post(f"{address}/confirma", **{**typed, **wrong, "sender_date": "1.2.2026"})
    assert "Nu găsim în registru numărul 999/01.01.2026" in answer.text
    answer = elena.post(f"{address}/confirma", **{**typed, "kind": "petition", "summary": "Scris cu grijă"})
    assert answer.status_code == 422
    assert "Scris cu grijă" in answer.text
    assert entries() == []
    assert elena.post(f"{address}/confirma", **typed).status_code == 200
    assert len(entries()) == 1


def test_the_second_registrar_is_told_who_has_it(hall: Hall, door: Door) -> None:
    arrival = comes(hall, letter("Factura", INVOICE))
    address, typed = f"{QUEUE}/{arrival.id}", boxes(arrival)
    elena, ion = door("Elena"), door("Ion")
    elena.get(address)
    assert "deschis acum de Elena Registrator" in ion.get(address).text
    assert ion.client.get(f"{QUEUE}/urmatorul").headers["Location"] == QUEUE
    elena.post(f"{address}/confirma", **typed)
    late = ion.post(f"{address}/confirma", **typed)
    assert late.status_code == 409
    assert "A primit nr. 1/" in late.text
    assert "Elena Registrator" in late.text
    assert len(entries()) == 1


def test_skip_reject_and_who_may_come(hall: Hall, door: Door) -> None:
    first = comes(hall, letter("Oferta 0", "Reducere la toner.")).id
    hall.passes(minutes=1)
    second = comes(hall, letter("Oferta 1", "Reducere la hârtie.")).id
    elena: Visitor = door("Elena")
    elena.get(f"{QUEUE}/{first}")
    assert "Oferta 1" in elena.post(f"{QUEUE}/{first}/sari").text
    assert elena.post(f"{QUEUE}/{second}/respinge").status_code == 422
    elena.post(f"{QUEUE}/{second}/respinge", reason="Reclamă nesolicitată")
    rejected = queries.get(second)
    assert rejected is not None
    assert (rejected.state, rejected.reason) == ("rejected", "Reclamă nesolicitată")
    actions = {one.action for one in session().scalars(select(JournalEntry))}
    assert {"arrival.opened", "arrival.rejected"} <= actions
    assert door("Ana").get(QUEUE).status_code == 403
    assert door("ioana@exemplu.ro").get(f"{QUEUE}/{first}").status_code == 403
    assert entries() == []


def test_a_virus_is_shown_and_takes_no_number(hall: Hall, door: Door) -> None:
    arrival = comes(hall, letter("Factura", INVOICE), state="quarantined")
    elena, address = door("Elena"), f"{QUEUE}/{arrival.id}"
    page = elena.get(address).text
    assert "s-a găsit un virus" in page
    assert "confirm-button" not in page
    kinds = {"kind": "entry", "department": "RP", "issuer": "X", "summary": "Y"}
    assert elena.post(f"{address}/confirma", **kinds).status_code == 409
    assert elena.client.get(f"{address}/mesaj.eml").status_code == 404
    assert entries() == []


def test_a_forged_sender_and_files_not_scanned_are_said(hall: Hall, door: Door) -> None:
    trust = {"forged": True, "dmarc": "fail", "reasons": ["dmarc_failed", "claims_own_domain"]}
    arrival = comes(hall, letter("Gunoi", GARBAGE), trust=trust, problems=[{"key": "zip_bomb", "facts": {}}])
    page = door("Elena").get(f"{QUEUE}/{arrival.id}").text
    assert "Expeditorul pare fals" in page
    assert "DMARC" in page
    assert "<script>" not in page


def test_an_entry_typed_by_hand_in_each_direction(hall: Hall, door: Door) -> None:
    elena, address = door("Elena"), "/registratura/inregistrare"
    typed = {
        "direction": "in",
        "channel": "post",
        "department": "URB",
        "issuer": "Prefectura",
        "summary": "Adresă",
        "sender_number": "12",
        "sender_date": "3.11.2026",
        "sheets": "2",
        "annexes": "1",
    }
    assert "Înregistrat cu nr. 1/" in elena.post(address, **typed).text
    number = entries()[0].legal_number
    answer = {**typed, "direction": "out", "recipient": "Prefectura", "connected_number": number}
    assert "nr. 2/" in elena.post(address, **answer).text
    assert elena.post(address, **{**answer, "recipient": ""}).status_code == 422
    assert (
        elena.post(address, **{**typed, "arrived_at": "mâine", "summary": "Rămâne aici"}).status_code == 422
    )
    made = entries()
    assert [one.direction for one in made] == ["in", "out"]
    assert made[1].connected_to_id == made[0].id
    assert door("Dan").get(address).status_code == 403
