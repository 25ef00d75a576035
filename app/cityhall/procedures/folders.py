"""A procedure as a folder of plain files, as git and analysts keep it."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

RETIRED = "retired"
NOTICES = "notices.toml"
# Shared files that a procedure does not have, a path a line; and the notices that stand without the shared
# ones. Both are written by an export where the folder alone would say something else than the version.
WITHOUT = ".without"
WHOLE = b"# whole: the shared notices are not read before these\n"
# What a procedure's folder may hold, as paths of a version.
PLACES = re.compile(
    r"(procedure\.toml|papers\.json|notices\.toml|[a-z0-9_]{1,60}\.(bpmn|dmn|csv|json|geojson)"
    r"|letters/[a-z0-9_]{1,60}\.docx|scenarios/[a-z0-9_]{1,80}\.json"
    r"|forms/[a-z0-9_]{1,60}\.(schema\.json|ui\.json|json|csv))"
)
Files = Mapping[str, bytes]


def read_folder(root: Path, code: str) -> dict[str, bytes]:
    """All files of a procedure by path: its folder, the shared diagrams, its forms and the shared ones.

    Its own file wins over a shared one of the same name; its own notices are read after the shared ones.
    Editions that are no longer in force lie below `retired/` and are no part of it.
    """
    found = {f"{place}{name}": one for place, _ in _places(code) for name, one in _below(root / place)}
    return merged(found, code)


def merged(found: Files, code: str) -> dict[str, bytes]:
    """The same of files by their paths in a repository, wherever they come from."""
    files = _joined(*((_under(found, place), prefix) for place, prefix in _places(code)))
    for path in found.get(f"processes/{code}/{WITHOUT}", b"").decode(errors="replace").split():
        files.pop(path, None)
    return files


def shared(root: Path) -> dict[str, bytes]:
    """What every procedure of a repository has besides its own."""
    return _joined((_below(root / "processes" / "shared"), ""), (_below(root / "forms" / "shared"), "forms/"))


def retired(root: Path, code: str) -> dict[str, dict[str, bytes]]:
    """The editions of a procedure that are no longer in force, by name; each keeps its forms beside it."""
    own = root / "processes" / code / RETIRED
    editions = [path.parent for path in sorted(own.glob("*/procedure.toml"))]
    return {path.name: _joined((list(shared(root).items()), ""), (_below(path), "")) for path in editions}


def laid_out(code: str, files: Files, beside: Files | None = None) -> dict[str, bytes]:
    """The paths in a repository whose `shared` files are these; without any, the folder stands alone.

    Reading it again gives the same files, byte for byte.
    """
    found: dict[str, bytes] = {}
    for path, content in files.items():
        if path == NOTICES:
            content = _own_notices(content, beside)
        elif beside is not None and beside.get(path) == content:
            continue
        if content or path != NOTICES:
            found[_place(code, path)] = content
    if missing := sorted((beside or {}).keys() - files.keys()):
        found[f"processes/{code}/{WITHOUT}"] = "\n".join(missing).encode()
    return found


def write_folder(root: Path, code: str, laid: Files) -> list[str]:
    """Make the procedure's folders hold just these files; the paths that were written or removed."""
    there = {f"{place}{name}" for place in _own(code) for name, _ in _below(root / place)}
    stale = sorted(there - laid.keys())
    changed = [path for path, content in sorted(laid.items()) if _bytes(root / path) != content]
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(laid[path])
    for path in stale:
        (root / path).unlink()
    return changed + stale


def plain(name: str) -> str:
    """A name as files of a procedure have them: small letters without diacritics, digits and _."""
    apart = unicodedata.normalize("NFD", name.casefold())
    signs = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "_", signs)[:60].strip("_") or "procedure"


def codes(root: Path) -> list[str]:
    """Codes of all procedures in the repository."""
    return sorted(path.parent.name for path in (root / "processes").glob("*/procedure.toml"))


def digest(files: Files) -> str:
    """Hex SHA-256 of names and contents: two equal folders are one version."""
    sha = hashlib.sha256()
    for path in sorted(files):
        sha.update(f"{path}\n{len(files[path])}\n".encode())
        sha.update(files[path])
    return sha.hexdigest()


def _places(code: str) -> tuple[tuple[str, str], ...]:
    """Where the parts of a procedure lie, the shared ones first, and how its paths begin in a version."""
    return (
        ("processes/shared/", ""),
        (f"processes/{code}/", ""),
        ("forms/shared/", "forms/"),
        (f"forms/{code}/", "forms/"),
    )


def _own(code: str) -> tuple[str, str]:
    return (f"processes/{code}/", f"forms/{code}/")


def _place(code: str, path: str) -> str:
    processes, forms = _own(code)
    return forms + path.removeprefix("forms/") if path.startswith("forms/") else processes + path


def _below(source: Path) -> list[tuple[str, bytes]]:
    paths = [path for path in sorted(source.rglob("*")) if path.is_file()]
    named = [(path.relative_to(source).as_posix(), path) for path in paths]
    return [(name, path.read_bytes()) for name, path in named if not _aside(name)]


def _under(found: Files, place: str) -> list[tuple[str, bytes]]:
    named = [(path.removeprefix(place), one) for path, one in sorted(found.items()) if path.startswith(place)]
    return [(name, one) for name, one in named if not _aside(name)]


def _aside(name: str) -> bool:
    """Editions of before, and what systems leave beside files."""
    last = name.rpartition("/")[2]
    return name.startswith(f"{RETIRED}/") or (last.startswith(".") and last != WITHOUT)


def _joined(*sources: tuple[list[tuple[str, bytes]], str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for found, prefix in sources:
        for name, content in found:
            if name != WITHOUT:
                _take(files, prefix + name, content)
    return files


def _take(files: dict[str, bytes], name: str, content: bytes) -> None:
    if name == NOTICES and content.startswith(WHOLE):
        files[name] = content[len(WHOLE) :]
    elif name == NOTICES and name in files:
        files[name] = files[name] + b"\n" + content
    else:
        files[name] = content


def _own_notices(content: bytes, beside: Files | None) -> bytes:
    """What the folder says, so that reading it after the shared notices gives these; b"" for nothing."""
    before = (beside or {}).get(NOTICES)
    if before is not None and content == before:
        return b""
    if before is not None and content.startswith(before + b"\n"):
        own = content[len(before) + 1 :]
        if own and not own.startswith(WHOLE):
            return own
    return WHOLE + content


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
