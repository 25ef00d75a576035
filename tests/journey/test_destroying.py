"""Selection and destruction: only what has run out, what somebody reviewed, and what nothing keeps."""

import os
import signal
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from app import faults
from app.cityhall import journal
from app.cityhall.archive import files, holds, nomenclature, selections
from app.cityhall.archive.holds import LegalHold
from app.cityhall.archive.models import COOLING, DONE, ArchiveFile, Selection, SelectionItem
from app.cityhall.archive.nomenclature import NomenclatureLine, Said
from app.cityhall.documents.models import Document, Revision
from app.cityhall.institutions import LocalRule
from app.cityhall.registry.models import RegisterMark
from app.cityhall.registry.rules import romanian_day
from app.database import db, session, transaction
from app.journey import destroying
from app.refusal import Refusal
from tests.archived import ACT, CODE, Kept, archived, changes, confirmed, destroys, lists, reviewed
from tests.hall import Hall

LONG_AGO = date(2024, 5, 6)


def held(hall: Hall, kept: Kept) -> None:
    with transaction():
        file = files.locked(kept.case.id)
        assert file is not None
        holds.place(file, "Proces în curs", "dosar 12/3/2026", hall.actor("Sanda").person_id, hall.now)


def test_what_has_run_out_goes_after_the_cooling_off_and_its_facts_stay(any_hall: Hall) -> None:
    hall = any_hall
    gone, excepted = archived(hall, LONG_AGO), archived(hall, LONG_AGO)
    permanent, young = archived(hall, LONG_AGO, years=0), archived(hall, LONG_AGO, years=5)
    made = lists(hall)
    assert {one.case_id for one in selections.items(made.id)} == {gone.case.id, excepted.case.id}
    reviewed(hall, made, excepted)
    confirmed(hall, made)
    assert destroys(hall, days=6.9) == 0
    assert gone.stands(hall)
    assert destroys(hall, days=0.2) == 1
    assert not gone.stands(hall)
    assert all(one.stands(hall) for one in (excepted, permanent, young))
    assert gone.row.destroyed_at == hall.now
    assert gone.row.contents[0]["sha256"]
    assert gone.row.case.answers == {}
    rows = session().scalars(
        select(Revision.destroyed_at).join(Document).where(Document.case_id == gone.case.id)
    )
    assert set(rows) == {hall.now}
    marks = session().scalars(select(RegisterMark.kind).where(RegisterMark.entry_id == gone.case.entry_id))
    assert "destroyed" in set(marks)
    assert selections.mine_by_id(made.id).state == DONE
    told = session().scalars(select(journal.JournalEntry.action)).all()
    assert {"archive.destroyed", "selection.done"} <= set(told)
    assert journal.first_broken() is None


def test_bytes_that_another_file_needs_stay(hall: Hall) -> None:
    content = b"\xff\xd8 o poza pentru doi"
    gone, other = archived(hall, LONG_AGO, content=content), archived(hall, LONG_AGO, 5, content)
    made = lists(hall)
    reviewed(hall, made)
    confirmed(hall, made)
    assert destroys(hall, days=8) == 1
    assert gone.row.destroyed_at
    assert other.stands(hall)
    assert hall.house.outside.files.get(other.sha256) == content
    hall.now += timedelta(days=5 * 366)
    made = lists(hall, "Selecționare 2031")
    reviewed(hall, made)
    confirmed(hall, made)
    assert destroys(hall, days=8) == 1
    assert not other.stands(hall)


def test_a_hold_of_the_last_minute_and_a_changed_mind_keep_the_bytes(hall: Hall) -> None:
    spared, gone = archived(hall, LONG_AGO), archived(hall, LONG_AGO)
    made = lists(hall)
    reviewed(hall, made)
    confirmed(hall, made)
    changes(made, lambda one: selections.cancel(one, hall.now))
    assert destroys(hall, days=30) == 0
    made = lists(hall, "A doua")
    reviewed(hall, made)
    confirmed(hall, made)
    held(hall, spared)
    assert destroys(hall, days=8) == 1
    assert spared.stands(hall)
    assert not gone.stands(hall)
    assert {one.spared_because for one in selections.items(made.id)} == {None, "hold"}
    with pytest.raises(Refusal, match=r"archive\.destroyed"):
        held(hall, gone)


def test_the_name_the_act_and_two_people_are_needed(hall: Hall) -> None:
    archived(hall, LONG_AGO)
    made, sanda, silvia = lists(hall), hall.actor("Sanda").person_id, hall.actor("Silvia").person_id
    with pytest.raises(Refusal, match=r"selection\.empty"):
        lists(hall, "A doua")
    changes(made, selections.submit)
    with pytest.raises(Refusal, match=r"selection\.same_person"):
        changes(made, lambda one: selections.review(one, sanda, hall.now))
    changes(made, lambda one: selections.review(one, silvia, hall.now))
    wrong = {
        "selection.wrong_name": ("selecționare", ACT, sanda),
        "selection.act_needed": (made.name, " ", sanda),
        "selection.same_person": (made.name, ACT, silvia),
    }
    for key, (name, act, by) in wrong.items():
        with pytest.raises(Refusal, match=key):
            changes(made, lambda one, n=name, a=act, b=by: selections.confirm(one, n, a, b, hall.now))  # type: ignore[misc]


