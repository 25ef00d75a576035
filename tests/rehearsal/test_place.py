"""The hall on paper: furnished like the real one, and apart from it whatever happens in it."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import logs, metrics
from app.cityhall.audiences.models import Official
from app.cityhall.people import accounts
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.procedures import scenarios
from app.database import Base, session
from app.queue.models import Job
from app.rehearsal import place as places
from app.rehearsal import plays, trials
from app.rehearsal.place import Place
from tests.hall import Hall
from tests.rehearsal.conftest import place_of, story


def rows() -> dict[str, int]:
    """How many there are in every table of the real hall."""
    every = Base.metadata.tables.values()
    return {one.name: session().scalar(select(func.count()).select_from(one)) or 0 for one in every}


def files(folder: Path) -> dict[str, bytes]:
    kept = (one for one in folder.rglob("*") if one.is_file() and "sqlite" not in one.name)
    return {str(one): one.read_bytes() for one in kept}


def outside(hall: Hall) -> tuple[Any, ...]:
    """Everything that the real hall's outside was ever asked."""
    return (
        hall.sms.sent,
        hall.mail.sent,
        hall.bank.reservations,
        hall.bank.opened,
        hall.till.asked,
        hall.till.paid,
    )


def test_nothing_real_is_touched_by_a_whole_case_on_paper(any_hall: Hall) -> None:
    """Filed, signed, paid for in messages, PDF and a locker's door; and the same again, step by step."""
    real = any_hall.petition()
    place = place_of(any_hall)
    folder = any_hall.app.extensions["settings"].instance
    before = (rows(), files(folder), repr(outside(any_hall)), any_hall.fresh(real).revision)
    session().rollback()
    counted = metrics.page([])
    told = story(place.own, "locker_and_survey")
    standing = trials.open(place, told)
    assert standing.case is not None
    assert (standing.failed, standing.case.status) == (None, "closed")
    assert {one.channel for one in standing.notices} == {"email", "sms"}
    assert trials.content(place, told, 4).startswith(b"%PDF")
    assert metrics.page([]) == counted
    assert (rows(), files(folder), repr(outside(any_hall)), any_hall.fresh(real).revision) == before


def test_the_log_of_the_real_hall_says_nothing_of_it(
    hall: Hall, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.bind(request="the analyst's own")
    capsys.readouterr()
    trials.open(place, story(place.own, "answered_by_email"))
    assert capsys.readouterr().err == ""
    logs.log.info("after")
    assert "the analyst's own" in capsys.readouterr().err
    logs.clear()


def test_desks_posts_and_programme_come_along_and_nobody_s_address(hall: Hall, place: Place) -> None:
    real = accounts.by_email("salubrizare@ps6.example")
    assert real is not None
    snapshot = places.beginning(place)

    def look() -> None:
        with places.entered(snapshot) as paper:
            ana = paper.actor("Ana Inspector")
            assert (ana.person_id, {post.role for post in ana.posts}) == (real.person_id, {"officer"})
            people = session().scalars(select(Person)).all()
            assert all((one.email or "").endswith("@proba.example") for one in people)
            assert not [one for one in people if one.cnp or one.address]
            assert accounts.by_email("salubrizare@ps6.example") is None
            assert session().scalar(select(func.count()).select_from(Official))
            signs_in = {one.password_hash for one in session().scalars(select(Account))}
            assert signs_in == {"!"}

    places.apart(look)


def test_who_works_there_no_more_is_left_out_with_the_post(hall: Hall) -> None:
    before = len(place_of(hall).rows["post"])
    session().delete(session().scalars(select(Post).where(Post.role == "planner")).one())
    session().commit()
    after = place_of(hall)
    assert len(after.rows["post"]) == before - 1
    assert "Toma Planificator" not in {row["full_name"] for row in after.rows["person"]}


def test_two_halls_from_one_snapshot_know_nothing_of_each_other(hall: Hall, place: Place) -> None:
    snapshot = places.beginning(place)

    def enqueue() -> None:
        with places.entered(snapshot) as paper:
            paper.house.outside.files.put(b"here")
            session().add(Job(key="k", kind="k", payload={}, run_at=paper.now, turn=0, created_at=paper.now))
            session().commit()

    def look() -> tuple[int, bool]:
        with places.entered(snapshot) as paper:
            stored = paper.house.outside.files.files  # type: ignore[attr-defined]
            return session().scalar(select(func.count()).select_from(Job)) or 0, bool(stored)

    places.apart(enqueue)
    assert places.apart(look) == (0, False)


def test_threads_have_halls_of_their_own(hall: Hall, place: Place) -> None:
    """As a web server's threads do: several analysts try at once, each their own."""
    told = next(one for one in scenarios.read(place.own) if one.name == "redirected")
    found: list[bool] = []
    both = threading.Barrier(2)

    def tries() -> None:
        both.wait()
        found.append(plays.play(place, told).passed)

    threads = [threading.Thread(target=tries) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [True, True]
