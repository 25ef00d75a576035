"""A procedure's files as a folder in a zip: `processes/<code>/…` and `forms/<code>/…`, as git keeps them.

The zip stands alone: the diagrams and notices that the hall shares are in it. What a version is made of
and what comes back from its zip are the same bytes.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.cityhall.procedures import folders
from app.refusal import Refusal

MOST_BYTES = 2_000_000  # of one file
MOST_TOTAL = 40_000_000
MOST_FILES = 600
MAIN = "procedure.bpmn"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
THEN = (1980, 1, 1, 0, 0, 0)  # a zip of the same files is the same zip
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Package:
    """What a zip held: the procedure's code ("" when it does not say), its files, and what lay beside."""

    code: str
    files: Files
    beside: tuple[str, ...] = ()


def zipped(code: str, files: Files) -> bytes:
    """The zip of a procedure."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(folders.laid_out(code, files).items()):
            info = zipfile.ZipInfo(path, THEN)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unzipped(content: bytes) -> Package:
    """The procedure in a zip: ours, or one that holds a procedure's files without our folders.

    Raises Refusal `package.unreadable`, `package.too_large`, `package.several`, `package.no_diagram`.
    """
    found = _without_one_folder(_members(content))
    code = _code(found)
    files, read = _ours(found, code) if code else _of_others(found)
    if not any(path.endswith(".bpmn") for path in files):
        raise Refusal("package.no_diagram")
    return Package(code, files, tuple(sorted(found.keys() - read)))


def _ours(found: Files, code: str) -> tuple[Files, set[str]]:
    """The files, and where what was taken lay in the zip."""
    merged = folders.merged(found, code)
    files = {path: one for path, one in merged.items() if folders.PLACES.fullmatch(path)}
    places = set(folders.laid_out(code, files)) | set(folders.laid_out("shared", files))
    return files, places | {path for path in found if path.endswith(f"/{folders.WITHOUT}")}


def _of_others(found: Files) -> tuple[Files, set[str]]:
    """Drawings of other programs may be called anything; a single diagram is the procedure's own."""
    names = {path: path if folders.PLACES.fullmatch(path) else _plain(path) for path in found}
    diagrams = [path for path in found if path.casefold().endswith(".bpmn")]
    if len(diagrams) == 1:
        names[diagrams[0]] = MAIN
    names = {path: name for path, name in names.items() if folders.PLACES.fullmatch(name)}
    return {name: found[path] for path, name in names.items()}, set(names)


def _plain(path: str) -> str:
    stem, _dot, ending = path.rpartition("/")[2].rpartition(".")
    drawn = ending.casefold() in {"bpmn", "dmn"}
    return f"{folders.plain(stem)}.{ending.casefold()}" if drawn else path


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _hidden(one.filename)]
            _check(members)
            return {one.filename: archive.read(one) for one in members}
    except UNREADABLE as error:
        raise Refusal("package.unreadable") from error


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Sized before anything is unpacked: a small zip may hold a mountain.

    Nothing is read further than a member says of itself.
    """
    if any(one.flag_bits & 1 or one.compress_type not in PACKED for one in members):
        raise Refusal("package.unreadable")
    large = any(one.file_size > MOST_BYTES for one in members)
    if large or len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_TOTAL:
        raise Refusal("package.too_large", files=MOST_FILES, most=MOST_BYTES // 1_000)


def _hidden(name: str) -> bool:
    """What systems leave beside files."""
    return any(part.startswith((".", "__MACOSX")) and part != folders.WITHOUT for part in name.split("/"))


def _without_one_folder(found: dict[str, bytes]) -> dict[str, bytes]:
    """Many programs put everything into one folder called like the zip."""
    tops = {path.partition("/")[0] for path in found}
    if len(tops) != 1 or tops & {"processes", "forms"} or any("/" not in path for path in found):
        return found
    return {path.partition("/")[2]: content for path, content in found.items()}


def _code(found: Files) -> str:
    codes = {path.split("/")[1] for path in found if path.startswith("processes/") and path.count("/") > 1}
    codes.discard("shared")
    if len(codes) > 1:
        raise Refusal("package.several", codes=", ".join(sorted(codes)[:10]))
    return next(iter(codes), "")