def test_the_institution_sets_its_own_days_of_cooling_off(hall: Hall) -> None:
    archived(hall, LONG_AGO)
    (institution_id,) = hall.actor("Sanda").institutions()
    with transaction():
        key, value = selections.COOLING_RULE, {"days": 30}
        act, since = "HCL 1/2026", date(2026, 1, 1)
        session().add(
            LocalRule(institution_id=institution_id, key=key, value=value, act=act, valid_from=since)
        )
    made = lists(hall)
    reviewed(hall, made)
    confirmed(hall, made)
    assert destroys(hall, days=29) == 0
    assert destroys(hall, days=2) == 1


def dies(hall: Hall, points: Path) -> bool:
    """A worker process of its own destroys; did it die by `kill -9` between bytes and row?"""
    session().close()
    db.engine.dispose()
    (points / "destroying.removed").touch()
    child = os.fork()
    if not child:
        try:
            faults.arm(points)
            destroying.destroy_cooled(hall.house, hall.now)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_worker_killed_in_the_middle_is_taken_over(each_hall: Hall, tmp_path: Path) -> None:
    hall = each_hall
    first, second = archived(hall, LONG_AGO), archived(hall, LONG_AGO)
    made = lists(hall)
    reviewed(hall, made)
    confirmed(hall, made)
    hall.now += timedelta(days=8)
    assert dies(hall, tmp_path)
    assert not any(one.row.destroyed_at for one in (first, second))
    assert destroys(hall) == 2
    assert not first.stands(hall)
    assert not second.stands(hall)
    assert selections.mine_by_id(made.id).state == DONE
    assert destroys(hall) == 0


def test_the_nomenclature_in_force_at_closing_decides(hall: Hall) -> None:
    before, after = archived(hall, date(2026, 3, 1), 10), archived(hall, date(2026, 9, 1), 10)
    (institution_id,) = hall.actor("Sanda").institutions()
    with transaction():
        said = Said(CODE, "Petiții", "", 0, False, "Confirmare ANR nr. 40/2026", date(2026, 6, 1))
        nomenclature.say(institution_id, said)
    assert (before.row.retention_years, before.row.keep_until) == (10, date(2037, 1, 1))
    assert (after.row.permanent, after.row.keep_until) == (True, None)
    assert nomenclature.filed(institution_id, CODE, 99, date(2026, 5, 31)).years == 10
    assert nomenclature.filed(institution_id, CODE, 99, date(2026, 6, 1)).years == 0
    assert nomenclature.filed(institution_id, "nescris", 99, date(2026, 6, 1)).years == 99
    with pytest.raises(Refusal, match=r"nomenclature\.date"), transaction():
        nomenclature.say(institution_id, said)


FILES = 3
# The straight way to a destruction; anything may happen before each of its steps.
WAY = ("make", "submit", "review", "confirm", "wait", "wait", "destroy")
KINDS = ("hold", "lift", "except", "cancel", "permanent", "long", "short", "wait", "destroy", *WAY)
MEANWHILE = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, FILES - 1)), max_size=2)
STEPS = st.tuples(*(MEANWHILE for _step in WAY)).map(
    lambda between: [one for some, step in zip(between, WAY, strict=True) for one in (*some, (step, 0))]
)


