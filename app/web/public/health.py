"""Is the process alive, and is the hall ready to work?"""

from alembic.script import ScriptDirectory
from flask import current_app

from app import database
from app.cityhall.procedures import queries as procedures
from app.web.public import public

Answer = tuple[dict[str, object], int]


@public.get("/healthz")
def healthz() -> Answer:
    """The process answers."""
    return {"alive": True}, 200


@public.get("/readyz")
def readyz() -> Answer:
    """The database answers, stands at the newest migration, and there are procedures to file under."""
    found = {"migrated": database.revision() == _newest(), "procedures": len(procedures.offered())}
    return {"ready": all(found.values()), **found}, 200 if all(found.values()) else 503


def _newest() -> str | None:
    config = current_app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(config).get_current_head()
