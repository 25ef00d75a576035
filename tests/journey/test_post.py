"""What comes to the registry's mailbox is in the hall whole, once, before it leaves the mailbox."""

import errno
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.adapters import file_store
from app.cityhall import institutions
from app.cityhall.arrivals import actions, queries, rules
from app.cityhall.arrivals.actions import Arriving, ArrivingFile
from app.cityhall.arrivals.models import Arrival, MailboxPlace
from app.cityhall.documents import scans
from app.cityhall.registry import actions as register
from app.database import session, transaction
from app.journey import examining, post
from app.outside import OutsideError, Scan
from app.queue.models import Job
from app.refusal import Refusal
from tests.hall import Hall
from tests.mailbox import RealMailbox, letter, png, reads

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a"
)


class Scanner:
    """A look for viruses that knows one."""

    def __init__(self, knows: bytes = EICAR) -> None:
        self.knows = knows

    def scan(self, content: bytes) -> Scan:
        return Scan("infected", "Eicar-Test") if self.knows in content else Scan("clean")


class SmallDisk:
    """The disk under the file store has no room for more than so many bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        self.room = room
        self._write = file_store._write_through
        monkeypatch.setattr(file_store, "_write_through", self.write)

    def write(self, content: bytes, aside: Path) -> None:
        if len(content) > self.room:
            aside.write_bytes(content[: self.room])
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= len(content)
        self._write(content, aside)


def collects(hall: Hall) -> int:
    found = institutions.by_code("PS6")
    assert found is not None
    return post.collect(found, hall.house, hall.now)


def arrivals() -> list[Arrival]:
    session().rollback()
    return list(session().scalars(select(Arrival).order_by(Arrival.message_id)))


def place() -> MailboxPlace:
    session().rollback()
    return session().scalars(select(MailboxPlace)).one()


def test_a_letter_is_stored_whole_and_then_leaves_the_folder(any_hall: Hall, mailbox: RealMailbox) -> None:
    hall, raw = reads(any_hall, mailbox), letter(poza__png=png())
    at = hall.now - timedelta(hours=10)
    mailbox.arrives(raw, at=at)
    assert collects(hall) == 1
    (one,) = arrivals()
    assert (one.sender_name, one.sender_address) == ("Ioana Cetățean", "ioana@exemplu.ro")
    assert (one.subject, one.source, one.state, one.arrived_at) == ("Cererea 1", "mailbox", "new", at)
    assert one.received_at == hall.now
    assert hall.house.outside.files.get(one.raw_sha256).replace(b"\r\n", b"\n") == raw
    (file,) = one.files
    assert (file.filename, file.media_type, file.state, file.verdict) == (
        *("poza.png", "image/png", "kept", "not_scanned"),
    )
    assert hall.house.outside.files.get(file.sha256) == png()
    assert scans.of([file.sha256])[file.sha256].verdict == "not_scanned"
    assert (mailbox.lies_in(), mailbox.lies_in("Preluate")) == (0, 1)
    assert session().scalars(select(Job.payload).where(Job.kind == "propose")).all() == [
        {"arrival": str(one.id)}
    ]
    assert (place().error, place().read_at) == ("", hall.now)


def test_the_same_letter_is_one_arrival_however_often_it_comes(each_hall: Hall, mailbox: RealMailbox) -> None:
    hall, raw = reads(each_hall, mailbox), letter()
    by_another_way = b"Received: by other.example\r\nDelivered-To: primarie@ps6.example\r\n" + raw
    mailbox.arrives(raw, raw, by_another_way)
    assert collects(hall) == 1
    mailbox.arrives(raw)
    assert collects(hall) == 0
    assert len(arrivals()) == 1
    assert (mailbox.lies_in(), mailbox.lies_in("Preluate")) == (0, 4)


def test_two_letters_with_one_message_id_are_two(hall: Hall, mailbox: RealMailbox) -> None:
    mailbox.arrives(letter(), letter(text="Alt text."))
    assert collects(reads(hall, mailbox)) == 2


def test_a_mailbox_that_was_made_anew_loses_and_doubles_nothing(hall: Hall, mailbox: RealMailbox) -> None:
    reads(hall, mailbox)
    mailbox.arrives(letter(1), letter(2))
    assert collects(hall) == 2
    with transaction():
        place().validity = 12345
        place().uid = 999
    mailbox.arrives(letter(2), letter(3))
    assert collects(hall) == 1
    assert [one.subject for one in arrivals()] == ["Cererea 1", "Cererea 2", "Cererea 3"]


def test_where_nothing_is_moved_the_place_says_what_is_new(hall: Hall, mailbox: RealMailbox) -> None:
    house = reads(hall, mailbox).house
    box = {"PS6": mailbox.box(done="")}
    hall.app.extensions["house"] = replace(house, outside=replace(house.outside, post=box))
    mailbox.arrives(letter(1), letter(2))
    assert [collects(hall), collects(hall)] == [2, 0]
    mailbox.arrives(letter(3))
    assert [collects(hall), mailbox.lies_in()] == [1, 3]


def test_with_a_full_disk_nothing_is_moved_and_all_is_taken_later(
    any_hall: Hall, mailbox: RealMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SmallDisk(monkeypatch, room=1_500)
    hall = reads(any_hall, mailbox)
    mailbox.arrives(letter(1), letter(2, text="x" * 3_000), letter(3))
    assert collects(hall) == 1
    assert [one.subject for one in arrivals()] == ["Cererea 1"]
    assert (mailbox.lies_in(), mailbox.lies_in("Preluate")) == (2, 1)
    assert (place().error, place().read_at) == ("file_not_kept", None)
    small.room = 1_000_000
    assert collects(hall) == 2
    assert [one.subject for one in arrivals()] == ["Cererea 1", "Cererea 2", "Cererea 3"]
    assert (place().error, place().read_at) == ("", hall.now)
    assert mailbox.lies_in() == 0


def test_a_mailbox_that_does_not_answer_is_told_and_asked_again(hall: Hall, mailbox: RealMailbox) -> None:
    house = reads(hall, mailbox).house
    silent = {"PS6": mailbox.box(port=1)}
    hall.app.extensions["house"] = replace(house, outside=replace(house.outside, post=silent))
    assert collects(hall) == 0
    assert (place().error, place().looked_at) == ("unreachable", hall.now)


def test_only_one_worker_looks_at_a_time(hall: Hall, mailbox: RealMailbox) -> None:
    house = reads(hall, mailbox).house
    slow = {"PS6": mailbox.box(pause=timedelta(seconds=30))}
    hall.app.extensions["house"] = replace(house, outside=replace(house.outside, post=slow))
    mailbox.arrives(letter(1))
    assert collects(hall) == 1
    mailbox.arrives(letter(2))
    assert collects(hall) == 0
    hall.now += timedelta(seconds=30)
    assert collects(hall) == 1


def test_a_virus_is_never_stored_openly(each_hall: Hall, mailbox: RealMailbox) -> None:
    hall = reads(each_hall, mailbox, antivirus=Scanner())
    mailbox.arrives(letter(1, poza__png=png(), rau__pdf=b"%PDF-" + EICAR), letter(2, poza__png=png()))
    assert collects(hall) == 2
    bad, good = arrivals()
    assert (bad.state, good.state) == ("quarantined", "new")
    assert {(one.filename, one.state, one.reason, one.verdict) for one in bad.files} == {
        ("poza.png", "refused", "infected", "clean"),
        ("rau.pdf", "refused", "infected", "infected"),
    }
    assert bad.problems == [{"key": "infected", "facts": {"name": "rau.pdf", "virus": "Eicar-Test"}}]
    with pytest.raises(OutsideError, match="file_missing"):
        hall.house.outside.files.get(next(one.sha256 for one in bad.files if one.filename == "rau.pdf"))
    assert hall.house.outside.files.get(bad.raw_sha256)
    assert good.files[0].verdict == "clean"
    assert session().scalar(select(func.count()).where(Job.kind == "propose")) == 1


def test_a_virus_that_is_only_known_later(each_hall: Hall, mailbox: RealMailbox) -> None:
    mailbox.arrives(letter(1, poza__png=png()), letter(2, poza__png=png() + b"\0"))
    collects(reads(each_hall, mailbox))
    one, other = arrivals()
    with transaction():
        examining.scanned_again(one.files[0].sha256, Scan("infected", "Eicar-Test"), each_hall.now)
    one, other = arrivals()
    assert (one.state, one.kept, other.state, len(other.kept)) == ("quarantined", [], "new", 1)
    assert one.problems[-1]["facts"] == {"name": "poza.png", "virus": "Eicar-Test"}


def test_a_virus_that_only_the_whole_message_shows(hall: Hall, mailbox: RealMailbox) -> None:
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as packed:
        packed.writestr("a.7z", b"inside of an archive that stays closed")
    mailbox.arrives(letter(acte__zip=inside.getvalue()))
    collects(reads(hall, mailbox, antivirus=Scanner(b"Content-Disposition: attachment")))
    (one,) = arrivals()
    assert (one.state, one.problems[-1]["key"]) == ("quarantined", "infected")


def test_files_that_are_not_what_they_say_stay_in_the_message(hall: Hall, mailbox: RealMailbox) -> None:
    mailbox.arrives(letter(poza__jpg=JPEG, act__pdf=b"MZ no paper", gol__pdf=b"", poza__png=png()))
    collects(reads(hall, mailbox))
    (one,) = arrivals()
    assert [(file.filename, file.reason) for file in one.files] == [
        ("poza.jpg", "upload.damaged"),
        ("act.pdf", "upload.wrong_type"),
        ("gol.pdf", "upload.empty"),
        ("poza.png", ""),
    ]
    assert [file.filename for file in one.kept] == ["poza.png"]


def test_a_message_too_large_to_take_in_is_told_and_kept_in_the_mailbox(
    hall: Hall, mailbox: RealMailbox
) -> None:
    house = reads(hall, mailbox).house
    small = {"PS6": mailbox.box(most_bytes=1_000)}
    hall.app.extensions["house"] = replace(house, outside=replace(house.outside, post=small))
    mailbox.arrives(letter(text="x" * 5_000))
    collects(hall)
    (one,) = arrivals()
    assert (one.subject, one.text, one.problems[0]["key"]) == ("Cererea 1", "", "message_too_large")
    assert (mailbox.lies_in(), mailbox.lies_in("Preluate")) == (0, 1)


def arrival(hall: Hall, files: int = 0) -> Arrival:
    found = institutions.by_code("PS6")
    assert found is not None
    kept = [ArrivingFile(f"{number}.pdf", "application/pdf", 10, f"{number:064}") for number in range(files)]
    with transaction():
        made = actions.receive(
            Arriving(found.id, "scanner", f"{hall.now.timestamp()}", hall.now, "0" * 64, files=kept), hall.now
        )
    assert made is not None
    return made


def test_two_registrars_on_one_arrival(any_hall: Hall) -> None:
    one, elena, ion = arrival(any_hall), any_hall.actor("Elena"), any_hall.actor("Ion")
    with transaction():
        actions.hold(queries.mine(one.id, elena, lock=True), elena.person_id, any_hall.now)
    with transaction(), pytest.raises(Refusal, match=r"arrival\.held") as refused:
        actions.hold(queries.mine(one.id, ion, lock=True), ion.person_id, any_hall.now)
    assert refused.value.facts["holder"] == elena.full_name
    with transaction(), pytest.raises(Refusal, match=r"arrival\.held"):
        actions.reject(queries.mine(one.id, ion, lock=True), "spam", ion.person_id, any_hall.now)
    later = any_hall.now + rules.HELD_FOR
    with transaction():
        actions.hold(queries.mine(one.id, ion, lock=True), ion.person_id, later)
    assert queries.mine(one.id, ion).started_at == any_hall.now


def test_an_arrival_is_settled_once(each_hall: Hall) -> None:
    one, elena = arrival(each_hall), each_hall.actor("Elena")
    paper = register.Paper(one.institution_id, "in", "Ioana", "Cerere", "RP", "I.A.1", "email")
    with transaction():
        entry = register.enter(paper, each_hall.now)
        found = queries.mine(one.id, elena, lock=True)
        actions.settle_registered(found, entry, None, elena.person_id, each_hall.now)
    with transaction(), pytest.raises(Refusal, match=r"arrival\.settled"):
        actions.reject(queries.mine(one.id, elena, lock=True), "spam", elena.person_id, each_hall.now)
    assert queries.of_entry(entry.id) == queries.mine(one.id, elena)
    assert queries.waiting([one.institution_id]) == []


def test_rejecting_needs_a_reason(hall: Hall) -> None:
    one, elena = arrival(hall), hall.actor("Elena")
    with transaction(), pytest.raises(Refusal, match=r"arrival\.no_reason"):
        actions.reject(one, "  ", elena.person_id, hall.now)


def test_several_documents_that_came_in_one_are_split(any_hall: Hall) -> None:
    one, elena = arrival(any_hall, files=3), any_hall.actor("Elena")
    first, second, third = [file.id for file in one.files]
    for wrong in (
        [[first, second, third]],
        [[first], [second]],
        [[first, second], [second, third]],
        [[], [first]],
    ):
        with transaction(), pytest.raises(Refusal, match=r"arrival\.bad_split"):
            actions.split(queries.mine(one.id, elena, lock=True), wrong, elena.person_id, any_hall.now)
    with transaction():
        whole = queries.mine(one.id, elena, lock=True)
        parts = actions.split(whole, [[third], [first, second]], elena.person_id, any_hall.now)
    assert [[file.filename for file in part.files] for part in parts] == [["2.pdf"], ["0.pdf", "1.pdf"]]
    assert [found.id for found in queries.waiting([one.institution_id])] == [part.id for part in parts]
    assert queries.mine(one.id, elena).state == "split"
    assert {part.arrived_at for part in parts} == {one.arrived_at}


def test_nobody_sees_what_came_to_others(hall: Hall) -> None:
    one = arrival(hall)
    for who in ("Ana", "vlad@exemplu.ro"):
        with pytest.raises(Refusal, match=r"arrival\.unknown"):
            queries.mine(one.id, hall.actor(who))
