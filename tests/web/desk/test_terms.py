"""The term at the desk: three dates explained, extended by a head in the browser, marked when it runs out."""

from datetime import timedelta

from app.cityhall.cases.models import Case
from app.cityhall.procedures import queries as procedures
from app.journey import alarms, terms
from tests.hall import Hall, as_published
from tests.web.citizen.people import Enter

REASON = "Sunt necesare măsurători pe teren."
TERM = "//section[@id='termen']"


def page(case: Case) -> str:
    return f"/birou/dosare/{case.id}"


def test_a_head_extends_the_term_and_the_applicant_sees_it(hall: Hall, enter: Enter) -> None:
    case, ion, ioana = hall.petition(), enter("Ion"), enter("ioana@exemplu.ro")
    ion.get(page(case))
    assert "Prelungesc termenul" in ion.text(TERM)
    assert ion.post(f"{page(case)}/prelungire", days="15", reason=REASON).status_code == 200
    assert "Termenul a fost prelungit până la 08.01.2027" in ion.text("//main/..")
    assert "Prelungesc termenul" not in ion.text(TERM)
    assert f"cu motivul: „{REASON.rstrip('.')}”" in ion.text(TERM)
    assert "Termenul a fost prelungit de la 23.12.2026 la 08.01.2027" in ion.text("//section[@id='istoric']")
    ioana.get(f"/cereri/{case.id}")
    assert "08.01.2027" in ioana.text("//section[@id='status']")
    said = ioana.text("//details[contains(., 'Cum s-a calculat termenul')]")
    assert "A fost prelungit pe 23.11.2026 cu 15 zile calendaristice, OG 27/2002 art. 9" in said
    assert f"Termenul a fost prelungit de la 23.12.2026 la 08.01.2027: {REASON}" in said
    assert "Alarma noastră" not in said


def test_refused_in_words_with_what_was_typed(hall: Hall, enter: Enter) -> None:
    case, ion = hall.petition(), enter("Ion")
    ion.get(page(case))
    assert ion.post(f"{page(case)}/prelungire", days="40", reason=REASON).status_code == 422
    assert "Zilele în plus pot fi între 1 și 15." in ion.text(TERM)
    assert REASON in ion.text(f"{TERM}//textarea")
    assert ion.post(f"{page(case)}/prelungire", days="multe", reason=REASON).status_code == 422
    assert ion.post(f"{page(case)}/prelungire", days="15", reason=" ").status_code == 422
    assert "Scrieți motivul prelungirii" in ion.text(TERM)
    ion.post(f"{page(case)}/prelungire", days="5", reason=REASON)
    again = ion.post(f"{page(case)}/prelungire", days="5", reason="Încă o dată.")
    assert again.status_code == 409
    assert "a fost prelungit deja, pe 23.11.2026" in ion.text(TERM)
    assert "Încă o dată." in ion.text(TERM)


def test_who_may_not_extend_sees_no_button_and_is_refused(hall: Hall, enter: Enter) -> None:
    case, ana, maria = hall.petition(), enter("Ana"), enter("Maria")
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    ana.get(page(case))
    assert "Cum s-a calculat termenul" in ana.text(TERM)
    assert "Prelungesc" not in ana.text(TERM)
    assert ana.post(f"{page(case)}/prelungire", days="15", reason=REASON).status_code == 403
    assert maria.post(f"{page(case)}/prelungire", days="15", reason=REASON).status_code == 404


def test_the_desk_reads_all_three_dates_with_how_they_were_found(hall: Hall, enter: Enter) -> None:
    hall.now += timedelta(days=4)  # Friday: 30 days end on a Sunday
    case, ion = hall.petition(), enter("Ion")
    ion.get(page(case))
    said = ion.text(f"{TERM}//dl")
    assert [day in said for day in ("24.12.2026", "28.12.2026", "art. 181")] == [True] * 3
    ion.get(f"/birou/sarcini/{hall.task(case, 'routing').id}")
    assert "Spusă solicitantului" in ion.text(TERM)


def test_a_decreed_day_off_stands_in_the_applicants_story(hall: Hall, enter: Enter) -> None:
    case, ioana = hall.petition(), enter("ioana@exemplu.ro")
    terms.decree(hall.now.date() + timedelta(days=30), "HG 1234/2026", None, hall.now, lambda _moved: None)
    ioana.get(f"/cereri/{case.id}")
    said = ioana.text("//details[contains(., 'Cum s-a calculat termenul')]")
    assert "23 decembrie – zi liberă, HG 1234/2026" in said
    assert "s-a mutat de la 23.12.2026 la 24.12.2026: s-au schimbat zilele libere (HG 1234/2026)" in said


def test_a_possible_tacit_approval_is_marked_in_the_inbox_and_on_the_case(hall: Hall, enter: Enter) -> None:
    term = procedures.current("petition").config["term"]
    as_published("petition", term={**term, "tacit": {"act": "OUG 27/2003 art. 6"}})
    case, ion = hall.petition(), enter("Ion")
    ion.get("/birou")
    assert "Aprobare tacită posibilă" not in ion.text("//main")
    hall.now += timedelta(days=31)
    alarms.ring_due(hall.now, hall.house)
    ion = enter("Ion")
    for address in ("/birou", page(case)):
        ion.get(address)
        assert "Aprobare tacită posibilă" in ion.text("//main"), address
    assert "(OUG 27/2003 art. 6)" in ion.text("//section[@id='istoric']")
