"""Drafts: two analysts on one file lose nothing; what a draft may hold; who finds it."""

import uuid
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from app.cityhall import institutions
from app.cityhall.drafts import actions, queries, rules, texts
from app.cityhall.drafts.models import Draft, DraftFile
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.database import db, session, transaction
from app.refusal import Refusal
from tests.hall import ROOT, Hall

DIAGRAM = "procedure.bpmn"


def opened(hall: Hall, code: str = "petition") -> Draft:
    """Anca's draft of a procedure."""
    with transaction():
        return actions.begin(procedures.current(code), hall.actor("Anca").person_id, hall.now)


def locked(hall: Hall, code: str = "petition") -> Draft:
    return queries.mine(code, hall.actor("Anca"), lock=True)


def saved(hall: Hall, who: str, content: bytes, seen: int, path: str = DIAGRAM) -> int:
    """Somebody saves a file of the draft of petitions."""
    with transaction():
        return actions.save(locked(hall), path, content, seen, hall.actor(who).person_id, hall.now)


def refused(hall: Hall, who: str, content: bytes, seen: int, path: str = DIAGRAM) -> Refusal:
    with pytest.raises(Refusal) as found:
        saved(hall, who, content, seen, path)
    session().rollback()
    return found.value


def test_every_procedure_opens_as_a_draft_of_its_own_files(each_hall: Hall) -> None:
    for code in folders.codes(ROOT):
        assert queries.files(opened(each_hall, code).id) == folders.read_folder(ROOT, code)


def test_two_analysts_on_one_file_are_told_and_overwrite_nothing(any_hall: Hall) -> None:
    draft = opened(any_hall)
    assert opened(any_hall).id == draft.id
    assert saved(any_hall, "Anca", b"<one/>", 1) == 2
    assert saved(any_hall, "Anca", b"<one/>", 2) == 2
    any_hall.now += timedelta(minutes=3)
    said = refused(any_hall, "Bogdan", b"<two/>", 1)
    assert (said.key, said.facts["who"], said.facts["path"]) == (
        "draft.changed_meanwhile",
        "Anca Analist",
        DIAGRAM,
    )
    assert queries.files(draft.id)[DIAGRAM] == b"<one/>"
    assert saved(any_hall, "Bogdan", b"<two/>", 2) == 3
    assert refused(any_hall, "Anca", b"<new/>", 1, "new.bpmn").key == "draft.changed_meanwhile"
    assert saved(any_hall, "Anca", b"<new/>", 0, "new.bpmn") == 1
    assert refused(any_hall, "Bogdan", b"<mine/>", 0, "new.bpmn").key == "draft.changed_meanwhile"


def test_of_two_that_save_at_once_one_is_told(any_hall: Hall) -> None:
    opened(any_hall)
    outcomes: list[object] = []

    def save(who: str) -> None:
        with any_hall.app.app_context():
            try:
                outcomes.append(saved(any_hall, who, who.encode(), 1))
            except Refusal as refusal:
                outcomes.append(refusal.key)
            finally:
                session().close()
                db.engine.dispose()

    both = [Thread(target=save, args=(who,)) for who in ("Anca", "Bogdan")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes, key=str) == [2, "draft.changed_meanwhile"]


def test_a_file_is_removed_only_as_it_was_seen(any_hall: Hall) -> None:
    draft = opened(any_hall)
    by = any_hall.actor("Anca").person_id
    saved(any_hall, "Bogdan", b"[]", 1, "papers.json")
    for seen, key in ((1, "draft.changed_meanwhile"), (0, "draft.changed_meanwhile")):
        with pytest.raises(Refusal) as found, transaction():
            actions.remove(locked(any_hall), "papers.json", seen, by, any_hall.now)
        assert found.value.key == key
    with transaction():
        actions.remove(locked(any_hall), "papers.json", 2, by, any_hall.now)
    assert "papers.json" not in queries.files(draft.id)
    assert "papers.json" in queries.began_with(draft)


def test_a_draft_given_up_is_closed_and_found_no_more(any_hall: Hall) -> None:
    draft = opened(any_hall)
    by = any_hall.actor("Anca").person_id
    with transaction():
        actions.discard(locked(any_hall), by, any_hall.now)
    with pytest.raises(Refusal, match=r"draft\.none"):
        queries.mine("petition", any_hall.actor("Anca"))
    stale = session().get(Draft, draft.id)
    assert stale is not None
    with pytest.raises(Refusal, match=r"draft\.closed"):
        actions.save(stale, DIAGRAM, b"", 1, by, any_hall.now)
    assert opened(any_hall).id != draft.id
    assert session().get(DraftFile, (draft.id, DIAGRAM)) is not None


