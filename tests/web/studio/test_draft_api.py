"""Editors load and save files of a draft; nobody's work is overwritten, nobody else reads it."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.database import session
from tests.hall import Hall
from tests.web.citizen.people import Enter

API = "/studio/petition/ciorna/api"
DIAGRAM = f"{API}/fisier/procedure.bpmn"
JSON = {"Accept": "application/json"}


def put(client: FlaskClient, address: str, content: bytes, seen: object) -> TestResponse:
    return client.put(address, data=content, headers={**JSON, "X-Seen-Revision": str(seen)})


@pytest.mark.usefixtures("draft")
def test_a_file_is_loaded_saved_and_removed(enter: Enter) -> None:
    anca = enter("Anca").client
    loaded = anca.get(DIAGRAM)
    assert loaded.status_code == 200
    assert loaded.headers["X-Revision"] == "1"
    assert "attachment" in loaded.headers["Content-Disposition"]
    saved = put(anca, DIAGRAM, loaded.data + b"<!-- -->", 1)
    assert saved.json is not None
    assert saved.json["revision"] == 2
    assert saved.json["saved"] == "10:30:00"
    assert anca.get(DIAGRAM).data == loaded.data + b"<!-- -->"
    assert put(anca, f"{API}/fisier/fees.csv", b"a,b\n", 0).json == {"revision": 1, "saved": "10:30:00"}
    removed = anca.delete(f"{API}/fisier/fees.csv", headers={**JSON, "X-Seen-Revision": "1"})
    assert removed.json == {"revision": 0, "saved": "10:30:00"}
    assert anca.get(f"{API}/fisier/fees.csv", headers=JSON).status_code == 404


@pytest.mark.usefixtures("draft")
def test_who_saves_over_another_is_told_and_overwrites_nothing(enter: Enter) -> None:
    anca, bogdan = enter("Anca").client, enter("Bogdan").client
    first = anca.get(DIAGRAM).data
    assert put(bogdan, DIAGRAM, first + b"<!-- Bogdan -->", 1).status_code == 200
    late = put(anca, DIAGRAM, first + b"<!-- Anca -->", 1)
    assert late.status_code == 409
    assert late.json is not None
    assert late.json["error"] == "draft.changed_meanwhile"
    assert "Bogdan Analist" in late.json["message"]
    assert anca.get(DIAGRAM).data == first + b"<!-- Bogdan -->"
    assert anca.delete(DIAGRAM, headers={**JSON, "X-Seen-Revision": "1"}).status_code == 409


@pytest.mark.usefixtures("draft")
def test_analysts_see_who_else_has_the_draft_open(hall: Hall, enter: Enter) -> None:
    anca, bogdan = enter("Anca").client, enter("Bogdan").client
    assert anca.post(f"{API}/prezenta", json={"path": "procedure.bpmn"}).json == {"others": []}
    seen = bogdan.post(f"{API}/prezenta", json={"path": "\0"}).json
    assert seen == {"others": [{"name": "Anca Analist", "path": "procedure.bpmn"}]}
    assert bogdan.post(f"{API}/prezenta", data=b"{", content_type="application/json").status_code == 200
    hall.passes(minutes=2)
    assert bogdan.post(f"{API}/prezenta", json=[]).json == {"others": []}


def test_what_cannot_be_kept_is_refused_in_words(enter: Enter, draft: Draft) -> None:
    anca = enter("Anca").client
    before = drafts.digest(draft.id)
    wrong = [
        (DIAGRAM, b"x", "", 422, "draft.no_seen"),
        (DIAGRAM, b"x", "-1", 422, "draft.no_seen"),
        (f"{API}/fisier/..%2fprocedure.bpmn", b"x", 0, 422, "draft.bad_path"),
        (f"{API}/fisier/a%00.bpmn", b"x", 0, 422, "draft.bad_path"),
        (f"{API}/fisier/run.py", b"x", 0, 422, "draft.bad_path"),
        (DIAGRAM, b"x" * 2_000_001, 1, 422, "draft.too_large"),
        (DIAGRAM, b"x" * 2_200_000, 1, 413, "request.too_large"),
    ]
    for address, content, seen, status, key in wrong:
        answer = put(anca, address, content, seen)
        assert (answer.status_code, answer.json and answer.json["error"]) == (status, key)
        assert answer.json is not None
        assert answer.json["message"].endswith((".", "!"))
    session().rollback()
    assert drafts.digest(draft.id) == before


@pytest.mark.usefixtures("draft")
def test_a_save_without_the_pages_token_is_refused(hall: Hall, enter: Enter) -> None:
    anca = enter("Anca").client
    hall.app.config["WTF_CSRF_ENABLED"] = True
    assert put(anca, DIAGRAM, b"x", 1).status_code == 400
