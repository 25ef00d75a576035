"""A procedure as a folder of plain files, as git and analysts keep it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path


def read_folder(root: Path, code: str) -> dict[str, bytes]:
    """All files of a procedure by path: its folder, the shared diagrams, its forms and the shared ones.

    Its own file wins over a shared one of the same name.
    """
    files: dict[str, bytes] = {}
    for source, prefix in (
        (root / "processes" / "shared", ""),
        (root / "processes" / code, ""),
        (root / "forms" / "shared", "forms/"),
        (root / "forms" / code, "forms/"),
    ):
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[prefix + path.relative_to(source).as_posix()] = path.read_bytes()
    return files


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