def test_a_whole_import_keeps_revisions_growing(any_hall: Hall) -> None:
    draft = opened(any_hall)
    by = any_hall.actor("Anca").person_id
    new = folders.read_folder(ROOT, "drop_off")
    with transaction():
        actions.replace_all(locked(any_hall), new, by, any_hall.now)
    assert queries.files(draft.id) == new
    assert queries.file_row(draft, DIAGRAM).revision == 2
    assert queries.file_row(draft, "archiving.bpmn").revision == 1
    too_many = {f"t{number}.csv": b"" for number in range(rules.MOST_FILES + 1)}
    for files in (too_many, {"x.py": b""}, {"x.csv": b"x" * (rules.MOST_BYTES + 1)}):
        with pytest.raises(Refusal), transaction():
            actions.replace_all(locked(any_hall), files, by, any_hall.now)
    assert queries.files(draft.id) == new


def test_a_new_procedure_takes_a_free_code(any_hall: Hall) -> None:
    hall = institutions.by_code("PS6")
    assert hall is not None
    by = any_hall.actor("Anca").person_id
    for code, key in (
        ("petition", "code_taken"),
        ("Nou", "bad_code"),
        ("shared", "bad_code"),
        ("a\0b", "bad_code"),
    ):
        with pytest.raises(Refusal, match=rf"draft\.{key}"), transaction():
            actions.begin_anew(hall, code, {}, by, any_hall.now)
    with transaction():
        made = actions.begin_anew(hall, "aviz_nou", {DIAGRAM: b"<a/>"}, by, any_hall.now)
    assert made.based_on is None
    with transaction():
        actions.discard(queries.mine("aviz_nou", any_hall.actor("Anca"), lock=True), by, any_hall.now)
    with transaction():
        again = actions.begin_anew(hall, "aviz_nou", {}, by, any_hall.now)
    assert again.id != made.id


def test_who_is_no_analyst_of_the_institution_finds_nothing(any_hall: Hall) -> None:
    opened(any_hall)
    stranger = replace(
        any_hall.actor("Anca"),
        posts=tuple(replace(post, institution_id=uuid.uuid4()) for post in any_hall.actor("Anca").posts),
    )
    for who in (stranger, any_hall.actor("Paul"), any_hall.actor("Dan"), any_hall.actor("ioana@exemplu.ro")):
        assert queries.procedures(who) == []
        with pytest.raises(Refusal, match=r"procedure\.unknown"):
            queries.mine("petition", who)
    for code in ("none", "a\0", "x" * 300, ""):
        with pytest.raises(Refusal, match=r"procedure\.unknown"):
            queries.procedure(code, any_hall.actor("Anca"))


def test_presence_is_of_the_last_forty_seconds(any_hall: Hall) -> None:
    draft = opened(any_hall)
    anca, bogdan = any_hall.actor("Anca").person_id, any_hall.actor("Bogdan").person_id
    for path in (DIAGRAM, "papers.json"):
        with transaction():
            actions.note_presence(draft, anca, path, any_hall.now)
    assert [one.path for one in queries.present(draft, any_hall.now, but=bogdan)] == ["papers.json"]
    assert queries.present(draft, any_hall.now, but=anca) == []
    assert queries.present(draft, any_hall.now + timedelta(seconds=41), but=bogdan) == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "../x.csv",
        "a/b.bpmn",
        "x.BPMN",
        "forms/x.py",
        "letters/x.doc",
        ".without",
        "x\0.csv",
        "x.bpmn\n",
    ],
)
def test_only_what_a_procedures_folder_may_hold(path: str) -> None:
    with pytest.raises(Refusal, match=r"draft\.bad_path"):
        rules.check_path(path)


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("papers.json", "{"),
        ("papers.json", "[" * 20_000),
        ("notices.toml", "a = "),
        ("fees.csv", "a,b\n1\n"),
        ("fees.csv", 'a,b\n"1,2\n'),
        ("papers.json", '"\ud800"'),
    ],
)
def test_a_text_that_nobody_could_read_is_not_kept(path: str, typed: str) -> None:
    with pytest.raises(Refusal, match=r"draft\.unreadable_text"):
        texts.checked(path, typed)


def test_a_text_is_kept_with_the_ends_of_lines_of_files() -> None:
    assert texts.checked("fees.csv", "# o notă\r\na,b\r\n1,2\r\n") == "# o notă\na,b\n1,2\n".encode()
    with pytest.raises(Refusal, match=r"draft\.not_text"):
        texts.check_editable("procedure.bpmn")
