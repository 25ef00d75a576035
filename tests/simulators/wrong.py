"""A controller that does one thing wrong: it stands before a right one, and spoils what passes."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import requests

HEADERS = ("Authorization", "Idempotency-Key", "X-Timestamp", "X-Signature", "Content-Type")
Json = dict[str, Any]


class Passing(NamedTuple):
    """A question on its way in, or a call-back on its way out."""

    method: str
    path: str
    headers: Json
    body: bytes

    def with_body(self, body: object) -> "Passing":
        return self._replace(body=json.dumps(body).encode())


class Reply(NamedTuple):
    status: int
    body: bytes


@dataclass
class Fault:
    """What is spoiled: the question, its answer, or the call-back (None: it gets lost and nobody notices)."""

    question: Callable[[Passing], Passing] = lambda asked: asked
    answer: Callable[[Passing, Reply], Reply] = lambda _, reply: reply
    news: Callable[[Passing], Passing | None] = lambda told: told


@dataclass
class Between:
    """Stands before the controller (`front`) and behind it (`back`)."""

    fault: Fault = field(default_factory=Fault)
    controller: str = ""
    hall: str = ""
    front: str = ""
    back: str = ""

    def ask(self, asked: Passing) -> Reply:
        asked = self.fault.question(asked)
        return self.fault.answer(asked, _forward(self.controller, asked))

    def tell(self, told: Passing) -> Reply:
        spoiled = self.fault.news(told)
        return Reply(204, b"") if spoiled is None else _forward(self.hall, spoiled)


def _forward(url: str, asked: Passing) -> Reply:
    headers = {name: value for name, value in asked.headers.items() if value}
    answer = requests.request(
        asked.method, url + asked.path, data=asked.body, headers=headers, timeout=10, allow_redirects=False
    )
    return Reply(answer.status_code, answer.content)


@contextmanager
def listening(take: Callable[[Passing], Reply]) -> Iterator[str]:
    """An address; whatever is sent there is taken so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name: self.headers[name] for name in HEADERS}
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            reply = take(Passing(self.command, self.path, headers, body))
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_GET(self) -> None:
            self.do_POST()

        def do_PUT(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


# -- the ways of being wrong


def _refusal(reply: Reply) -> str:
    body = json.loads(reply.body) if reply.body else None
    return str(body["error"]["code"]) if isinstance(body, dict) and "error" in body else ""


def forgets_what_was_used() -> Fault:
    """Whoever once opened a door with a code, opens it for ever."""
    opened: dict[str, Reply] = {}

    def answer(asked: Passing, reply: Reply) -> Reply:
        if asked.path != "/v1/present":
            return reply
        shown = str(json.loads(asked.body)["credential"])
        if reply.status == requests.codes.ok:
            opened[shown] = reply
        return opened.get(shown, reply)

    return Fault(answer=answer)


def knows_no_keys() -> Fault:
    """Each call has its effect, whatever its Idempotency-Key."""

    def question(asked: Passing) -> Passing:
        return asked._replace(headers=asked.headers | {"Idempotency-Key": uuid.uuid4().hex})

    return Fault(question=question)


def keeps(**other: object) -> Fault:
    """Keeps grants with something else in them than it was told."""

    def question(asked: Passing) -> Passing:
        if not asked.path.endswith("/grants") or asked.method != "PUT":
            return asked
        told = json.loads(asked.body)
        return asked.with_body({**told, "grants": [{**one, **other} for one in told["grants"]]})

    return Fault(question=question)


def takes_any_list() -> Fault:
    """An older list of grants replaces a newer one."""

    def question(asked: Passing) -> Passing:
        if not asked.path.endswith("/grants") or asked.method != "PUT":
            return asked
        return asked.with_body({**json.loads(asked.body), "version": uuid.uuid1().time})

    return Fault(question=question)


def says_instead(refusal: str, status: int, code: str) -> Fault:
    """Where it should say one thing it says another."""

    def answer(_: Passing, reply: Reply) -> Reply:
        wrong = json.dumps({"error": {"code": code}}).encode()
        return Reply(status, wrong) if _refusal(reply) == refusal else reply

    return Fault(answer=answer)


def leaves_out(path: str, name: str) -> Fault:
    """An answer lacks what the document promises."""

    def answer(asked: Passing, reply: Reply) -> Reply:
        if asked.path != path or reply.status != requests.codes.ok:
            return reply
        body = {key: value for key, value in json.loads(reply.body).items() if key != name}
        return _with(reply, body)

    return Fault(answer=answer)


def _with(reply: Reply, body: object) -> Reply:
    return reply._replace(body=json.dumps(body).encode())


def lists_nothing(path: str) -> Fault:
    """A list that should say what lives says nothing."""

    def answer(asked: Passing, reply: Reply) -> Reply:
        return _with(reply, []) if asked.path.startswith(path) else reply

    return Fault(answer=answer)


def unsigned(told: Passing) -> Passing:
    """A call-back without its signature."""
    return told._replace(headers=told.headers | {"X-Signature": ""})


def signed_long_ago(told: Passing) -> Passing:
    """A call-back that bears the time of another."""
    return told._replace(headers=told.headers | {"X-Timestamp": "1700000000"})


def lost(_: Passing) -> None:
    """Told once, whether or not anybody heard it."""
    return
