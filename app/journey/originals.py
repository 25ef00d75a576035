"""Reminding those who promised an original; drop-offs are reminded by their own procedure."""

import tomllib
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from app.cityhall import institutions, originals
from app.cityhall.originals import ExpectedOriginal
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.queue import jobs

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
REMIND = "remind_of_original"


def remind_due(now: datetime) -> int:
    """Remind each sender once, on the day set; whoever left no address is reminded by nobody."""
    with transaction():
        due = originals.to_remind(romanian_day(now))
        for one in due:
            one.reminded_at = now
            if one.email:
                jobs.enqueue(f"{REMIND}:{one.id}", REMIND, {"original": str(one.id)}, now)
    return len(due)


def letter(original: ExpectedOriginal) -> tuple[str, str]:
    """Subject and text of the reminder."""
    hall = institutions.by_id(original.institution_id)
    assert hall is not None
    said = {
        "number": original.entry.legal_number,
        "name": original.from_whom,
        "summary": original.entry.summary,
        "institution": hall.name,
        "address": hall.address,
        "hours": hall.desk_hours,
        "phone": hall.phone,
        "until": f"{original.due_on:%d.%m.%Y}",
    }
    words = WORDS["reminder"]
    return (Template(words["subject"]).substitute(said), Template(words["text"]).substitute(said))
