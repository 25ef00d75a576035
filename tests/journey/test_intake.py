"""From a letter in the mailbox to its number, its case and its answer, each exactly once."""

from typing import Any, cast

import pytest
from sqlalchemy import select

from app.cityhall.arrivals import queries
from app.cityhall.arrivals.filled import Filled, of_proposal, read
from app.cityhall.arrivals.models import Arrival
from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.routing.models import RoutingItem
from app.database import session, transaction
from app.journey import intake
from app.journey.intake import Registered
from app.queue.models import Delivery, Job
from app.refusal import Refusal
from tests.arrivals.coming import comes, letter
from tests.arrivals.letters import pdf
from tests.hall import Hall

GARBAGE = (
    "Subsemnata Maria Șerban, domiciliată în Str. Brașov nr. 12, bl. A3, sector 6, București, vă sesizez că "
    "de 6 zile nu s-a ridicat gunoiul. Vă rog să luați măsuri."
)
INVOICE = "Vă transmitem factura seria LV nr. 77 din 12.11.2026. Total de plată: 120 lei."
DEPARTMENTS = ("RP", "URB", "SAL", "COM", "POL", "JUR", "TAX", "SEC", "CAB")


def filled(arrival: Arrival, **changes: str) -> Filled:
    """The proposal, with what a registrar changes in it."""
    made, wrong = read({**of_proposal(arrival.proposal), **changes}, DEPARTMENTS)
    assert wrong == {}
    return made


def confirm(hall: Hall, arrival: Arrival, who: str = "Elena", **changes: str) -> Registered:
    """A registrar presses Enter."""
    made = filled(arrival, **changes)
    with transaction():
        mine = queries.mine(arrival.id, hall.actor(who), lock=True)
        return intake.confirm(mine, hall.actor(who), arrival.revision, made, hall.house, hall.now)


def test_a_petition_by_mail_becomes_a_case_and_its_sender_hears_the_number(any_hall: Hall) -> None:
    hall = any_hall
    arrival = comes(hall, letter("Gunoi neridicat", GARBAGE, message_id="<a1@exemplu.ro>"))
    assert (arrival.state, arrival.proposal["kind"], arrival.proposal["department"]) == (
        "ready",
        "petition",
        "SAL",
    )
    arrived = hall.now
    hall.passes(minutes=3)
    done = confirm(hall, arrival)
    assert done.case is not None
    assert done.case.answers["category"] == "sanitation"
    assert done.case.answers["address"]["street"] == "Str. Brașov"
    assert (done.entry.channel, done.entry.issuer, done.entry.arrived_at) == (
        "email",
        "Maria Șerban",
        arrived,
    )
    assert done.entry.hashes == [arrival.raw_sha256]
    hall.works()
    letters = [one for one in hall.mail.sent.values() if one["to"] == "maria.serban@exemplu.ro"]
    assert len(letters) == 1  # the answer to the letter; the procedure's own notice is not written beside it
    (answer,) = cast("list[Any]", letters)
    assert done.entry.legal_number in answer["text"]
    assert answer["subject"] == "Re: Gunoi neridicat"
    assert answer["thread"] == ["<a1@exemplu.ro>"]
    assert answer["attachments"][0].content.startswith(b"%PDF")
    message = next(one for one in documents.of_case(done.case.id) if one.kind == "internal")
    assert not message.public
    assert hall.house.outside.files.get(message.latest.sha256).startswith(b"From:")


def test_an_invoice_is_a_plain_entry_in_the_queue_of_its_department(any_hall: Hall) -> None:
    hall = any_hall
    arrival = comes(hall, letter("Factura lunii", INVOICE, "SC Lumina SRL <facturi@lumina.example>"))
    done = confirm(hall, arrival)
    assert done.case is None
    assert (done.entry.issuer, done.entry.sender_number) == ("SC Lumina SRL", "LV 77")
    assert f"{done.entry.sender_date:%d.%m.%Y}" == "12.11.2026"
    item = session().get(RoutingItem, done.entry.id)
    assert item is not None
    hall.works()
    (answer,) = (one for one in hall.mail.sent.values() if one["to"] == "facturi@lumina.example")
    assert "Direcția Impozite" in str(answer["text"])


