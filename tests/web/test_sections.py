"""Where one is: the section of the navigation, and the state of a case in words for its reader."""

import pytest
from lxml import html

from tests.hall import Hall
from tests.web.citizen.people import Enter
from tests.web.citizen.test_filing import IOANA, begin


def section(page: str) -> list[str]:
    return html.fromstring(page).xpath("//nav[contains(@class, 'site-nav')]//a[@aria-current]/text()")


@pytest.mark.parametrize(
    ("who", "address", "shown"),
    [
        (IOANA, "/servicii/petition", "Servicii"),
        (IOANA, "/cereri", "Cererile mele"),
        (IOANA, "/cereri/preia", "Cererile mele"),
        ("Elena", "/birou?lista=terminate", "Sarcini"),
        ("Elena", "/birou/dosare?q=1", "Dosare"),
        ("Elena", "/ghiseu?q=Ioana", "Ghișeu"),
    ],
)
def test_a_page_shows_its_section(enter: Enter, who: str, address: str, shown: str) -> None:
    assert section(enter(who).get(address).text) == [shown]


def test_pages_below_belong_to_the_section_too(hall: Hall, enter: Enter) -> None:
    ioana, ion, case = enter(IOANA), enter("Ion"), hall.petition()
    begin(ioana, "petition")
    assert ioana.text("//nav//a[@aria-current='true']") == "Cererile mele"
    assert section(ion.get(f"/birou/sarcini/{hall.task(case, 'routing').id}").text) == ["Sarcini"]
    assert section(ion.get(f"/birou/dosare/{case.id}").text) == ["Dosare"]
    assert section(ion.get("/accesibilitate").text) == []


def test_colleagues_are_not_spoken_to_as_the_applicant(hall: Hall, enter: Enter) -> None:
    case = hall.petition(delivery="counter")
    hall.answered(case)
    assert "Vă așteaptă la ghișeu" in enter(IOANA).get("/cereri").text
    for address in (f"/birou/dosare/{case.id}", "/birou/dosare", f"/ghiseu/dosare/{case.id}"):
        page = enter("Elena").get(address).text
        assert "La ghișeu, neridicat" in page
        assert "Vă așteaptă la ghișeu" not in page
