"""A procedure as a folder of plain files, as git and analysts keep it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

RETIRED = "retired"


def read_folder(root: Path, code: str) -> dict[str, bytes]:
    """All files of a procedure by path: its folder, the shared diagrams, its forms and the shared ones.

    Its own file wins over a shared one of the same name; its own notices are read after the shared ones.
    Editions that are no longer in force lie below `retired/` and are no part of it.
    """
    return _read(
        (root / "processes" / "shared", ""),
        (root / "processes" / code, ""),
        (root / "forms" / "shared", "forms/"),
        (root / "forms" / code, "forms/"),
    )


def retired(root: Path, code: str) -> dict[str, dict[str, bytes]]:
    """The editions of a procedure that are no longer in force, by name; each keeps its forms beside it."""
    shared = ((root / "processes" / "shared", ""), (root / "forms" / "shared", "forms/"))
    folders = sorted((root / "processes" / code / RETIRED).glob("*/procedure.toml"))
    return {path.parent.name: _read(*shared, (path.parent, "")) for path in folders}


def _read(*sources: tuple[Path, str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for source, prefix in sources:
        for path in sorted(source.rglob("*")):
            name = path.relative_to(source).as_posix()
            if path.is_file() and not path.name.startswith(".") and not name.startswith(f"{RETIRED}/"):
                _take(files, prefix + name, path.read_bytes())
    return files


def _take(files: dict[str, bytes], name: str, content: bytes) -> None:
    both = name == "notices.toml" and name in files
    files[name] = files[name] + b"\n" + content if both else content


def codes(root: Path) -> list[str]:
    """Codes of all procedures in the repository."""
    return sorted(path.parent.name for path in (root / "processes").glob("*/procedure.toml"))


def digest(files: Mapping[str, bytes]) -> str:
    """Hex SHA-256 of names and contents: two equal folders are one version."""
    sha = hashlib.sha256()
    for path in sorted(files):
        sha.update(f"{path}\n{len(files[path])}\n".encode())
        sha.update(files[path])
    return sha.hexdigest()
