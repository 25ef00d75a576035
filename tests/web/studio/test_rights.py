"""Only the analysts of an institution see its drafts: every address of the studio, tried by everybody."""

import uuid
from collections.abc import Iterator

import pytest

from app import demo
from app.cityhall import institutions
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.people import accounts
from app.cityhall.people.models import Post
from app.database import session, transaction
from tests.hall import MONDAY, Hall
from tests.web.citizen.people import Enter

VERA = "vera@alta-primarie.example"
FACTS = {
    "code": "petition",
    "path": "procedure.bpmn",
    "number": 1,
    "name": "application",
    "form": "application",
}
WITHOUT_CODE = {"studio.home", "studio.new_procedure", "studio.begin_procedure"}


@pytest.fixture
def vera(hall: Hall) -> str:
    """An analyst of another institution, which has no procedures."""
    with transaction():
        other = institutions.found(
            "ALTA", {**demo.HALLS[0], "code": "ALTA", "name": "Altă primărie"}, {"RP": "RP"}
        )
        account = accounts.open_account("Vera Alta", VERA, "+40721009999", demo.PASSWORD, MONDAY)
        account.email_verified_at = account.phone_verified_at = MONDAY
        account.posts.append(Post(institution=other, role="analyst", title="analist", valid_from=demo.SINCE))
    return VERA


def addresses(hall: Hall) -> Iterator[tuple[str, str, str]]:
    """Every address of the studio: method, endpoint, address; about Anca's draft of petitions."""
    door = hall.app.url_map.bind("127.0.0.1")
    for rule in hall.app.url_map.iter_rules():
        if rule.endpoint.startswith("studio."):
            facts = {name: FACTS.get(name, _of(name)) for name in rule.arguments}
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, rule.endpoint, door.build(rule.endpoint, facts, method=method)


def _of(name: str) -> object:
    return uuid.uuid4() if name.endswith("_id") else "1"


@pytest.mark.parametrize("who", ["", "ioana@exemplu.ro", "Ana", "Paul"])
def test_who_is_no_analyst_is_not_let_in(hall: Hall, enter: Enter, draft: Draft, who: str) -> None:
    client, before = enter(who).client, drafts.digest(draft.id)
    for method, _endpoint, address in addresses(hall):
        answer = client.open(address, method=method, headers={"X-Seen-Revision": "1"})
        assert answer.status_code == (403 if who else 302), (method, address, answer.status_code)
    session().rollback()
    assert drafts.digest(draft.id) == before


def test_an_analyst_of_another_institution_finds_nothing(
    hall: Hall, enter: Enter, draft: Draft, vera: str
) -> None:
    client, before = enter(vera).client, drafts.digest(draft.id)
    found: dict[str, int] = {}
    for method, endpoint, address in addresses(hall):
        if endpoint in WITHOUT_CODE:
            continue
        answer = client.open(address, method=method, headers={"X-Seen-Revision": "1"})
        found[f"{method} {endpoint}"] = answer.status_code
        assert "Anca" not in answer.text
    assert {what: status for what, status in found.items() if status != 404} == {}
    assert len(found) > 30
    assert "Petiție" not in client.get("/studio/").text
    copy = {"code": "furat", "title": "Furat", "department": "RP", "how": "copy", "source": "petition"}
    assert client.post("/studio/procedura-noua", data=copy).status_code == 422
    session().rollback()
    assert drafts.digest(draft.id) == before
    assert drafts.mine("petition", hall.actor("Anca")).id == draft.id


def test_a_procedure_of_the_same_code_elsewhere_is_another_one(
    hall: Hall, enter: Enter, draft: Draft, vera: str
) -> None:
    client = enter(vera).client
    asked = {"code": "petition", "title": "Petiția altora", "department": "RP", "how": "blank"}
    assert client.post("/studio/procedura-noua", data=asked).status_code == 303
    answer = client.get("/studio/petition/ciorna/api/fisier/procedure.toml")
    assert "Petiția altora" in answer.text
    assert drafts.mine("petition", hall.actor(vera)).id != draft.id
    assert "Petiția altora" not in enter("Anca").client.get("/studio/petition/ciorna").text
