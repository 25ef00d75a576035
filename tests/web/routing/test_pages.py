"""The pages of routing: who sees what, what each button does, and what it says when it cannot."""

import re
import uuid

from app.cityhall.people.rights import Actor
from app.cityhall.routing import queries
from app.database import session, transaction
from app.errands import runner
from app.journey import nobody
from tests.hall import Hall
from tests.journey.papers import department, entry, item, leaves_for, order, received, share, takes, writes
from tests.web.citizen.people import Enter

HOME, WORKS = "/repartizare", "/repartizare/lucrari"


def asked(lead: str, **more: object) -> dict[str, object]:
    """The form of a resolution."""
    return {"kind": "solve", "lead": str(department(lead).id), "words": "De verificat.", **more}


def who_is(hall: Hall, code: str, who: str) -> str:
    """An option of the select of people."""
    actor: Actor = hall.actor(who)
    return f"{department(code).id}:{actor.person_id}"


def test_a_head_writes_a_resolution_and_the_officer_solves_it(hall: Hall, enter: Enter) -> None:
    letter = received(hall)
    ion = enter("Ion").client
    page = ion.get(f"{HOME}/{letter}").text
    assert "Adresă privind iluminatul public" in page
    seen = re.search(r'name="version" value="(\d+)"', page)
    assert seen
    sent = asked("SAL", version=seen[1], holder=who_is(hall, "SAL", "Ana"))
    answer = ion.post(f"{HOME}/{letter}/rezolutie", data=sent, follow_redirects=True)
    assert "Rezoluția a fost scrisă" in answer.text
    again = ion.post(f"{HOME}/{letter}/rezolutie", data=sent)
    assert again.status_code == 409
    assert "altcineva a scris o rezoluție" in again.text
    assert "De verificat." in again.text
    ana = enter("Ana").client
    assert "De verificat." in ana.get(WORKS).text
    one = share(letter, "SAL").id
    empty = ana.post(f"{WORKS}/{one}/termina", data={"answer": " "})
    assert empty.status_code == 422
    assert "Scrieți cum s-a rezolvat" in empty.text
    wrong = ana.post(f"{WORKS}/{one}/termina", data={"answer": "Gata.", "answer_entry": "900/2026"})
    assert wrong.status_code == 422
    assert "Nu găsim acest număr în registru" in wrong.text
    done = ana.post(f"{WORKS}/{one}/termina", data={"answer": "S-a remediat."}, follow_redirects=True)
    assert "Lucrarea a fost încheiată" in done.text
    assert item(letter).outcome == "S-a remediat."


def test_only_whose_paper_it_is_sees_it(hall: Hall, enter: Enter) -> None:
    letter = received(hall, to="SAL")
    assert enter("Gabi").client.get(f"{HOME}/{letter}").status_code == 200
    assert enter("Ion").client.get(f"{HOME}/{letter}").status_code == 200
    for who in ("Ana", "Maria", "Paul", "Olga"):
        assert enter(who).client.get(f"{HOME}/{letter}").status_code == 404, who
    assert enter("ioana@exemplu.ro").client.get(f"{HOME}/{letter}").status_code == 403
    writes(hall, "Gabi", letter, order(hall, "SAL"))
    assert enter("Ana").client.get(f"{HOME}/{letter}").status_code == 200
    assert enter("Radu").client.get(f"{HOME}/{letter}").status_code == 404
    sent = enter("Ana").client.post(
        f"{HOME}/{letter}/rezolutie", data=asked("SAL", version=item(letter).revision)
    )
    assert sent.status_code == 403


def test_hostile_ids_in_a_resolution_are_refused_in_words(hall: Hall, enter: Enter) -> None:
    letter = received(hall)
    ion, version = enter("Ion").client, item(letter).revision
    for wrong in ({"lead": "x"}, {"lead": str(uuid.uuid4())}, {"holder": f"{uuid.uuid4()}:{uuid.uuid4()}"}):
        answer = ion.post(f"{HOME}/{letter}/rezolutie", data={**asked("SAL"), "version": version, **wrong})
        assert answer.status_code == 422, wrong
        assert "nu lucrează în compartimentul ales" in answer.text
    for day in ({"due.day": "31", "due.month": "2", "due.year": "2026"}, {"due.day": "ieri"}):
        answer = ion.post(f"{HOME}/{letter}/rezolutie", data={**asked("SAL"), "version": version, **day})
        assert answer.status_code == 422
        assert "Termenul nu poate fi în trecut" in answer.text


def test_many_are_routed_from_the_list_and_the_page_says_how_far(hall: Hall, enter: Enter) -> None:
    letters = [received(hall) for _ in range(2)]
    other = received(hall, to="URB")
    ion = enter("Ion").client
    picked = [f"item:{one}" for one in letters]
    answer = ion.post(HOME, data={**asked("SAL"), "pick": picked}, follow_redirects=True)
    assert "Făcute: 0 din 2." in answer.text
    state = f"{answer.request.path}/stare"
    assert ion.get(state).json == {"settled": 0, "total": 2, "words": "Făcute: 0 din 2."}
    runner.drain(hall.house, hall.now)
    assert "Făcute: 2 din 2." in ion.get(answer.request.path).text
    assert enter("Silvia").client.get(answer.request.path).status_code == 404
    assert item(other).queue == "to_route"
    nothing = ion.post(HOME, data=asked("SAL"))
    assert nothing.status_code == 422
    assert "Alegeți cel puțin o hârtie" in nothing.text


