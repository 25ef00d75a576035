"""A draft may hold anything: every page of the studio opens with a foreign or a spoiled file in it."""

import random
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.cityhall.drafts import actions
from app.cityhall.drafts import queries as drafts
from app.database import transaction
from tests.foreign.conftest import Bring
from tests.foreign.shelf import FILES, every, spoiled
from tests.hall import Hall

FACTS = {
    "code": "petition",
    "path": "procedure.bpmn",
    "number": 1,
    "name": "application",
    "form": "application",
}
PLAIN = ("procedure.toml", "papers.json", "notices.toml", "forms/application.schema.json", "routing.dmn")
SPOILED = (b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe\x00", b"a = 1\n", b'"x"', b"<a/>", b"null", b"[[[]]]")


def rooms(hall: Hall) -> Iterator[str]:
    """Every page of the studio that needs nothing but names."""
    door = hall.app.url_map.bind("127.0.0.1")
    for rule in hall.app.url_map.iter_rules():
        known = rule.arguments <= FACTS.keys() and "GET" in (rule.methods or ())
        if rule.endpoint.startswith("studio.") and known:
            yield door.build(rule.endpoint, {name: FACTS[name] for name in rule.arguments}, method="GET")


def broken(hall: Hall, client: FlaskClient) -> dict[str, int]:
    """The pages that answer with a mistake of ours."""
    found = {address: client.get(address).status_code for address in rooms(hall)}
    found["verifica"] = client.post("/studio/petition/ciorna/api/verifica", json={"files": {}}).status_code
    return {address: status for address, status in found.items() if status >= 500}


def put(hall: Hall, path: str, content: bytes) -> None:
    """Whatever an editor saved."""
    with transaction():
        draft = drafts.mine("petition", hall.actor("Anca"), lock=True)
        seen = drafts.file_row(draft, path).revision
        actions.save(draft, path, content, seen, hall.actor("Anca").person_id, hall.now)


def walk(hall: Hall, bring: Bring, names: list[str], chance: random.Random) -> dict[str, dict[str, int]]:
    assert bring is not None
    client, found = hall.app.extensions["anca"], {}
    for name in names:
        content = (FILES / name).read_bytes()
        put(hall, "procedure.bpmn", content)
        found[name] = broken(hall, client)
        put(hall, "procedure.bpmn", spoiled(content, chance))
        found[f"{name} spoiled"] = broken(hall, client)
    return {name: pages for name, pages in found.items() if pages}


def test_every_page_opens_with_a_foreign_diagram(hall: Hall, bring: Bring) -> None:
    assert bring is not None
    put(hall, "procedure.bpmn", (FILES / "written/camunda_7.bpmn").read_bytes())
    assert broken(hall, hall.app.extensions["anca"]) == {}


def spoil_all(hall: Hall, bring: Bring) -> dict[object, dict[str, int]]:
    """Each kind of file holds something else, one after another; the pages that then break."""
    assert bring is not None
    client, found = hall.app.extensions["anca"], {}
    whole = drafts.files(drafts.mine("petition", hall.actor("Anca")).id)
    for path in PLAIN:
        for content in SPOILED:
            put(hall, path, content)
            found[path, content] = broken(hall, client)
        put(hall, path, whole[path])
    return {what: pages for what, pages in found.items() if pages}


def test_every_page_opens_when_every_kind_of_file_is_spoiled(hall: Hall, bring: Bring) -> None:
    assert bring is not None
    for path, content in zip(PLAIN, SPOILED, strict=False):
        put(hall, path, content)
    assert broken(hall, hall.app.extensions["anca"]) == {}


@pytest.mark.nightly
def test_every_page_opens_with_every_file_spoiled_in_every_way(hall: Hall, bring: Bring) -> None:
    assert spoil_all(hall, bring) == {}


@pytest.mark.nightly
def test_every_page_opens_with_any_foreign_diagram(hall: Hall, bring: Bring) -> None:
    names = ["written/camunda_7.bpmn", *(str(path.relative_to(FILES)) for path in every()[::3])]
    assert walk(hall, bring, names, random.Random(2)) == {}
