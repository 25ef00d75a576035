"""Programmes of audiences for the demonstration sector; a real hall writes its own, by the mayor's order."""

from datetime import date, time
from typing import Any

from app.cityhall import institutions
from app.cityhall.audiences import actions
from app.cityhall.institutions import Institution

ACT = "Dispoziția primarului nr. 1/2026 (demonstrație)"
SINCE = date(2026, 1, 1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
ABOVE = {"hierarchy": False, "needs_petition": True}
DIRECTOR = {"role": "head", "level": 1, "hierarchy": False, "needs_petition": False}
# The post, its department where it has one, weekday, opens, closes, minutes, capacity, room
PROGRAMMES: list[tuple[dict[str, Any], str, int, time, time, int, int, str]] = [
    (
        {
            "code": "mayor",
            "role": "mayor",
            "title": "Primarul Sectorului 6",
            "title_en": "The mayor of Sector 6",
            "level": 3,
            "hierarchy": True,
            "needs_petition": True,
        },
        "",
        *(WEDNESDAY, time(14), time(17), 20, 6, "sala 101, etaj 1"),
    ),
    (
        {
            "code": "deputy_mayor",
            "role": "deputy_mayor",
            "title": "Viceprimarul",
            "title_en": "The deputy mayor",
            "level": 2,
            **ABOVE,
        },
        "",
        *(TUESDAY, time(10), time(12), 20, 4, "sala 104, etaj 1"),
    ),
    (
        {
            "code": "general_secretary",
            "role": "general_secretary",
            "title": "Secretarul general",
            "title_en": "The general secretary",
            "level": 2,
            **ABOVE,
        },
        "",
        *(THURSDAY, time(9), time(11), 20, 4, "sala 106, etaj 1"),
    ),
    (
        {
            "code": "director_urb",
            "title": "Arhitectul-șef, Direcția Urbanism",
            "title_en": "The chief architect, urbanism",
            **DIRECTOR,
        },
        "URB",
        *(MONDAY, time(13), time(16), 20, 6, "sala 210, etaj 2"),
    ),
    (
        {
            "code": "director_sal",
            "title": "Șeful Serviciului Salubrizare și Spații Verzi",
            "title_en": "The head of sanitation and green spaces",
            **DIRECTOR,
        },
        "SAL",
        *(TUESDAY, time(13), time(15), 20, 4, "sala 05, parter"),
    ),
    (
        {
            "code": "director_com",
            "title": "Șeful Compartimentului Acorduri Comerciale",
            "title_en": "The head of commercial agreements",
            **DIRECTOR,
        },
        "COM",
        *(THURSDAY, time(13), time(15), 20, 4, "sala 07, parter"),
    ),
]
BUFFER = 5


def set_programmes(hall: Institution) -> None:
    """Whoever has none yet."""
    for facts, department, weekday, opens, closes, minutes, capacity, room in PROGRAMMES:
        found = institutions.department(hall.id, department) if department else None
        hours = {
            "weekday": weekday,
            "opens": opens,
            "closes": closes,
            "minutes": minutes,
            "buffer": BUFFER,
            "capacity": capacity,
            "room": room,
            "act": ACT,
            "valid_from": SINCE,
        }
        actions.set_programme(hall, {**facts, "department_id": found.id if found else None}, [hours])
