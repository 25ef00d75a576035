"""A draft may hold anything: its pages say what is wrong and stay open."""

import pytest

from app.cityhall.drafts import actions, queries
from app.cityhall.drafts.models import Draft
from app.database import transaction
from tests.cityhall.forms.test_editing import BROKEN
from tests.hall import Hall
from tests.web.citizen.people import Enter

DRAFT = "/studio/petition/ciorna"
SCHEMA, UI = "forms/application.schema.json", "forms/application.ui.json"
FORMS = (
    "formulare",
    "formulare/application",
    "formulare/application/json",
    "formulare/application/pagina",
    "formulare/application/camp/subject",
)
TOML = (
    b"",
    b"x = ",
    b"letters = 5",
    b"[letters]\nanswer = 1",
    b'[letters.answer]\ntitle = 5\nsigners = "mayor"',
    b"term = 5",
    b"[term]\nextension = 1\nalarms = []\ndays = [1]",
    b"service = []\ntitle = 1979-05-27\nform = 5",
    b'[settings]\na = [1]\nb = {c = 1}\n[roles]\nofficer = ["x"]',
    b"delivery = 1\nidentity = false\nact = nan",
    b"\xff",
    b'[term.alarms]\ntell = "head"\nbefore = "x"',
    b"code = { a = 1 }\ngroup = [[]]\nvalid_from = true",
)
PAPERS = (
    b"",
    b"{}",
    b"[1]",
    b"[{}]",
    b'[{"code": "a"}]',
    b'[{"code": "a", "title": "A", "when": 1}]',
    b'[{"code": "a", "title": "A"}, {"code": "a", "title": "A"}]',
    b"[" * 100_000,
    b'[{"code": "a/b", "title": "A", "need": 5, "else": [], "law": {}, "hint": 1}]',
    b'[{"code": "a", "title": "A", "need": "required", "when": {"properties": {"x": {"enum": [[]]}}}}]',
)
SCHEMAS = (
    b'{"properties": {"a": {"type": "string", "pattern": "("}}}',
    b'{"properties": {"a": {"$ref": "#/nowhere"}}}',
    b'{"properties": {"a": {"type": "banana"}}}',
    b'{"properties": {"a": {"type": "array"}}}',
    b'{"properties": {"a": {"type": "number", "minimum": "x"}, "b": {"title": "{{ 7*7 }}<script>"}}}',
    (
        b'{"allOf": [{"if": {"properties": {"a": {"const": null}}, "required": ["a"]},'
        b' "then": {"properties": {"b": {}}}}]}'
    ),
    b'{"properties": {"a": {"oneOf": [{"const": {"x": 1}, "title": 5}]}}}',
    b'{"$ref": "#"}',
)
ON_A = (
    b'{"x-pages": [{"id": "p", "title": "P", "fields": ["a", "b", "gone"]},'
    b' {"id": "p", "title": "Q", "fields": []}]}'
)


def put(draft: Draft, hall: Hall, **files: bytes) -> None:
    with transaction():
        there = queries.file_rows(draft.id)
        seen = {one.path: one.revision for one in there}
        for path, content in files.items():
            actions.save(draft, path, content, seen.get(path, 0), hall.actor("Anca").person_id, hall.now)


KINDS = {
    SCHEMA: ([*BROKEN, *SCHEMAS], [*FORMS, "formulare/application/camp/a", "scrisori/answer", "acte"]),
    UI: (BROKEN, FORMS),
    "procedure.toml": (TOML, ["setari", "scrisori", "scrisori/answer", "acte", "formulare"]),
    "papers.json": (PAPERS, ["acte", "acte/a"]),
    "letters/answer.docx": ((b"", b"PK\x03\x04", b"<html>"), ["scrisori", "scrisori/answer"]),
}


def pages_stay_open(hall: Hall, draft: Draft, enter: Enter, path: str, few: int | None = None) -> None:
    anca = enter("Anca")
    if path == SCHEMA:
        put(draft, hall, **{UI: ON_A})
    contents, pages = KINDS[path]
    for content in contents[-few:] if few else contents:
        put(draft, hall, **{path: content})
        for page in pages:
            answer = anca.get(f"{DRAFT}/{page}")
            assert answer.status_code in {200, 404, 422}, (content[:80], page, answer.status_code)


@pytest.mark.parametrize("path", KINDS)
def test_what_is_broken_is_said_and_its_pages_stay_open(
    hall: Hall, draft: Draft, enter: Enter, path: str
) -> None:
    pages_stay_open(hall, draft, enter, path, few=1)


@pytest.mark.nightly
@pytest.mark.parametrize("path", KINDS)
def test_whatever_a_file_holds_its_pages_stay_open(hall: Hall, draft: Draft, enter: Enter, path: str) -> None:
    pages_stay_open(hall, draft, enter, path)
