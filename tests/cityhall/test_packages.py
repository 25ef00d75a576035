"""A procedure as a folder and as a zip: what comes back is what went out, byte for byte."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cityhall.procedures import folders, packages
from app.refusal import Refusal
from tests.hall import ROOT, Hall

NAMES = st.sampled_from(
    ["procedure.bpmn", "intake.bpmn", "notices.toml", "papers.json", "forms/a.schema.json", "letters/a.docx"]
)
CONTENT = st.one_of(
    st.binary(max_size=40), st.just(folders.WHOLE), st.just(b"shared\nown"), st.just(b"shared")
)
FILES = st.dictionaries(NAMES, CONTENT)


def zip_of(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()


@pytest.mark.parametrize("code", folders.codes(ROOT))
def test_every_procedure_comes_back_from_its_zip_and_its_folder(code: str, tmp_path: Path) -> None:
    files = folders.read_folder(ROOT, code)
    package = packages.unzipped(packages.zipped(code, files))
    assert (package.code, dict(package.files), package.beside) == (code, files, ())
    laid = folders.laid_out(code, files, folders.shared(ROOT))
    assert all((ROOT / path).read_bytes() == content for path, content in laid.items())
    folders.write_folder(tmp_path, code, folders.laid_out(code, files))
    assert folders.read_folder(tmp_path, code) == files
    assert folders.write_folder(tmp_path, code, folders.laid_out(code, files)) == []


@given(files=FILES, beside=FILES)
@settings(max_examples=80, deadline=None)
def test_whatever_is_shared_a_folder_says_what_the_version_holds(
    files: dict[str, bytes], beside: dict[str, bytes]
) -> None:
    if beside.get("notices.toml", b"").startswith(folders.WHOLE):
        beside.pop("notices.toml")
    laid = folders.laid_out("x", files, beside)
    there = {
        (
            "forms/shared/" + path.removeprefix("forms/")
            if path.startswith("forms/")
            else "processes/shared/" + path
        ): c
        for path, c in beside.items()
    }
    assert folders.merged({**there, **laid}, "x") == files
    assert folders.merged(folders.laid_out("x", files), "x") == files


def test_a_zip_of_somebody_else_is_read_too() -> None:
    package = packages.unzipped(zip_of({"Dosar/Plata facturii.bpmn": b"<a/>", "Dosar/citeste.txt": b"x"}))
    assert (package.code, package.files, package.beside) == (
        "",
        {"procedure.bpmn": b"<a/>"},
        ("citeste.txt",),
    )
    package = packages.unzipped(zip_of({"Una.bpmn": b"1", "A doua.BPMN": b"2", "T.dmn": b"3"}))
    assert package.files == {"una.bpmn": b"1", "a_doua.bpmn": b"2", "t.dmn": b"3"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"PK\x03\x04 nothing", "package.unreadable"),
        (b"", "package.unreadable"),
        (zip_of({"a.txt": b""}), "package.no_diagram"),
        (zip_of({"processes/a/procedure.bpmn": b"", "processes/b/procedure.bpmn": b""}), "package.several"),
        (zip_of({"a.bpmn": b"x" * 2_000_001}), "package.too_large"),
        (zip_of({f"{number}.bpmn": b"" for number in range(601)}), "package.too_large"),
        (zip_of({"../../procedure.bpmn": b"", "/etc/x.py": b""}), "package.no_diagram"),
    ],
)
def test_what_is_no_package_is_refused_and_nothing_climbs_out(content: bytes, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        packages.unzipped(content)
    assert refused.value.key == key


def test_the_command_writes_folders_and_zips(hall: Hall, tmp_path: Path) -> None:
    run = hall.app.test_cli_runner().invoke
    assert run(args=["procedures", "export", "petition", "--to", str(tmp_path)]).exit_code == 0
    assert folders.read_folder(tmp_path, "petition") == folders.read_folder(ROOT, "petition")
    assert run(args=["procedures", "export", "--to", str(tmp_path), "--zip"]).exit_code == 0
    assert len(list(tmp_path.glob("*.zip"))) == len(folders.codes(ROOT))
    for wrong in (["none"], ["petition", "--version", "9"], ["petition", "--draft"]):
        answer = run(args=["procedures", "export", *wrong, "--to", str(tmp_path)])
        assert answer.exit_code == 1
        assert "Traceback" not in answer.output