def test_a_registrar_s_correction_is_what_is_registered_and_teaches_the_next_proposal(hall: Hall) -> None:
    sender = "Asociația Parcul <asociatia@parcul.example>"
    for day in range(3):
        text = f"Vă scriem iarăși despre subiectul {day} de la ultima noastră întâlnire."
        confirm(hall, comes(hall, letter(f"Scrisoarea {day}", text, sender)), kind="entry", department="CAB")
    last = comes(hall, letter("Iarăși noi", "Revenim, vă rugăm să ne primiți.", sender))
    assert last.proposal["department"] == "CAB"
    why = [one for one in last.proposal["reasons"] if (one["field"], one["key"]) == ("department", "history")]
    assert why[0]["facts"] == {"count": 3, "total": 3}


def test_a_reply_and_a_number_named_in_the_text_connect_the_letters(hall: Hall) -> None:
    first = confirm(hall, comes(hall, letter("Gunoi", GARBAGE, message_id="<b1@exemplu.ro>")))
    headers = {"references": "<b1@exemplu.ro> <hall@ps6.example>"}
    replied = comes(hall, letter("Re: Gunoi", "Mai aștept de o lună.", **headers))
    assert replied.proposal["connected_number"] == first.entry.legal_number
    text = f"Revin la adresa dumneavoastră nr. {first.entry.legal_number}: nu s-a rezolvat nimic."
    named = comes(hall, letter("Revenire", text, "Dan Pop <dan@exemplu.ro>"))
    assert named.proposal["connected_number"] == first.entry.legal_number
    second = confirm(hall, named, kind="entry")
    assert second.entry.connected_to_id == first.entry.id


def test_papers_that_a_case_waits_for_go_to_it_under_a_number_of_their_own(hall: Hall) -> None:
    case = confirm(hall, comes(hall, letter("Gunoi", GARBAGE))).case
    assert case is not None
    hall.works()
    hall.does("Ion", case, "routing", competence="ours", department="SAL", purpose="solve")
    hall.does(
        "Ana",
        case,
        "analysis",
        decision="completion",
        defects=[{"paper": "photos", "reason": "missing", "note": "O fotografie."}],
    )
    text = f"În completarea petiției mele nr. {case.entry.legal_number} vă trimit fotografia."
    arrival_id = comes(hall, letter("Completare", text)).id
    stranger = comes(hall, letter("Completare", f"{text} Și eu.", "Altul <altul@exemplu.ro>"))
    assert stranger.proposal["kind"] == "entry"
    arrival = queries.get(arrival_id)
    assert arrival is not None
    assert arrival.proposal["kind"] == "completion"
    done = confirm(hall, arrival)
    case = hall.fresh(case)
    assert done.case is not None
    assert done.case.id == case.id
    assert (done.entry.channel, done.entry.connected_to_id) == ("email", case.entry_id)
    assert not [one for one in cases.open_tasks(case.id) if one.form == "completion"]


def test_the_same_content_twice_is_found(hall: Hall) -> None:
    first = comes(hall, letter("Gunoi", GARBAGE))
    done, first_id = confirm(hall, first), first.id
    again = comes(hall, letter("Gunoi ", GARBAGE + " Mulțumesc."))
    assert again.proposal["duplicate_of"] == str(first_id)
    assert again.proposal["duplicate_number"] == done.entry.legal_number


def test_enter_pressed_twice_gives_one_number(hall: Hall) -> None:
    arrival = comes(hall, letter("Factura", INVOICE))
    first, second = confirm(hall, arrival), confirm(hall, arrival)
    assert first.entry.id == second.entry.id
    assert len(list(session().scalars(select(RegisterEntry)))) == 1


