"""A draft becomes a version: what stands before it, a second person, its day, and the way back."""

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from app.cityhall import institutions, journal
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.journal import JournalEntry
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureFile
from app.cityhall.publications import actions, queries
from app.cityhall.publications.models import Publication
from app.cli import procedures as command
from app.database import session, transaction
from app.journey import publication_gate, publishing
from app.journey.publishing import Wish
from app.refusal import Refusal
from tests.hall import ROOT, Hall
from tests.journey.editions import published, relabelled, unanalysed
from tests.journey.studio_desk import asked, drafted, gate_of, green, saved

TOMORROW = date(2026, 11, 24)


def fresh(publication: Publication) -> Publication:
    session().rollback()
    return session().get_one(Publication, publication.id, populate_existing=True)


def wants_approval() -> None:
    hall = institutions.by_code("PS6")
    assert hall is not None
    with transaction():
        found = institutions.by_id(hall.id)
        assert found is not None
        found.publishing_approval = True


def noted(action: str) -> list[JournalEntry]:
    session().rollback()
    return list(session().scalars(select(JournalEntry).where(JournalEntry.action == action)))


def test_a_draft_is_published_with_its_reason_and_the_difference_is_in_the_journal(each_hall: Hall) -> None:
    draft = drafted(each_hall, relabelled)
    green(each_hall, draft)
    publication = asked(each_hall, draft)
    version = procedures.current("petition")
    assert (fresh(publication).state, version.number, version.source) == ("published", 2, "studio")
    assert version.reason == "Ștampila cerută de audit."
    assert version.published_by is not None
    assert version.published_by.id == each_hall.actor("Anca").person_id
    assert version.valid_from == date(2026, 11, 23)
    assert session().get_one(Draft, draft.id).state == "published"
    (entry,) = noted("procedure.published")
    told = entry.facts["difference"]
    assert {one["facts"].get("after") for one in told} >= {"Analiza petiției"}
    assert journal.first_broken() is None


def test_a_version_never_changes(hall: Hall) -> None:
    version = procedures.current("petition")
    with pytest.raises(AssertionError, match="never changes"), transaction():
        procedures.version(version.id).reason = "Altul"
    query = select(ProcedureFile).where(ProcedureFile.version_id == version.id)
    for doing in (lambda file: setattr(file, "content", b"x"), session().delete):
        with pytest.raises(AssertionError, match="never changes"), transaction():
            doing(session().scalars(query.limit(1)).one())


def test_each_obstacle_of_the_gate_is_told(hall: Hall) -> None:
    draft = drafted(hall)
    assert gate_of(hall, draft).obstacles() == ["publication.same", "publication.unplayed"]
    drafted(hall, relabelled)
    green(hall, draft, "failed")
    assert gate_of(hall, draft).obstacles() == ["publication.failed"]
    saved(hall, draft, "notices.toml", b"[broken")
    assert gate_of(hall, draft).obstacles() == ["publication.problems", "publication.unplayed"]
    with pytest.raises(Refusal, match=r"publication\.problems"):
        asked(hall, draft)


@pytest.mark.parametrize(
    ("reason", "day", "key"),
    [("  ", None, "publication.reason"), ("Da.", date(2026, 11, 22), "publication.day")],
)
def test_a_wish_needs_a_reason_and_a_day_to_come(hall: Hall, reason: str, day: date | None, key: str) -> None:
    draft = drafted(hall, relabelled)
    green(hall, draft)
    with pytest.raises(Refusal) as refused:
        asked(hall, draft, reason=reason, day=day)
    assert refused.value.key == key


def test_what_changed_after_one_looked_is_not_published(hall: Hall) -> None:
    draft = drafted(hall, relabelled)
    green(hall, draft)
    gate = gate_of(hall, draft)
    saved(hall, draft, "papers.json", b"[]", who="Bogdan")
    with pytest.raises(Refusal, match=r"publication\.changed_meanwhile"), transaction():
        publishing.ask(gate, Wish("Da.", None, gate.digest), hall.actor("Anca"), hall.house, hall.now)
    assert procedures.current("petition").number == 1


def test_a_second_person_approves_never_who_asked(each_hall: Hall) -> None:
    hall = each_hall
    wants_approval()
    draft = drafted(hall, relabelled)
    green(hall, draft)
    publication = asked(hall, draft)
    assert (fresh(publication).state, procedures.current("petition").number) == ("waiting", 1)
    with pytest.raises(Refusal, match=r"publication\.own"), transaction():
        actions.approve(
            queries.locked(publication.procedure_id, publication.id), hall.actor("Anca").person_id, hall.now
        )
    with pytest.raises(Refusal, match=r"publication\.open"):
        asked(hall, draft, who="Bogdan")
    with transaction():
        waiting = queries.locked(publication.procedure_id, publication.id)
        publishing.approve(waiting, hall.actor("Bogdan"), hall.house, hall.now)
    version = procedures.current("petition")
    assert version.approved_by is not None
    assert (version.number, version.approved_by.id) == (2, hall.actor("Bogdan").person_id)
    assert [len(noted(f"publication.{what}")) for what in ("asked", "approved")] == [1, 1]
    with pytest.raises(Refusal, match=r"publication\.settled"):
        queries.locked(publication.procedure_id, publication.id)


