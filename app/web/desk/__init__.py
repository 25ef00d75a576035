"""The desk: what waits for the staff, the file of a case, and the tasks done on it."""

from app.web.desk import audiences, cases, dropoffs, inbox, letters, lockers, registers, reports, tasks
from app.web.desk.door import desk

__all__ = [
    "audiences",
    "cases",
    "desk",
    "dropoffs",
    "inbox",
    "letters",
    "lockers",
    "registers",
    "reports",
    "tasks",
]
