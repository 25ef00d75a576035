"""The register's pages: found by anything, read by those who may, changed only by adding."""

import re
from datetime import timedelta

from sqlalchemy import select

from app.cityhall.journal import JournalEntry
from app.cityhall.registry import closings, queries, ranges
from app.cityhall.registry.closings import Book
from app.cityhall.registry.models import RegisterEntry
from app.database import session, transaction
from app.journey import register_days
from tests.cityhall.registry.papers import enter, institution_id
from tests.hall import Hall
from tests.web.desk.conftest import Door, Visitor

BOOK = "/registratura"


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'data-entry="(\d+)"', page)]


def written(hall: Hall, **facts: object) -> RegisterEntry:
    return enter(hall.now, **facts)


def test_the_register_is_read_by_those_who_keep_it(hall: Hall, door: Door) -> None:
    written(hall)
    for who in ("Elena", "Ion", "Dan", "Silvia", "Sanda", "Paul"):
        assert numbers(door(who).get(BOOK).text) == [1], who
    for who in ("Ana", "Radu"):
        assert door(who).get(BOOK).status_code == 403


def test_anything_that_is_remembered_finds_it(hall: Hall, door: Door) -> None:
    written(hall, issuer="Școala nr. 5", summary="Adresă despre trotuar", sender_number="SC-120/B")
    written(hall, issuer="Vlad", summary="Gropi pe șosea", channel="post", department="Serviciul Juridic")
    written(hall, direction="out", issuer="Primăria", recipient="ANAF", summary="Răspuns")
    elena = door("Elena")
    for asked, found in {
        "q=1": [1],
        "q=scoala+trotu": [1],
        "q=SC-120/B": [1],
        "canal=post": [2],
        "fel=out": [3],
        "compartiment=Serviciul+Juridic": [2],
        "de_la=azi&pana_la=azi": [3, 2, 1],
        "pana_la=2020-01-01": [],
        "fel=rubbish&an=x&stare=%27&de_la=2026-99-99&inainte=q": [3, 2, 1],
        "stare=open": [2, 1],
    }.items():
        assert numbers(elena.get(f"{BOOK}?{asked}").text) == found, asked
    assert "Nimic găsit" in elena.get(f"{BOOK}?q=balaur").text


def test_another_institutions_register_stays_closed(hall: Hall, door: Door) -> None:
    other = written(hall, code="ADP6", summary="Taină")
    elena = door("Elena")
    assert "Taină" not in elena.get(f"{BOOK}?institutie=ADP6").text
    assert elena.get(f"{BOOK}/{other.id}").status_code == 404
    assert elena.post(f"{BOOK}/{other.id}/anulare", reason="așa").status_code == 404
    assert "Taină" not in elena.get(f"{BOOK}/an/registru.csv?institutie=ADP6").text
    assert elena.post(f"{BOOK}/an/volume", institutie="ADP6", an=2026).status_code == 403


def test_a_view_is_kept_for_its_keeper_only(hall: Hall, door: Door) -> None:
    written(hall)
    elena, ion = door("Elena"), door("Ion")
    page = elena.post(f"{BOOK}/vederi", name="  Prin  poștă ", canal="post").text
    assert "Prin poștă" in page
    assert "Prin poștă" not in ion.get(BOOK).text
    (address,) = re.findall(rf"{BOOK}/vederi/[\w-]+/sterge", elena.get(BOOK).text)
    assert ion.post(address).status_code == 404
    assert "Prin poștă" not in elena.post(address).text
    assert elena.post(f"{BOOK}/vederi", name="", canal="post").status_code == 422
    assert elena.post(f"{BOOK}/vederi", name="Gol").status_code == 422


def test_the_page_of_an_entry_has_the_thirteen_columns_and_leaves_a_trace(hall: Hall, door: Door) -> None:
    entry = written(hall, sheets=3, sender_number="12/A", summary="Cerere de informații")
    page = door("Elena").get(f"{BOOK}/{entry.id}").text
    for place in range(1, 14):
        assert f"{place}. " in page
    assert all(one in page for one in ("12/A", "Cerere de informații", entry.hash, "ab" * 32, "<svg"))
    viewed = session().scalars(select(JournalEntry).where(JournalEntry.action == "entry.viewed")).all()
    assert [one.object_id for one in viewed] == [entry.id]


def test_a_number_is_annulled_once_with_a_reason_and_nothing_is_erased(hall: Hall, door: Door) -> None:
    entry, elena = written(hall), door("Elena")
    address = f"{BOOK}/{entry.id}/anulare"
    assert elena.post(address, reason="  ").status_code == 422
    page = elena.post(address, reason="înregistrat de două ori").text
    assert "Număr anulat" in page
    assert "înregistrat de două ori" in page
    assert elena.post(address, reason="iar").status_code == 409
    later = queries.annulled_by(entry.id)
    assert later is not None
    assert elena.post(f"{BOOK}/{later.id}/anulare", reason="înapoi").status_code == 409
    assert numbers(elena.get(f"{BOOK}?stare=annulled").text) == [1]
    assert door("Ion").post(address, reason="eu nu scriu aici").status_code == 403
    verified = door("").get(f"/verifica/{entry.verify_token}").text
    assert later.legal_number in verified
    assert "înregistrat de două ori" not in verified