def test_a_head_cannot_route_in_a_group_what_is_not_the_departments(hall: Hall, enter: Enter) -> None:
    mine, elsewhere = received(hall, to="SAL"), received(hall, to="URB")
    gabi = enter("Gabi").client
    picked = [f"item:{mine}", f"item:{elsewhere}"]
    answer = gabi.post(HOME, data={**asked("SAL"), "pick": picked}, follow_redirects=True)
    assert "Făcute: 0 din 1." in answer.text
    runner.drain(hall.house, hall.now)
    assert (item(mine).queue, item(elsewhere).queue) == ("in_work", "to_route")


def test_works_are_taken_given_back_and_returned(hall: Hall, enter: Enter) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL"))
    ana, one = enter("Ana").client, share(letter, "SAL").id
    assert "Ați preluat lucrarea" in ana.post(f"{WORKS}/{one}/preia", follow_redirects=True).text
    late = enter("Mihai").client.post(f"{WORKS}/{one}/preia")
    assert late.status_code == 409
    assert "preluată de Ana Inspector" in late.text
    assert "o poate prelua oricine" in ana.post(f"{WORKS}/{one}/elibereaza", follow_redirects=True).text
    takes(hall, "Ana", letter, "SAL")
    back = ana.post(f"{WORKS}/{one}/intoarce", data={"reason": "Este teren privat."}, follow_redirects=True)
    assert "s-a întors la șef" in back.text
    assert "Este teren privat." in enter("Gabi").client.get(HOME).text


def test_a_head_gives_works_to_another_colleague(hall: Hall, enter: Enter) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL", "Ana"))
    gabi, one = enter("Gabi").client, share(letter, "SAL").id
    assert "Ana Inspector" in gabi.get(f"{WORKS}?lista=ale-echipei").text
    data = {"lista": "ale-echipei", "pick": str(one), "holder": who_is(hall, "SAL", "Mihai")}
    assert "Făcute: 0 din 1." in gabi.post(WORKS, data=data, follow_redirects=True).text
    runner.drain(hall.house, hall.now)
    session().rollback()
    assert queries.count_works(hall.actor("Mihai"), "mine") == 1
    assert enter("Ana").client.post(WORKS, data=data).status_code == 403


def test_leave_is_noted_shown_and_ended(hall: Hall, enter: Enter) -> None:
    ana = enter("Ana").client
    mihai = hall.actor("Mihai").person_id
    data = {
        "person": hall.actor("Ana").person_id,
        "substitute": mihai,
        "since.day": 23,
        "since.month": 11,
        "since.year": 2026,
        "until.day": 27,
        "until.month": 11,
        "until.year": 2026,
    }
    page = ana.post("/repartizare/concedii", data=data, follow_redirects=True).text
    assert "în concediu" in page
    again = ana.post("/repartizare/concedii", data=data)
    assert again.status_code == 422
    assert "Are deja notat un concediu" in again.text
    found = re.search(r'data-leave="([^"]+)"', page)
    assert found
    assert enter("Radu").client.post(f"/repartizare/concedii/{found[1]}/incheie").status_code == 403
    done = ana.post(f"/repartizare/concedii/{found[1]}/incheie", follow_redirects=True)
    assert "Concediul s-a încheiat" in done.text


def test_the_substitute_finds_the_colleagues_works(hall: Hall, enter: Enter) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL", "Ana"))
    today = hall.now.date()
    leaves_for(hall, "Ana", "Radu", today, today)
    radu = enter("Radu").client
    assert "În locul colegilor" in radu.get(WORKS).text
    assert "În locul colegului Ana Inspector" in radu.get(f"{HOME}/{letter}").text
    assert (
        "îi ține locul Radu Urbanist" in enter("Ion").client.get(HOME).text or "Ana" in radu.get(WORKS).text
    )


def test_the_alarm_lists_what_nobody_holds_and_queues_it(hall: Hall, enter: Enter) -> None:
    with transaction():
        letter = entry(hall).id
    nobody.round_(hall.house, hall.now)
    ion = enter("Ion").client
    page = ion.get("/repartizare/alarma").text
    assert "Nu este repartizată nicăieri" in page
    assert '<span class="count">1</span>' in page
    assert "Fără stăpân" in enter("Paul").client.get("/administrare/starea").text
    done = ion.post(f"/repartizare/alarma/{letter}", follow_redirects=True).text
    assert "Nimic uitat" in done
    assert item(letter).queue == "to_route"
    assert ion.post(f"/repartizare/alarma/{letter}").status_code == 404
    assert enter("Ana").client.get("/repartizare/alarma").status_code == 403
