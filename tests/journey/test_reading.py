"""What came is read by a worker: found by its words, and protected when it is an identity paper."""

import pytest

from app.cityhall.documents import finding, texts
from app.cityhall.documents.models import UnreadFile
from app.database import session, transaction
from app.journey import copies, reading
from app.refusal import Refusal
from tests.hall import Hall
from tests.papers import jpeg, laid, pdf

CARD = "ROUMANIE ROMANIA CARTE DE IDENTITATE seria RT nr. 123456"


def reads(hall: Hall) -> None:
    while reading.read_new(hall.house, hall.now):
        pass


def test_words_are_found_without_diacritics_in_any_order_and_by_their_beginning(any_hall: Hall) -> None:
    hall = any_hall
    case = hall.petition()
    laid(
        hall,
        case,
        pdf("Procesul-verbal al ședinței asociației de proprietari Bloc Ț12"),
        title="Proces-verbal",
    )
    reads(hall)
    for words in ("sedintei asociatiei", "Asociației ședinței", "proprie bloc", "ț12"):
        assert [one.document.title for one in finding.found(words, hall.actor("Elena"))] == [
            "Proces-verbal"
        ], words
    assert finding.found("apartament", hall.actor("Elena")) == []
    assert "ședinței" in finding.found("sedint", hall.actor("Elena"))[0].excerpt
    with pytest.raises(Refusal, match=r"search\.too_short"):
        finding.found("ș'&|:*", hall.actor("Elena"))


def test_nobody_finds_what_lies_in_a_case_they_may_not_see(hall: Hall) -> None:
    laid(hall, hall.petition(), pdf("cuvântul secret zarzavat"))
    reads(hall)
    assert finding.found("zarzavat", hall.actor("Elena"))
    assert finding.found("zarzavat", hall.actor("Radu")) == []
    assert finding.found("zarzavat", hall.actor("vlad@exemplu.ro")) == []


def test_each_file_is_read_once_and_one_that_kills_its_readers_is_given_up(hall: Hall) -> None:
    case = hall.petition()
    first, second = laid(hall, case, pdf("o dată")), laid(hall, case, pdf("o dată"))
    reads(hall)
    assert first.latest.sha256 == second.latest.sha256
    assert session().query(UnreadFile).count() == 0
    broken = laid(hall, case, pdf("rupt"))
    with transaction():
        waiting = session().get(UnreadFile, broken.latest.id)
        assert waiting is not None
        waiting.tries = texts.MOST_TRIES
    reads(hall)
    found = texts.of(broken.latest.sha256)
    assert found is not None
    assert (found.source, found.facts) == ("none", {"unreadable": True})


def test_a_file_that_is_not_what_it_says_gives_no_text_and_says_so(hall: Hall) -> None:
    document = laid(hall, hall.petition(), b"%PDF-1.7 nothing of the kind")
    reads(hall)
    found = texts.of(document.latest.sha256)
    assert found is not None
    assert found.text == ""
    assert found.facts["unreadable"]


def test_an_identity_paper_is_known_by_its_words_and_shown_with_a_watermark(hall: Hall) -> None:
    case = hall.petition()
    card, other = laid(hall, case, pdf(CARD)), laid(hall, case, pdf("plan de situație"))
    reads(hall)
    assert (card.identity, other.identity) == (True, False)
    shown = copies.shown(card, card.latest, case.entry, hall.house, hall.now)
    assert shown.sha256 != card.latest.sha256
    again = copies.shown(card, card.latest, case.entry, hall.house, hall.now)
    assert again == shown
    read = hall.house.outside.files.get(shown.sha256)
    assert case.entry.legal_number in _text(read)
    assert hall.house.outside.files.get(card.latest.sha256) == hall.house.outside.files.get(
        card.latest.sha256
    )
    assert copies.shown(other, other.latest, case.entry, hall.house, hall.now).sha256 == other.latest.sha256


def test_what_a_colleague_said_of_a_paper_is_not_unsaid_by_a_reader(hall: Hall) -> None:
    card = laid(hall, hall.petition(), pdf(CARD))
    with transaction():
        card.identity = False
    reads(hall)
    assert card.identity is False


def test_a_picture_goes_to_the_archive_as_pdf_a(hall: Hall) -> None:
    photo = laid(hall, hall.petition(), jpeg("red"), "poza.jpg", "Fotografie")
    kept = copies.for_archive(photo.latest, photo.title, hall.house, hall.now)
    content = hall.house.outside.files.get(kept.sha256)
    assert kept.filename == "poza.pdf"
    assert b"<pdfaid:part>2</pdfaid:part>" in content


def test_pictures_get_a_watermark_too(hall: Hall) -> None:
    case = hall.petition()
    photo = laid(hall, case, jpeg("white"), "buletin.jpg")
    with transaction():
        photo.identity = True
    shown = copies.shown(photo, photo.latest, case.entry, hall.house, hall.now)
    assert len(set(_pixels(hall.house.outside.files.get(shown.sha256)))) > 10


def _text(content: bytes) -> str:
    from app.adapters import texts as reader

    return str(reader.read(content, "application/pdf")["text"])


def _pixels(content: bytes) -> list[tuple[int, ...]]:
    import io

    from PIL import Image

    return list(Image.open(io.BytesIO(content)).get_flattened_data())
