"""A request that is too large to be read: its words are saved, its files are left.

Pages that take words and files in one form would else lose the words together with a film that was chosen
by mistake. Browsers send fields in the order of the page, and there the words come first.
"""

import io
from urllib.parse import urlencode

from flask import Flask, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

FILES = "multipart/form-data"
MOST_READ = 512 * 1024
WORDS_AND_FILES = frozenset(
    {
        "desk.letter_upload",
        "desk.complete",
        "desk.save",
        "citizen.save_task",
        "counter.complete",
        "registry.scan",
    }
)


def init(app: Flask) -> None:
    """Before anything looks at the form."""
    app.before_request(_leave_the_files)


def files_were_left() -> bool:
    """Was this request too large, so that only its words are here?"""
    return bool(g.get("files_left", False))


def _leave_the_files() -> None:
    kind, facts = parse_options_header(request.environ.get("CONTENT_TYPE", ""))
    too_large = (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]
    if request.endpoint not in WORDS_AND_FILES or kind != FILES or not too_large:
        return
    beginning = request.environ["wsgi.input"].read(MOST_READ)
    words = urlencode(_words(beginning, facts.get("boundary", ""))).encode()
    request.environ["wsgi.input"] = io.BytesIO(words)
    request.environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    request.environ["CONTENT_LENGTH"] = str(len(words))
    g.files_left = True


def _words(beginning: bytes, boundary: str) -> list[tuple[str, str]]:
    """The fields that the beginning of a form holds whole."""
    decoder = MultipartDecoder(boundary.encode(), max_form_memory_size=None)
    decoder.receive_data(beginning)
    found: list[tuple[str, str]] = []
    name, value = "", b""
    try:
        while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
            if isinstance(event, Field | File):
                name, value = event.name if isinstance(event, Field) else "", b""
            elif isinstance(event, Data) and name:
                value += event.data
                if not event.more_data:
                    found.append((name, value.decode(errors="replace")))
    except (ValueError, RequestEntityTooLarge):
        return found
    return found
