"""Refusals and mistakes as pages (or JSON for machines); nobody ever sees a trace."""

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.database import StaleDataError, session
from app.logs import log
from app.outside import OutsideError
from app.refusal import Refusal
from app.web import wording

Answer = tuple[str | dict[str, str], int] | Response


def init(app: Flask) -> None:
    """Hang the handlers on the application."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(MethodNotAllowed, _wrong_method)
    app.register_error_handler(OutsideError, _outside)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: Refusal) -> Answer:
    if error.key == "sign_in.needed" and not current_user.is_authenticated:
        return redirect(url_for("account.sign_in", next=request.path))
    return _page(wording.status(error.key), wording.sentence(error.key, error.facts), error.key)


def _stale(_error: StaleDataError) -> Answer:
    """Two people (or two clicks) changed one thing at once: the first won."""
    session().rollback()
    return _page(409, wording.sentence("task.changed", {}), "task.changed")


def _csrf(_error: CSRFError) -> Answer:
    text = _("Pagina a stat deschisă prea mult. Întoarceți-vă, reîncărcați-o și trimiteți din nou.")
    return _page(400, text, "csrf")


def _too_large(_error: RequestEntityTooLarge) -> Answer:
    """Refused before it is read: only what was kept earlier can be promised."""
    most = current_app.config["MAX_UPLOAD"] // (1024 * 1024)
    return _page(413, wording.sentence("request.too_large", {"most": most}), "request.too_large")


def _wrong_method(_error: MethodNotAllowed) -> Answer:
    text = _("Pagina nu primește acest fel de cerere. Deschideți-o din nou și folosiți butoanele ei.")
    return _page(405, text, "http_405")


def _outside(error: OutsideError) -> Answer:
    log.warning("outside.failed", code=error.code)
    text = _("Un sistem legat de primărie nu răspunde acum. Încercați din nou peste puțin.")
    return _page(503, text, "outside")


def _http(error: HTTPException) -> Answer:
    if error.code == 404:
        return _page(404, _("Această pagină nu există."), "not_found")
    if error.code is None or error.code < 400:
        return error.get_response()
    return _page(error.code, _("Cererea nu a putut fi înțeleasă."), f"http_{error.code}")


def _unexpected(error: Exception) -> Answer:
    session().rollback()
    log.error("request.failed", endpoint=request.endpoint, exc_info=error)
    text = _("Ceva nu a mers din vina noastră. Ce ați trimis înainte s-a păstrat. Încercați din nou.")
    return _page(500, text, "unexpected")


def _page(status: int, text: str, key: str) -> Answer:
    if request.accept_mimetypes.best == "application/json":
        return {"error": key, "message": text}, status
    back = _page_above() if status in {400, 409, 413} else ""
    return render_template("error.html", text=text, status=status, key=key, back=back), status


def _page_above() -> str:
    """The page that this was sent from: the nearest address upwards that can be looked at."""
    door, path = current_app.create_url_adapter(request), request.path
    while door is not None and path.strip("/"):
        if door.test(path, "GET"):
            return path
        path = path.rpartition("/")[0]
    return ""