def test_a_refusal_needs_words_and_the_draft_stays_open(hall: Hall) -> None:
    wants_approval()
    draft = drafted(hall, relabelled)
    green(hall, draft)
    publication = asked(hall, draft)
    by = hall.actor("Bogdan").person_id
    with pytest.raises(Refusal, match=r"publication\.why"), transaction():
        actions.refuse(queries.locked(publication.procedure_id, publication.id), " ", by, hall.now)
    with transaction():
        actions.refuse(
            queries.locked(publication.procedure_id, publication.id), "Lipsește un pas.", by, hall.now
        )
    assert (fresh(publication).state, fresh(publication).note) == ("refused", "Lipsește un pas.")
    assert session().get_one(Draft, draft.id).state == "open"


def test_a_publication_waits_for_its_day_and_then_the_worker_publishes_it(each_hall: Hall) -> None:
    hall = each_hall
    draft = drafted(hall, relabelled)
    green(hall, draft)
    publication = asked(hall, draft, day=TOMORROW)
    assert publishing.publish_due(hall.house, hall.now) == 0
    assert fresh(publication).state == "scheduled"
    hall.passes(hours=14)  # past midnight in Bucharest, not yet in Greenwich
    assert publishing.publish_due(hall.house, hall.now) == 1
    assert (fresh(publication).state, procedures.current("petition").valid_from) == ("published", TOMORROW)
    assert publishing.publish_due(hall.house, hall.now) == 0


def test_a_scheduled_publication_lapses_when_its_draft_or_the_live_version_changes(hall: Hall) -> None:
    draft = drafted(hall, relabelled)
    green(hall, draft)
    first = asked(hall, draft, day=TOMORROW)
    saved(hall, draft, "papers.json", b"[]")
    hall.passes(days=1)
    publishing.publish_due(hall.house, hall.now)
    assert (fresh(first).state, fresh(first).note) == ("lapsed", "publication.lapsed")
    green(hall, draft)
    second = asked(hall, draft, day=date(2026, 11, 25))
    published(hall, unanalysed)
    hall.passes(days=1)
    publishing.publish_due(hall.house, hall.now)
    assert (fresh(second).state, procedures.current("petition").number) == ("lapsed", 2)
    assert gate_of(hall, draft).behind


def test_the_way_back_publishes_the_earlier_files_as_a_new_version(hall: Hall) -> None:
    first = procedures.current("petition")
    published(hall, relabelled)
    gate = publication_gate.of_version(procedures.version(first.id), hall.house)
    with transaction():
        publishing.ask(
            gate, Wish("Pasul era greșit.", None, gate.digest), hall.actor("Anca"), hall.house, hall.now
        )
    version = procedures.current("petition")
    assert (version.number, version.source, version.digest) == (3, "rollback", first.digest)
    again = publication_gate.of_version(procedures.version(first.id), hall.house)
    assert again.obstacles() == ["publication.same"]


def test_a_folder_never_takes_the_place_of_what_the_studio_published(hall: Hall) -> None:
    institution = institutions.by_code("PS6")
    assert institution is not None
    folder = folders.read_folder(ROOT, "petition")
    changed = {**folder, "papers.json": b"[]"}

    def load(files: dict[str, bytes], *, over: bool = False) -> tuple[str, int]:
        with transaction():
            found = publishing.load(institution, "petition", files, hall.now, over=over)
            return found.how, found.version.number

    assert load(folder) == ("same", 1)
    assert load(changed) == ("published", 2)
    draft = drafted(hall, relabelled)
    green(hall, draft)
    asked(hall, draft)
    assert load(changed) == ("kept", 3)
    assert load(folder) == ("kept", 3)
    with pytest.raises(Refusal, match=r"procedure\.over_studio"):
        load({**folder, "papers.json": b"[ ]"})
    assert load({**folder, "papers.json": b"[ ]"}, over=True) == ("published", 4)
    assert [one.facts["source"] for one in noted("procedure.published")] == ["folder", "studio", "folder"]


def test_the_command_says_what_it_kept_and_refuses_in_words(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, institution = folders.read_folder(ROOT, "petition"), institutions.by_code("PS6")
    assert institution is not None
    draft = drafted(hall, relabelled)
    green(hall, draft)
    asked(hall, draft)
    assert command._publish(institution, "petition", folder, over=False)
    assert not command._publish(institution, "petition", {**folder, "papers.json": b"[]"}, over=False)
    said = capsys.readouterr()
    assert "PS6 petition v2  (the studio's; the folder was published before)" in said.out
    assert "Nu am suprascris-o" in said.err
    assert procedures.current("petition").number == 2


def test_nobody_finds_a_publication_under_another_procedure(hall: Hall) -> None:
    draft = drafted(hall, relabelled)
    green(hall, draft)
    publication = asked(hall, draft, day=TOMORROW)
    with pytest.raises(Refusal, match=r"publication\.unknown"):
        queries.locked(uuid.uuid4(), publication.id)
    assert drafts.open_of(publication.procedure_id) is not None