def test_two_entries_are_connected_in_both_rows(hall: Hall, door: Door) -> None:
    first, second, elena = written(hall), written(hall), door("Elena")
    address = f"{BOOK}/{second.id}/conexare"
    for wrong in ("", "99", "balaur", "2"):
        assert elena.post(address, number=wrong).status_code == 422, wrong
    assert first.legal_number in elena.post(address, number="1").text
    assert second.legal_number in elena.get(f"{BOOK}/{first.id}").text
    assert elena.post(address, number=f"1/{first.year}").status_code == 409


def test_reserved_numbers_are_printed_copied_back_and_barred(hall: Hall, door: Door) -> None:
    elena = door("Elena")
    assert elena.post(f"{BOOK}/rezerve", count="0", reason="x").status_code == 422
    elena.post(f"{BOOK}/rezerve", count="3", reason="întrerupere la Enel")
    (kept,) = ranges.open_ranges([institution_id()])
    place = f"{BOOK}/rezerve/{kept.id}"
    assert elena.client.get(f"{place}/foaie.pdf").data.startswith(b"%PDF")
    there = kept.reserved_at.astimezone(closings.rules.BUCHAREST)
    line = {
        "number": "2",
        "day": f"{there:%Y-%m-%d}",
        "hour": f"{there:%H:%M}",
        "issuer": "Vlad",
        "summary": "Cerere de mână",
        "department": "SAL",
        "sheets": "2",
    }
    refused = elena.post(place, **{**line, "issuer": "", "sheets": "două"})
    assert refused.status_code == 422
    assert "Cerere de mână" in refused.text
    assert 'data-number="2"' in elena.post(place, **line).text
    assert elena.post(place, **line).status_code == 409
    page = elena.post(f"{place}/barare").text
    assert "2 numere barate" in page
    assert numbers(elena.get(f"{BOOK}?stare=barred").text) == [3, 1]
    assert door("Ion").get(place).status_code == 403
    assert elena.post(place, **{**line, "number": "1"}).status_code == 409


def test_days_are_closed_with_a_minute_and_the_verification_says_so(hall: Hall, door: Door) -> None:
    entry = written(hall)
    year, day_of_entry, token = entry.year, entry.registered_on, entry.verify_token
    later = hall.now + timedelta(days=1)
    register_days.close_due(later)
    elena = door("Elena")
    assert "se pregătește" in elena.get(f"{BOOK}/inchideri?an={entry.year}").text
    minute = f"{BOOK}/inchideri/{institution_id()}/{year}/{day_of_entry}.pdf"
    assert elena.client.get(minute).status_code == 409
    hall.now = later
    hall.works()
    elena = door("Elena")
    assert minute in elena.get(f"{BOOK}/inchideri?an={year}").text
    assert elena.client.get(minute).data.startswith(b"%PDF")
    assert elena.client.get(minute.replace(str(day_of_entry), "never")).status_code == 404
    (day,) = closings.listed(Book(institution_id(), year))
    assert day.hash in door("").get(f"/verifica/{token}").text


def test_a_year_is_verified_set_in_volumes_and_given_as_csv(hall: Hall, door: Door) -> None:
    written(hall, issuer="=cmd()", summary="Formulă")
    elena, year = door("Elena"), hall.now.year
    asked = {"institutie": "PS6", "an": year}
    assert "Se verifică" in elena.post(f"{BOOK}/an/verificare", **asked).text
    assert "0 din 1 gata" in elena.post(f"{BOOK}/an/volume", **asked).text
    hall.works()
    page = elena.get(f"{BOOK}/an?an={year}").text
    assert "Întreg" in page
    (volume,) = re.findall(rf"{BOOK}/an/volume/[\w-]+\.pdf", page)
    assert elena.client.get(volume).data.startswith(b"%PDF")
    csv = elena.client.get(f"{BOOK}/an/registru.csv?an={year}").text
    assert csv.startswith("\ufeff1. Nr. de înregistrare")
    assert "'=cmd()" in csv
    with transaction():
        notes = session().scalars(select(JournalEntry.action).where(JournalEntry.object_kind == "register"))
        assert {"register.exported", "register.volume_read", "register.csv_read"} <= set(notes)


def test_a_special_register_is_given_as_csv_too(hall: Hall, door: Door) -> None:
    hall.petition()
    page = "/birou/registre-speciale"
    elena: Visitor = door("Elena")
    assert elena.client.get(f"{page}/registru.csv?registru=petitions&an=2026").text.startswith(
        "\ufeffInstituția"
    )
    assert door("Ana").get(f"{page}/registru.csv").status_code == 403
