"""What became of the signatures in a PDF that somebody sent (PAdES and its kin; the steps of EN 319 102-1).

The file is hostile until it was looked through, so that happens in a process of its own, which is given no
secrets, little memory and a few seconds (`signature_child`). Nothing is fetched from the network: whether a
certificate was revoked is known only from what the file itself brings.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.outside import FoundSignature, OutsideError

ROOT = Path(__file__).resolve().parents[2]
CHILD = "app.adapters.signature_child"
SECONDS = 12.0
# A signature's own bytes must be readable before the file is: no compression can hide them.
SIGN_OF_SIGNATURES = b"/ByteRange"


class PadesReader:
    """Looks at signatures; `roots` are folders and files of the certificates that are trusted."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots

    def read(self, pdf: bytes, at: datetime) -> Sequence[FoundSignature]:
        """All signatures as they stand at that time, oldest first.

        OutsideError `signatures_unreadable` (permanent) for a file that cannot be looked through.
        """
        if SIGN_OF_SIGNATURES not in pdf:
            return ()
        command = [sys.executable, "-m", CHILD, at.isoformat(), *map(str, self._roots)]
        try:
            done = subprocess.run(
                command, input=pdf, capture_output=True, timeout=SECONDS, cwd=ROOT, env=_little(), check=True
            )
            return [_found(one) for one in json.loads(done.stdout)]
        except (subprocess.SubprocessError, ValueError):
            raise OutsideError("signatures_unreadable", permanent=True) from None
        except OSError:
            raise OutsideError("not_started") from None


def _little() -> dict[str, str]:
    """An environment without the hall's secrets."""
    return {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}


def _found(one: dict[str, Any]) -> FoundSignature:
    at = datetime.fromisoformat(one["at"]) if one["at"] else None
    return FoundSignature(**{**one, "at": at})
