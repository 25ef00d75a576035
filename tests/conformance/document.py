"""docs/locker-openapi.json, held beside what is really asked and answered."""

import json
import re
from pathlib import Path
from typing import Any

import requests
from jsonschema import Draft202012Validator

FILE = Path(__file__).parents[2] / "docs" / "locker-openapi.json"
SAID: dict[str, Any] = json.loads(FILE.read_text())
# "5xx may be asked again" (docs/locker-api.md): how it looks is nobody's promise.
MAY_BE_ASKED_AGAIN = 500


def described(path: str) -> str:
    """The path as the document writes it: `/v1/compartments/7/open` is `/v1/compartments/{number}/open`."""
    plain = path.partition("?")[0]
    for one in SAID["paths"]:
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), plain):
            return str(one)
    raise AssertionError(f"{plain} is not in the document")


def fits(schema: Any, value: object) -> None:
    """Raises jsonschema's ValidationError, which says where it does not."""
    Draft202012Validator({**schema, "components": SAID["components"]}).validate(value)


def asked_rightly(verb: str, path: str, body: object) -> None:
    """What is sent looks as the document asks."""
    content = SAID["paths"][described(path)][verb.lower()].get("requestBody", {}).get("content")
    if content:
        fits(content["application/json"]["schema"], json.loads(json.dumps(body)))


def answered_rightly(verb: str, path: str, answer: requests.Response) -> None:
    """What came is one of the answers that the document promises, and looks as it says."""
    if answer.status_code >= MAY_BE_ASKED_AGAIN:
        return
    promised = SAID["paths"][described(path)][verb.lower()]["responses"]
    status = str(answer.status_code)
    assert status in promised, f"{verb} {path} answered {status}, the document knows {sorted(promised)}"
    fits(promised[status]["content"]["application/json"]["schema"], answer.json())
