"""What an analyst brings from elsewhere, as the files of a procedure: one diagram, one table, or a zip."""

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from app.cityhall.procedures import folders, packages
from app.cityhall.procedures.packages import Package
from app.engine.reading import foreign, tables
from app.refusal import Refusal

ZIP = b"PK\x03\x04"
DRAWN = (".bpmn", ".dmn")


@dataclass(frozen=True)
class Brought:
    """A zip with a whole procedure, or one drawn file (`path` is the name that it suggests)."""

    package: Package | None = None
    path: str = ""
    content: bytes = b""


def read(upload: FileStorage | None) -> Brought:
    """Raises Refusal `upload.*`, `package.*`, `diagram.*`, `decision.not_dmn`; nothing is kept then."""
    if upload is None or not upload.filename:
        raise Refusal("upload.missing")
    name = upload.filename.replace("\\", "/").rpartition("/")[2][:120]
    content = upload.stream.read(packages.MOST_TOTAL + 1)
    if not content:
        raise Refusal("upload.empty", name=name)
    if content.startswith(ZIP):
        return Brought(package=packages.unzipped(content))
    return _drawn(name, foreign.as_utf8(content))


def _drawn(name: str, content: bytes) -> Brought:
    ending = next((one for one in DRAWN if name.casefold().endswith(one)), "")
    if ending == ".dmn":
        tables.read({name: content})
    elif ending or name.casefold().endswith(".xml"):
        foreign.look(name, content)
        ending = ".bpmn"
    else:
        raise Refusal("import.wrong_type", name=name)
    return Brought(path=folders.plain(name.rpartition(".")[0]) + ending, content=content)
