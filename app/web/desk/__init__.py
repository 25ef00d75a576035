"""The desk: what waits for the staff, the file of a case, and the tasks done on it."""

from app.web.desk import cases, inbox, letters, lockers, tasks
from app.web.desk.door import desk

__all__ = ["cases", "desk", "inbox", "letters", "lockers", "tasks"]
