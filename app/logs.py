"""Structured logs: one event name and facts a line, never personal data.

What is bound (`bind(actor=…)`, `scope(case=…)`) stands on every line until its request or job is over.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from sqlalchemy import Engine, event
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.typing import EventDict, WrappedLogger

from app.outside import OutsideError
from app.refusal import Refusal

__all__ = ["bind", "clear", "configure", "count_statements", "counter", "log", "rehearsal", "said", "scope"]

OURS = f"{Path(__file__).parent}/"
log = structlog.get_logger()
bind, clear = bind_contextvars, clear_contextvars
_statements: ContextVar[list[int] | None] = ContextVar("statements", default=None)
_rehearsed: ContextVar[bool] = ContextVar("rehearsed", default=False)


def configure() -> None:
    """Write JSON lines to standard error, with the time and what was bound (case, request)."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _rehearsal_apart,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(_Stderr()),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    if not any(isinstance(one, _Library) for one in logging.root.handlers):
        logging.root.addHandler(_Library(logging.WARNING))


def said(error: BaseException) -> str:
    """An error's class, and its code when it is one of ours: its words may be what people typed."""
    code = error.code if isinstance(error, OutsideError) else error.key if isinstance(error, Refusal) else ""
    return f"{type(error).__name__}({code})" if code else type(error).__name__


@contextmanager
def rehearsal() -> Iterator[None]:
    """Inside, only what goes wrong is told, and that it was only rehearsed."""
    token = _rehearsed.set(True)
    try:
        yield
    finally:
        _rehearsed.reset(token)


def _rehearsal_apart(_logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    if not _rehearsed.get():
        return line
    if method == "info":
        raise structlog.DropEvent
    return {**line, "rehearsal": True}


def _without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Errors are told by where they happened and by their kind."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = list(_told(error))
    return line


def _told(error: BaseException) -> Iterator[str]:
    """The error, where it came by, and what had caused it."""
    while True:
        yield said(error)
        yield from _places(error.__traceback__)
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None:
            return
        error = cause


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Our own places, and the one where it broke."""
    frames = traceback.extract_tb(trace)
    for frame in frames:
        if frame.filename.startswith(OURS) or frame is frames[-1]:
            yield f"  {frame.filename.removeprefix(OURS)}:{frame.lineno} {frame.name}"


@contextmanager
def scope(**facts: str | None) -> Iterator[None]:
    """One job, or one case that wakes: what is known of it stands on its lines, and on no other's."""
    clear()
    bind(**{name: value for name, value in facts.items() if value is not None})
    try:
        yield
    finally:
        clear()


def counter() -> list[int]:
    """Begin to count this thread's SQL statements anew; the figure is the list's only item."""
    counted = [0]
    _statements.set(counted)
    return counted


def count_statements(engine: Engine) -> None:
    """Let an engine count; call once for each engine made."""
    event.listen(engine, "before_cursor_execute", _count)


def _count(*_facts: Any) -> None:
    counted = _statements.get()
    if counted is not None:
        counted[0] += 1


class _Library(logging.Handler):
    """What libraries warn of, in our form: which one, and its sentence before anything was filled in.

    A sentence that came filled in is left out: nobody knows what stands in it.
    """

    def emit(self, record: logging.LogRecord) -> None:
        text = str(record.msg) if record.args else ""
        log.log(record.levelno, "library", logger=record.name, text=text, exc_info=record.exc_info)


class _Stderr:
    """Standard error as it is when a line is written."""

    def write(self, text: str) -> None:
        sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()
