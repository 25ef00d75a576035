"""The service's HTTP interface (docs/operate.md): a credential's certificates, a signature over a hash."""

import base64
import binascii
from typing import Any

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from simulators.signing.keys import ALGORITHMS, Vault


def hang(app: Flask, vault: Vault) -> None:
    """Put the interface into the web application."""
    api = Blueprint("api", __name__)

    @api.get("/")
    def home() -> ResponseReturnValue:
        return jsonify(service="signing", demo=True)

    @api.get("/v1/credentials/<name>")
    def credential(name: str) -> ResponseReturnValue:
        found = vault.certificates(name)
        return _unknown() if found is None else jsonify(certificates=found)

    @api.post("/v1/signatures")
    def sign() -> ResponseReturnValue:
        asked: Any = request.get_json(silent=True)
        key = request.headers.get("Idempotency-Key", "")
        digest = _digest(asked)
        if not key or digest is None:
            return jsonify(error={"code": "bad_request", "permanent": True}), 422
        if key not in vault.signed:
            made = vault.sign(str(asked.get("credential")), asked["algorithm"], digest)
            if made is None:
                return _unknown()
            vault.signed[key] = base64.b64encode(made).decode()
        return jsonify(signature=vault.signed[key])

    app.register_blueprint(api)


def _unknown() -> ResponseReturnValue:
    return jsonify(error={"code": "unknown", "permanent": True}), 404


def _digest(asked: Any) -> bytes | None:
    """The hash that is to be signed; None when what was asked makes no sense."""
    algorithm = ALGORITHMS.get(str(asked.get("algorithm"))) if isinstance(asked, dict) else None
    if algorithm is None:
        return None
    try:
        digest = base64.b64decode(str(asked.get("digest")), validate=True)
    except (binascii.Error, ValueError):
        return None
    return digest if len(digest) == algorithm().digest_size else None
