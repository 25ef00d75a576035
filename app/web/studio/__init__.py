"""The studio: analysts change a procedure without a programmer and without fear."""

from app.web.studio import (
    checks,
    config,
    draft,
    forms,
    home,
    letters,
    live,
    modeler,
    moves,
    procedure,
    publish,
    replays,
    scenarios,
    tables,
    trial,
    versions,
)
from app.web.studio.door import studio

__all__ = [
    "checks",
    "config",
    "draft",
    "forms",
    "home",
    "letters",
    "live",
    "modeler",
    "moves",
    "procedure",
    "publish",
    "replays",
    "scenarios",
    "studio",
    "tables",
    "trial",
    "versions",
]
