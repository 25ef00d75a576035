"""Packages for ever: BagIt (RFC 8493), made and validated by the Library of Congress' own program."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import bagit

from app.outside import OutsideError

MOST_BYTES = 2 * 1024**3
MOST_FILES = 20_000
THEN = (1980, 1, 1, 0, 0, 0)  # a package of the same files is the same package
NAME = "pachet"
# What a zip raises that was cut, bent or made to deceive.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(ValueError, LookupError, NotImplementedError, RuntimeError),
)


def packed(payload: Mapping[str, bytes], tags: Mapping[str, bytes], info: Mapping[str, str]) -> bytes:
    """A zip that holds one bag: `payload` below data/, `tags` beside it; both are in the manifests."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / NAME
        _lay(place, payload)
        bag = bagit.make_bag(str(place), bag_info=dict(info), checksums=["sha256"])
        _lay(place, tags)
        bag.save(manifests=True)
        return _zipped(place)


def opened(content: bytes) -> dict[str, bytes]:
    """All files of the bag in a zip, once every one of them is proved whole.

    Raises OutsideError `package_unreadable` (no zip, no bag, too large) or `package_damaged`.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = _unzipped(content, Path(folder))
        try:
            bagit.Bag(str(place)).validate()
        except bagit.BagError as error:
            raise OutsideError("package_damaged", permanent=True) from error
        return {
            path.relative_to(place).as_posix(): path.read_bytes()
            for path in sorted(place.rglob("*"))
            if path.is_file()
        }


def _lay(place: Path, files: Mapping[str, bytes]) -> None:
    place.mkdir(exist_ok=True)
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _zipped(place: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(place.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"{NAME}/{path.relative_to(place).as_posix()}", THEN)
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _unzipped(content: bytes, folder: Path) -> Path:
    """A package from elsewhere is hostile: its names lead nowhere else, its sizes are bounded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES or len(entries) > MOST_FILES:
                raise OutsideError("package_unreadable", permanent=True)
            for entry in entries:
                _unpack(archive, entry, folder)
    except _UNREADABLE as error:
        raise OutsideError("package_unreadable", permanent=True) from error
    roots = [path for path in folder.iterdir() if (path / "bagit.txt").is_file()]
    if len(roots) != 1:
        raise OutsideError("package_unreadable", permanent=True)
    return roots[0]


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    target = (folder / entry.filename).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise ValueError(entry.filename)
    if entry.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed_file, target.open("wb") as file:
        left = entry.file_size
        while chunk := packed_file.read(min(65_536, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise ValueError(entry.filename)
            file.write(chunk)