def test_the_second_of_two_registrars_is_told_and_nothing_is_registered_twice(any_hall: Hall) -> None:
    hall = any_hall
    arrival = comes(hall, letter("Factura", INVOICE))
    confirm(hall, arrival)
    with pytest.raises(Refusal, match=r"arrival\.(settled|changed)"):
        confirm(hall, arrival, "Ion")
    assert len(list(session().scalars(select(RegisterEntry)))) == 1


def test_a_petition_whose_form_is_not_complete_is_refused_and_takes_no_number(hall: Hall) -> None:
    arrival = comes(
        hall, letter("Gunoi", "Vă sesizez că nu s-a ridicat gunoiul.", "Maria <maria@exemplu.ro>")
    )
    assert arrival.proposal["kind"] == "drop_off"
    with pytest.raises(Refusal, match=r"form\.invalid"):
        confirm(hall, arrival, kind="petition")
    assert list(session().scalars(select(RegisterEntry))) == []
    waiting = queries.get(arrival.id)
    assert waiting is not None
    assert waiting.state == "ready"
    assert confirm(hall, arrival).entry.number == 1


def test_a_hall_that_falls_between_number_and_answer_answers_once(hall: Hall) -> None:
    arrival = comes(hall, letter("Factura", INVOICE))
    hall.stopped = True
    number = confirm(hall, arrival).entry.legal_number
    assert hall.mail.to("maria.serban@exemplu.ro") == []
    hall.stopped, hall.mail.failures = False, 1
    hall.works()
    hall.passes(minutes=5)
    # As if the worker had died right after the mail server took it: the job is done again.
    job = session().scalar(select(Job).where(Job.kind == intake.REPLY))
    assert job is not None
    with transaction():
        again = session().get(Job, job.id)
        assert again is not None
        again.state = "ready"
    hall.works()
    (text,) = hall.mail.to("maria.serban@exemplu.ro")
    assert number in text
    assert [one.state for one in session().scalars(select(Delivery))] == ["accepted"]


def test_a_forged_sender_is_not_taken_for_the_person(hall: Hall) -> None:
    forged = {"trust": {"forged": True, "dmarc": "fail"}}
    raw = letter(
        "Gunoi", GARBAGE.replace("Maria Șerban", "Ioana Cetățean"), "Ioana Cetățean <ioana@exemplu.ro>"
    )
    arrival = comes(hall, raw, **forged)
    assert arrival.proposal["person_id"] is None
    case = confirm(hall, arrival).case
    assert case is not None
    assert case.applicant_id != hall.actor("ioana@exemplu.ro").person_id


def test_a_proved_sender_finds_the_case_in_the_own_account(hall: Hall) -> None:
    raw = letter("Gunoi", GARBAGE, "Ioana <ioana@exemplu.ro>")
    arrival = comes(hall, raw, trust={"dmarc": "pass", "forged": False})
    assert arrival.proposal["full_name"] == "Ioana Cetățean"
    case = confirm(hall, arrival).case
    assert case is not None
    assert case.applicant_id == hall.actor("ioana@exemplu.ro").person_id


def test_a_letter_with_two_documents_is_split_and_each_gets_its_number(hall: Hall) -> None:
    from app.cityhall.arrivals.actions import ArrivingFile

    files = []
    for name in ("factura.pdf", "contestatie.pdf"):
        content = pdf(name)
        files.append(
            ArrivingFile(
                name, "application/pdf", len(content), hall.house.outside.files.put(content), pages=1
            )
        )
    arrival = comes(hall, letter("Documente", "Atașat."), files=files)
    elena = hall.actor("Elena")
    with transaction():
        mine = queries.mine(arrival.id, elena, lock=True)
        parts = intake.split(mine, elena, [[one.id] for one in mine.kept], hall.now)
    hall.works()
    numbers = [confirm(hall, cast("Arrival", queries.get(part.id)), kind="entry").entry for part in parts]
    assert [one.number for one in numbers] == [1, 2]
    kinds = [cast("Arrival", queries.get(part.id)).proposal["document"] for part in parts]
    assert kinds == ["invoice", "appeal"]
