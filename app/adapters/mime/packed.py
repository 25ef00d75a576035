"""Archives in a message: a ZIP's files are taken out up to the limits; the rest stays in the message."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from app.adapters.mime.parts import MEGABYTE, File, Finding

# Documents that are ZIPs themselves.
DOCUMENTS = (".docx", ".odt", ".xlsx", ".ods", ".pptx", ".odp", ".asice", ".jar", ".apk", ".epub")
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".iso", ".cab", ".arj")
MAGIC = b"PK\x03\x04"
CHUNK = 256 * 1024


def is_zip(name: str, media_type: str, content: bytes) -> bool:
    """An archive, not a document that happens to be packed in the same way."""
    if not content.startswith(MAGIC) or name.lower().endswith(DOCUMENTS):
        return False
    return name.lower().endswith(".zip") or "zip" in media_type or media_type == "application/octet-stream"


def unpack(name: str, content: bytes, found: Finding) -> None:
    """Add its files to what was found. Nothing is written anywhere, and no archive in it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [one for one in packed.infolist() if not _is_noise(one)]
            if any(one.flag_bits & 1 for one in entries):
                found.problem("zip_encrypted", name=name)
                found.add(File(name, "application/zip", content, "encrypted"))
                return
            for one in entries[: found.limits.files]:
                _take(packed, one, name, found)
            if len(entries) > found.limits.files:
                found.problem("zip_too_many", name=name, most=found.limits.files)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        found.problem("zip_damaged", name=name)
        found.add(File(name, "application/zip", content, "damaged"))


def _take(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, archive: str, found: Finding) -> None:
    name = _name(entry)
    if entry.filename.lower().endswith(ARCHIVES):
        found.problem("zip_nested", name=archive, inside=name)
        found.add(File(name, "application/octet-stream", b"", "nested_archive"))
        return
    content = _unpacked(packed, entry, found)
    if content is None:
        found.problem("zip_bomb", name=archive, inside=name)
        found.add(File(name, "application/octet-stream", b"", "bomb"))
    elif content.startswith(MAGIC) and not name.lower().endswith(DOCUMENTS):
        found.problem("zip_nested", name=archive, inside=name)
        found.add(File(name, "application/octet-stream", b"", "nested_archive"))
    else:
        found.add(File(name, "application/octet-stream", content))


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, found: Finding) -> bytes | None:
    """None when it would be more than is left, or than an honest file packs: its own word is not taken."""
    most = min(
        found.limits.unpacked - found.unpacked, max(entry.compress_size * found.limits.ratio, MEGABYTE)
    )
    content = bytearray()
    with packed.open(entry) as file:
        while piece := file.read(CHUNK):
            content += piece
            if len(content) > most:
                return None
    found.unpacked += len(content)
    return bytes(content)


def _is_noise(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    return entry.is_dir() or path.parts[:1] == ("__MACOSX",) or path.name in {".DS_Store", "Thumbs.db"}


def _name(entry: zipfile.ZipInfo) -> str:
    """Programs that do not say UTF-8 wrote it so anyway, or in the alphabet of DOS."""
    if entry.flag_bits & 0x800:
        return entry.filename
    written = entry.filename.encode("cp437", "replace")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp852", "replace")
