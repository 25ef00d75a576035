"""docs/locker-openapi.json is enough: nothing is missing, and a client made from it gets along."""

import hashlib
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from simulators.ledger import Ledger
from simulators.locker.__main__ import create_app
from simulators.locker.cabinet import TABLES
from simulators.locker.cabinet import Cabinet as Doors
from tests.conformance.bench import Bench
from tests.conformance.document import SAID, answered_rightly, asked_rightly, fits
from tests.simulators.hook import Hook


class MadeFromTheDocument:
    """A program of somebody who never saw the hall: it knows the document, an address and a key."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        scheme = SAID["components"]["securitySchemes"]["key"]
        assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
        self._headers = {"Authorization": f"Bearer {key}"}

    def call(self, operation: str, body: Any = None, **names: object) -> Any:
        """The operation of that id; what stands in its address and its query is named."""
        path, verb, described = _operation(operation)
        asked = [one["name"] for one in described.get("parameters", ()) if one["in"] == "query"]
        query = {name: names[name] for name in asked if name in names}
        address = path.format(**names)
        if body is not None:
            asked_rightly(verb, address, body)
        answer = requests.request(
            verb,
            self._url + address,
            params=query,
            json=body,
            headers=self._headers | _keys(described),
            timeout=10,
        )
        answered_rightly(verb, address, answer)
        assert answer.ok, (operation, answer.text)
        return answer.json()


def _operation(name: str) -> tuple[str, str, dict[str, Any]]:
    (found,) = [
        (path, verb, one)
        for path, verbs in SAID["paths"].items()
        for verb, one in verbs.items()
        if one["operationId"] == name
    ]
    return found


def _keys(described: dict[str, Any]) -> dict[str, str]:
    """Every header that the document asks for, new each time."""
    return {one["name"]: uuid.uuid4().hex for one in described.get("parameters", ()) if one["in"] == "header"}


def described_grant(site: str, purpose: str, shown: str) -> dict[str, Any]:
    """As the document's Grant says: hex SHA-256 of the token as shown, of <pin>:<site>; no factor."""
    now = datetime.now(UTC)
    grant = {
        "id": uuid.uuid4().hex,
        "purpose": purpose,
        "token_sha256": hashlib.sha256(shown.encode()).hexdigest(),
        "pin_sha256": hashlib.sha256(f"12345678:{site}".encode()).hexdigest(),
        "factor_sha256": "",
        "not_before": (now - timedelta(minutes=1)).isoformat(),
        "not_after": (now + timedelta(hours=1)).isoformat(),
        "max_uses": 1,
    }
    fits({"$ref": "#/components/schemas/Grant"}, grant)
    return grant


@pytest.fixture
def simulator(tmp_path: Path) -> Flask:
    ledger = Ledger(tmp_path / "l.sqlite", TABLES)
    return create_app(Doors(ledger, "cabinet-1", "a key of tests", ""))


def test_every_address_is_described_and_none_is_invented(simulator: Flask) -> None:
    rules = [rule for rule in simulator.url_map.iter_rules() if rule.rule.startswith("/v1/")]
    real = {
        (re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule), verb.lower())
        for rule in rules
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert real == {(path, verb) for path, verbs in SAID["paths"].items() for verb in verbs}


def test_a_client_made_from_the_document_drives_a_whole_pick_up(bench: Bench) -> None:
    """Kept, laid in by its envelope's QR, collected by the citizen's, told."""
    client = MadeFromTheDocument(bench.controller.url, bench.controller.key)
    site = client.call("tellSite")
    ref = uuid.uuid4().hex
    kept = client.call("reserve", {"ref": ref, "size": "S", "accessible": False})
    envelope, collect = "FH1:" + uuid.uuid4().hex, "FH1:" + uuid.uuid4().hex
    of, site_code = {"reservation": kept["reservation"]}, site["site"]
    told = {"version": 1, "grants": [described_grant(site_code, "deposit", envelope)]}
    client.call("replaceGrants", told, **of)
    assert client.call("present", {"credential": envelope})["purpose"] == "deposit"
    bench.hands.lay_in(kept["compartment"])
    told = {"version": 2, "grants": [described_grant(site_code, "collect", collect)]}
    client.call("replaceGrants", told, **of)
    live = {one["ref"]: one for one in client.call("listReservations", state="live")}
    assert live[ref] == {**kept, "ref": ref, "state": "occupied"}
    opened = client.call("present", {"credential": collect})
    assert (opened["compartment"], opened["ref"]) == (kept["compartment"], ref)
    bench.hands.take_out(kept["compartment"])
    doors = {one["number"]: one["state"] for one in client.call("listCompartments")}
    assert doors[kept["compartment"]] == "free"
    assert ref not in {one["ref"] for one in client.call("listReservations", state="live")}
    events = client.call("listEvents", after=site["last_seq"])
    assert [one["type"] for one in events["events"]] == ["door.opened", "door.closed"] * 2


def test_call_backs_look_as_the_document_says(bench: Bench) -> None:
    hook: Hook = bench.hook
    kept = bench.laid_in()
    hook.until(lambda h: kept.ref in {one["ref"] for one in h.events()})
    described = SAID["webhooks"]["events"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fits(described, hook.received[-1].json)