class History:
    """Things that people and time do to a few files, in any order; what is refused does not happen."""

    def __init__(self, hall: Hall, kept: list[Kept]) -> None:
        self.hall, self.kept = hall, kept
        self.sanda, self.silvia = (hall.actor(name).person_id for name in ("Sanda", "Silvia"))
        self.lists: list[Selection] = []

    def does(self, what: str, which: int) -> None:
        """One step, unless a rule forbids it."""
        try:
            with transaction():
                getattr(self, f"do_{what}")(self.kept[which])
        except Refusal:
            session().rollback()

    def latest(self) -> Selection:
        if not self.lists:
            raise Refusal("selection.unknown")
        return selections.mine_by_id(self.lists[-1].id, lock=True)

    def file(self, kept: Kept) -> ArchiveFile:
        found = files.locked(kept.case.id)
        assert found is not None
        return found

    def do_hold(self, kept: Kept) -> None:
        holds.place(self.file(kept), "Proces", "dosar 1", self.sanda, self.hall.now)

    def do_lift(self, kept: Kept) -> None:
        holds.lift(self.file(kept), "Încheiat", self.sanda, self.hall.now)

    def do_make(self, kept: Kept) -> None:
        name = f"Lista {len(self.lists)}"
        today = romanian_day(self.hall.now)
        hall_id = kept.case.institution_id
        self.lists.append(selections.make(hall_id, name, self.sanda, self.hall.now, today))

    def do_submit(self, _kept: Kept) -> None:
        selections.submit(self.latest())

    def do_except(self, kept: Kept) -> None:
        for item in selections.items(self.latest().id):
            if item.case_id == kept.case.id:
                selections.except_(item, "Se păstrează", self.silvia)

    def do_review(self, _kept: Kept) -> None:
        selections.review(self.latest(), self.silvia, self.hall.now)

    def do_confirm(self, _kept: Kept) -> None:
        one = self.latest()
        selections.confirm(one, one.name, ACT, self.sanda, self.hall.now)

    def do_cancel(self, _kept: Kept) -> None:
        selections.cancel(self.latest(), self.hall.now)

    def _said(self, kept: Kept, years: int) -> None:
        line = nomenclature.in_force(kept.case.institution_id, kept.row.code, LONG_AGO)
        since = line.valid_from + timedelta(days=1) if line else date(2000, 1, 1)
        said = Said(kept.row.code, "Dosare", "", years, False, "act", since)
        nomenclature.say(kept.case.institution_id, said)

    def do_permanent(self, kept: Kept) -> None:
        self._said(kept, 0)

    def do_long(self, kept: Kept) -> None:
        self._said(kept, 50)

    def do_short(self, kept: Kept) -> None:
        self._said(kept, 1)

    def do_wait(self, _kept: Kept) -> None:
        self.hall.now += timedelta(days=4)

    def do_destroy(self, _kept: Kept) -> None:
        """Nothing here: the worker comes outside of any transaction."""

    def worker_comes(self) -> None:
        """What may go now is known before; all else must stand afterwards, with its bytes."""
        may = {one.case.id for one in self.kept if self._may_go(one)}
        gone = {one.case.id for one in self.kept if one.row.destroyed_at}
        destroying.destroy_cooled(self.hall.house, self.hall.now)
        for one in self.kept:
            if one.case.id in may | gone:
                assert one.row.destroyed_at
                assert not one.stands(self.hall)
            else:
                assert one.row.destroyed_at is None
                assert one.stands(self.hall)

    def _may_go(self, kept: Kept) -> bool:
        """Said again from the law, not from the code: permanent, held, young, excepted, warm: never."""
        row = kept.row
        warm = select(SelectionItem).join(Selection).where(SelectionItem.case_id == row.case_id)
        cold = warm.where(Selection.state == COOLING, Selection.cooling_until <= self.hall.now)
        item = session().scalar(cold.where(SelectionItem.excepted_because.is_(None)))
        today = romanian_day(self.hall.now)
        return bool(
            item is not None
            and row.destroyed_at is None
            and row.retention_years != 0
            and date(row.closed_on.year + 1 + row.retention_years, 1, 1) <= today
            and not any(one.lifted_at is None for one in holds.history(row.case_id))
        )


def as_new(hall: Hall, kept: list[Kept]) -> None:
    """Everything as before the first step."""
    with transaction():
        for table in (SelectionItem, Selection, LegalHold):
            session().execute(delete(table))
        session().execute(delete(NomenclatureLine).where(NomenclatureLine.code.startswith("PROBA")))
        session().execute(update(Revision).values(destroyed_at=None))
        for number, one in enumerate(kept):
            fresh = {
                "retention_years": 1,
                "keep_until": date(2026, 1, 1),
                "destroyed_at": None,
                "code": f"PROBA {number}",
            }
            session().execute(update(ArchiveFile).where(ArchiveFile.case_id == one.case.id).values(**fresh))
            assert hall.house.outside.files.put(contents(number)) == one.sha256


def contents(number: int) -> bytes:
    return b"\xff\xd8 proba %d" % number


def story(hall: Hall, examples: int) -> None:
    kept = [archived(hall, LONG_AGO, content=contents(number)) for number in range(FILES)]
    start = hall.now

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(STEPS)
    def histories(steps: list[tuple[str, int]]) -> None:
        hall.now = start
        as_new(hall, kept)
        history = History(hall, kept)
        for what, which in steps:
            history.does(what, which)
            if what == "destroy":
                history.worker_comes()

    histories()


def test_nothing_permanent_or_held_is_ever_destroyed(hall: Hall) -> None:
    story(hall, 25)


@pytest.mark.nightly
def test_nothing_permanent_or_held_is_ever_destroyed_in_many_histories(any_hall: Hall) -> None:
    story(any_hall, 400)


def test_a_straight_history_does_destroy(hall: Hall) -> None:
    """The property above would hold of a hall that never destroys anything: this one does."""
    kept = [archived(hall, LONG_AGO, content=contents(number)) for number in range(FILES)]
    as_new(hall, kept)
    history = History(hall, kept)
    for what in WAY[:-1]:
        history.does(what, 0)
    history.worker_comes()
    assert all(one.row.destroyed_at for one in kept)
