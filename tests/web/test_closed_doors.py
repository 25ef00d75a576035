"""Every address of the hall, tried with ids of nobody, without a token, and in ways it does not know."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.cityhall import institutions
from app.cityhall.documents import queries as documents
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.citizen.test_filing import IOANA, begin, fill

EVERYBODY = ("", IOANA, "Elena", "Ana", "Paul")
MACHINES = {"hooks"}
NUMBERS = {"number"}
ONE_OF = {"what": "deschide"}
# For whoever watches over the hall; the figures are only for who has the key (tests/web/test_health.py).
OPEN = {"public.healthz", "public.readyz", "public.figures"}


def addresses(hall: Hall, method: str) -> Iterator[tuple[str, str]]:
    """Endpoint and address of every rule with that method; ids and codes are nobody's."""
    door = hall.app.url_map.bind("127.0.0.1")
    for rule in hall.app.url_map.iter_rules():
        if method in (rule.methods or ()):
            facts = {name: _nobodys(name) for name in rule.arguments}
            yield rule.endpoint, door.build(rule.endpoint, facts, method=method)


def _nobodys(name: str) -> object:
    if name in NUMBERS:
        return 999
    if name in ONE_OF:
        return ONE_OF[name]
    return uuid.uuid4() if name.endswith("_id") and name != "page_id" else "nimeni"


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_address_of_nobody_opens_nothing(hall: Hall, enter: Enter, who: str) -> None:
    client, tried = enter(who).client, list(addresses(hall, "GET"))
    assert len(tried) > 40
    assert sum(address.startswith("/administrare") for _endpoint, address in tried) >= 4
    for endpoint, address in tried:
        if endpoint in OPEN:
            continue
        answer = client.get(address)
        of_nobody = "nimeni" in address or any(
            len(part.partition(".")[0]) == 36 for part in address.split("/")
        )
        allowed = {302, 403, 404} if of_nobody else {200, 302, 303, 403}
        assert answer.status_code in allowed, (address, answer.status_code)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_post_without_its_token_does_nothing(hall: Hall, enter: Enter, who: str) -> None:
    client = enter(who).client
    hall.app.config["WTF_CSRF_ENABLED"] = True
    for endpoint, address in addresses(hall, "POST"):
        answer = client.post(address, data={"x": "1"})
        expected = {403} if endpoint.split(".")[0] in MACHINES else {400}
        assert answer.status_code in expected, (address, answer.status_code)
        if expected == {400}:
            assert "a stat deschisă prea mult" in answer.text


@pytest.mark.parametrize("who", [IOANA, "Elena", "Ana"])
def test_a_post_about_nobody_does_nothing(hall: Hall, enter: Enter, who: str) -> None:
    client = enter(who).client
    for endpoint, address in addresses(hall, "POST"):
        if endpoint != "account.sign_out":
            assert client.post(address, data={"version": "x"}).status_code < 500, address


def test_a_page_called_in_a_way_that_it_does_not_know(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA).client
    for method, address in (
        ("DELETE", "/cereri"),
        ("PUT", "/"),
        ("PATCH", "/servicii"),
        ("GET", "/iesire"),
        ("POST", "/cereri"),
        ("NONSENSE", "/"),
    ):
        answer = ioana.open(address, method=method)
        assert answer.status_code == 405, (method, address)
        assert "nu primește acest fel de cerere" in answer.text
    assert "Această pagină nu există." in ioana.get("/nu-este").text


def test_a_machine_is_told_no_in_json(hall: Hall, enter: Enter) -> None:
    accept = {"Accept": "application/json"}
    ioana = enter(IOANA).client
    for address, status, key in (
        ("/nu-este", 404, "not_found"),
        (f"/cereri/{uuid.uuid4()}", 404, "case.unknown"),
        ("/birou", 403, "door.closed"),
        ("/iesire", 405, "http_405"),
    ):
        answer = ioana.get(address, headers=accept)
        assert (answer.status_code, answer.is_json) == (status, True)
        assert answer.json is not None
        assert answer.json["error"] == key
        assert answer.json["message"]
    hall.app.config["WTF_CSRF_ENABLED"] = True
    refused = ioana.post("/cereri/preia", headers=accept)
    assert (refused.status_code, refused.json and refused.json["error"]) == (400, "csrf")


def test_what_is_somebody_elses_is_found_by_nobody_else(hall: Hall, enter: Enter) -> None:
    ioana, vlad = enter(IOANA), enter("vlad@exemplu.ro")
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "unclear"}])
    task, receipt = hall.task(case, "completion").id, documents.of_kind(case.id, "receipt")
    assert receipt is not None
    theirs = [f"{draft}/applicant", f"{draft}/acte", f"{draft}/verificare", f"/cereri/{case.id}"]
    theirs += [f"/cereri/{case.id}/documente/{receipt.id}", f"/cereri/sarcini/{task}"]
    assert all(ioana.get(one).status_code == 200 for one in theirs)
    for address in theirs:
        refused_here(vlad.client, address)
    for address in (f"{draft}/trimite", f"{draft}/sterge", f"{draft}/acte", f"/cereri/sarcini/{task}"):
        assert vlad.client.post(address, data={"action": "send", "version": "1"}).status_code == 404
    assert hall.task(case, "completion").state == "open"


def refused_here(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Nu găsim" in answer.text


def a_registrar_of(hall: Hall, code: str) -> str:
    """The e-mail of somebody who holds the counter and the mayor's post in another institution."""
    with transaction():
        other = institutions.by_code(code)
        assert other is not None
        person = Person(full_name="Oana Străină", created_at=hall.now)
        account = Account(
            person=person,
            email="oana@adp6.example",
            password_hash="-",
            email_verified_at=hall.now,
            phone_verified_at=hall.now,
            created_at=hall.now,
        )
        session().add(account)
        session().flush()
        for role in ("registrar", "mayor", "public_relations", "administrator"):
            post = Post(account_id=account.id, institution_id=other.id, role=role, title=role)
            post.valid_from = romanian_day(hall.now)
            session().add(post)
    return "oana@adp6.example"


def test_another_institution_sees_nothing_of_ours(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    routing = hall.task(case, "routing").id
    oana: Citizen = enter(a_registrar_of(hall, "ADP6"))
    for address in (f"/birou/dosare/{case.id}", f"/birou/sarcini/{routing}", f"/ghiseu/dosare/{case.id}"):
        refused_here(oana.client, address)
    assert oana.client.post(f"/birou/sarcini/{routing}/preia").status_code == 404
    for address in ("/birou", "/birou/dosare?q=Ioana", "/birou/dosare?q=1", "/ghiseu?q=Ioana"):
        page = oana.get(address)
        assert page.status_code == 200
        assert "Gunoi neridicat" not in page.text
        assert str(case.id) not in page.text
