"""Headers of every answer: nothing may run or load here that is not ours."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from app.web import salvage

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'self'; frame-src 'self'; "
    "object-src 'none'; base-uri 'none'; manifest-src 'self'; media-src 'self'"
)
CAMERA_PATHS = ("/kiosk",)
MAP_PATHS = ("/cereri/ciorna", "/ghiseu/ciorna", "/sesizari")  # „poziția mea”, when somebody asks for it
FILES = "multipart/form-data"


def init(app: Flask) -> None:
    """Add the headers to every answer; nobody needs megabytes for words.

    Before the check against forged posts, which reads the form.
    """
    salvage.init(app)
    app.config["CONTENT_POLICY"] = policy(app.config.get("MAP_TILES", ""))
    app.before_request(_limit_words)
    app.after_request(_headers)


def policy(tiles: str) -> str:
    """What pages may load; the pictures of a map also from where the hall's setting takes them."""
    host = urlsplit(tiles.replace("{s}", "*"))
    if not host.netloc:
        return POLICY
    return POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {host.scheme}://{host.netloc}")


def with_style_attributes(given: str) -> str:
    """The policy of a page on which a modeler draws: style attributes too, no style sheet of others."""
    return f"{given}; style-src-attr 'unsafe-inline'"


def _limit_words() -> None:
    if request.mimetype != FILES:
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _headers(response: Response) -> Response:
    camera = "self" if request.path.startswith(CAMERA_PATHS) else ""
    place = "self" if request.path.startswith(MAP_PATHS) else ""
    response.headers.setdefault("Content-Security-Policy", current_app.config["CONTENT_POLICY"])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Permissions-Policy"] = f"camera=({camera}), microphone=(), geolocation=({place})"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif request.path.endswith(".js") and "v" not in request.args:
        # A module that another one imports has no version in its address: browsers ask each time (304).
        response.headers["Cache-Control"] = "no-cache"
    return response
