"""The files of a draft as editors load and save them, and who else has the draft open.

What a writer had seen is said by every save: nothing of somebody else's is overwritten silently.
"""

from typing import Any

from flask import Response, request

from app.cityhall.drafts import actions, rules
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import DraftFile
from app.cityhall.procedures.folders import PLACES
from app.cityhall.registry.rules import BUCHAREST
from app.database import transaction
from app.refusal import Refusal
from app.web import gate
from app.web.studio.door import mine, studio

ADDRESS = "/<code>/ciorna/api/fisier/<path:path>"
SEEN, REVISION = "X-Seen-Revision", "X-Revision"
WORDS = (".bpmn", ".dmn", ".json", ".toml", ".csv")
Told = dict[str, Any]


@studio.get(ADDRESS)
def draft_file(code: str, path: str) -> Response:
    """A file's bytes; never shown as a page of its own, whatever is in it."""
    found = _file(code, path)
    kind = "text/plain; charset=utf-8" if path.endswith(WORDS) else "application/octet-stream"
    name = path.rpartition("/")[2]
    answer = Response(found.content, mimetype=kind)
    answer.headers[REVISION] = str(found.revision)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@studio.put(ADDRESS)
def save_draft_file(code: str, path: str) -> Told:
    """Keep a file: the body is its content, the header the revision that the writer had before them."""
    rules.check_path(path)
    content, seen = request.get_data(), _seen()
    with transaction():
        revision = actions.save(mine(code, lock=True), path, content, seen, _by(), gate.now())
    return {"revision": revision, "saved": _clock()}


@studio.delete(ADDRESS)
def remove_draft_file(code: str, path: str) -> Told:
    """Take a file away; also only when nobody has changed it meanwhile."""
    rules.check_path(path)
    with transaction():
        actions.remove(mine(code, lock=True), path, _seen(), _by(), gate.now())
    return {"revision": actions.ANEW, "saved": _clock()}


@studio.post("/<code>/ciorna/api/prezenta")
def presence(code: str) -> Told:
    """I have this file open; who else has the draft open, and which file of it."""
    said = request.get_json(silent=True)
    path = said.get("path") if isinstance(said, dict) else None
    known = path if isinstance(path, str) and PLACES.fullmatch(path) else ""
    with transaction():
        actions.note_presence(mine(code), _by(), known, gate.now())
    others = drafts.present(mine(code), gate.now(), but=_by())
    return {"others": [{"name": one.person.full_name, "path": one.path} for one in others]}


def _file(code: str, path: str) -> DraftFile:
    rules.check_path(path)
    return drafts.file_row(mine(code), path)


def _by() -> Any:
    return gate.actor().person_id


def _seen() -> int:
    said = request.headers.get(SEEN, "")
    if not said.isdecimal() or len(said) > 9:
        raise Refusal("draft.no_seen")
    return int(said)


def _clock() -> str:
    return f"{gate.now().astimezone(BUCHAREST):%H:%M:%S}"
