"""What a draft's files may be called and how large they may be."""

import re

from app.cityhall.procedures.folders import PLACES
from app.refusal import Refusal

CODE = re.compile(r"[a-z][a-z0-9_]{2,58}")
MOST_BYTES = 2_000_000
MOST_FILES = 400


def check_path(path: str) -> None:
    """Raises Refusal `draft.bad_path`: only what a procedure's folder may hold."""
    if not PLACES.fullmatch(path):
        raise Refusal("draft.bad_path", path=path[:200])


def check_size(path: str, content: bytes) -> None:
    """Raises Refusal `draft.too_large` (`most` in kB)."""
    if len(content) > MOST_BYTES:
        raise Refusal("draft.too_large", path=path, most=MOST_BYTES // 1_000)


def check_code(code: str) -> None:
    """Raises Refusal `draft.bad_code`: it becomes a folder's name and a part of addresses."""
    if not CODE.fullmatch(code) or code in {"shared", "import", "retired"}:
        raise Refusal("draft.bad_code", code=code[:60])
