"""Seals and signatures inside a PDF: they hold, they add up, and a flipped byte is found."""

import io
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.adapters.authority import DemoAuthority
from app.adapters.seals import PadesSeals
from app.adapters.signature_reports import PadesReader
from app.adapters.signing_keys import DemoKeys, RemoteKeys
from app.outside import OutsideError, Signatory
from simulators import process
from tests.adapters import papers
from tests.adapters.papers import NOW

DAN, SILVIA = Signatory("7f1", "Dan Primaru"), Signatory("7f2", "Silvia Țăranu")
KEY = "a-key-of-enough-length"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> DemoAuthority:
    made = DemoAuthority(tmp_path_factory.mktemp("hall") / "authority")
    made.found(NOW)
    return made


@pytest.fixture(scope="module")
def seals(authority: DemoAuthority) -> PadesSeals:
    return PadesSeals(DemoKeys(authority), "demo")


@pytest.fixture(scope="module")
def reader(authority: DemoAuthority) -> PadesReader:
    return PadesReader([authority.certificate])


@pytest.fixture(scope="module")
def letter(seals: PadesSeals) -> bytes:
    """Signed by two, then sealed."""
    signed = seals.sign(papers.receipt(), DAN, "PS6", NOW)
    return seals.seal(seals.sign(signed, SILVIA, "PS6", NOW), "PS6", NOW)


def test_a_sealed_paper_is_what_was_drawn_with_something_after_it(seals: PadesSeals) -> None:
    drawn = papers.receipt()
    sealed = seals.seal(drawn, "PS6", NOW)
    assert sealed.startswith(drawn)
    assert papers.claims(sealed) == papers.claims(drawn)
    assert {"<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1"} <= papers.claims(sealed)


def test_each_signer_and_the_seal_are_found_whole_and_say_demo(letter: bytes, reader: PadesReader) -> None:
    found = reader.read(letter, NOW)
    assert [one.name for one in found] == [
        "DEMO Dan Primaru",
        "DEMO Silvia Țăranu",
        "DEMO Sigiliul instituției PS6",
    ]
    assert {(one.outcome, one.demo, one.stamped, one.at) for one in found} == {("whole", True, False, NOW)}


@pytest.mark.parametrize("place", [0.02, 0.4, 0.75])
def test_a_flipped_byte_is_found(letter: bytes, reader: PadesReader, place: float) -> None:
    forged = bytearray(letter)
    where = int(len(papers.receipt()) * place)
    forged[where] ^= 0x01
    try:
        found = {one.outcome for one in reader.read(bytes(forged), NOW)}
    except OutsideError as error:
        found = {error.code}
    assert "whole" not in found
    assert found


def test_what_is_added_after_the_seal_is_found(letter: bytes, reader: PadesReader) -> None:
    """An incremental update that changes the page leaves the signed bytes whole: it must still be seen."""
    writer = IncrementalPdfFileWriter(io.BytesIO(letter))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200)))
    writer.update_container(page)
    forged = io.BytesIO()
    writer.write(forged)
    assert {one.outcome for one in reader.read(forged.getvalue(), NOW)} == {"added"}


def test_a_stranger_an_old_certificate_and_no_signature_are_told_apart(
    letter: bytes, reader: PadesReader
) -> None:
    assert {one.outcome for one in PadesReader([]).read(letter, NOW)} == {"unknown_authority"}
    later = NOW + timedelta(days=12 * 365)
    assert {one.outcome for one in reader.read(letter, later)} == {"expired"}
    assert list(reader.read(papers.receipt(), NOW)) == []


@pytest.mark.parametrize("content", [b"%PDF-1.7 /ByteRange", b"/ByteRange" * 100_000, b"\x00/ByteRange\xff"])
def test_what_is_no_pdf_is_said_to_be_unreadable(reader: PadesReader, content: bytes) -> None:
    with pytest.raises(OutsideError) as refused:
        reader.read(content, NOW)
    assert (refused.value.code, refused.value.permanent) == ("signatures_unreadable", True)


def test_keys_are_for_their_owner_only_and_made_once(tmp_path: Path) -> None:
    authority = DemoAuthority(tmp_path / "authority")
    made: list[bytes] = []
    crowd = [
        threading.Thread(target=lambda: made.append(authority.seal_of("PS6", NOW).certificate))
        for _ in range(8)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(set(made)) == 1
    files = list((tmp_path / "authority").iterdir())
    assert len(files) == 3  # the authority with its key, its certificate, the seal
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "authority").stat().st_mode) == 0o700


def test_people_may_be_left_out(authority: DemoAuthority) -> None:
    drawn = papers.receipt()
    assert PadesSeals(DemoKeys(authority), "demo", people=False).sign(drawn, DAN, "PS6", NOW) == drawn


def test_a_service_signs_hashes_and_never_sees_the_paper(tmp_path: Path) -> None:
    service = process.signing(["seal-PS6", f"person-{DAN.key}"], key=KEY).start()
    try:
        seals = PadesSeals(RemoteKeys(service.url, KEY), "real")
        sealed = seals.seal(seals.sign(papers.receipt(), DAN, "PS6", NOW), "PS6", NOW)
        found = PadesReader([]).read(sealed, NOW)
        assert [(one.name, one.outcome) for one in found] == [
            (f"DEMO person-{DAN.key}", "unknown_authority"),
            ("DEMO seal-PS6", "unknown_authority"),
        ]
        with pytest.raises(OutsideError) as unknown:
            seals.sign(sealed, SILVIA, "PS6", NOW)
        assert (unknown.value.code, unknown.value.permanent) == ("signer_unknown", True)
        with pytest.raises(OutsideError) as closed:
            PadesSeals(RemoteKeys(service.url, "x" * 20), "real").seal(sealed, "PS6", NOW)
        assert not closed.value.permanent  # the administrator may correct the key
    finally:
        service.stop()
    with pytest.raises(OutsideError) as away:
        seals.seal(sealed, "PS6", NOW)
    assert (away.value.code, away.value.permanent) == ("unreachable", False)
