"""Where the keys of seals and signatures lie: the demo authority's folder, a PKCS#11 token, a service."""

import base64
import hashlib
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from app.adapters.authority import DemoAuthority, Identity
from app.adapters.http import Provider
from app.outside import OutsideError, Signatory

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer

SEAL_LABEL = "seal-{institution}"
PERSON_LABEL = "person-{key}"


class DemoKeys:
    """Keys of the demonstration's own authority: they say DEMO, and are made when first asked for."""

    def __init__(self, authority: DemoAuthority) -> None:
        self._authority = authority

    def of_institution(self, institution: str, at: datetime) -> "Signer":
        """The institution's demo seal."""
        return _simple(self._authority.seal_of(institution, at))

    def of_person(self, signer: Signatory, institution: str, at: datetime) -> "Signer":
        """That person's demo signature."""
        return _simple(self._authority.signer(signer.key, signer.name, institution, at))


class TokenKeys:
    """Keys in a PKCS#11 token (an HSM, a card reader); certificates lie beside them under the same label."""

    def __init__(self, module: str, token: str, pin: str) -> None:
        self._module, self._token, self._pin = module, token, pin
        self._opening = threading.Lock()
        self._session: Any = None

    def of_institution(self, institution: str, at: datetime) -> "Signer":  # noqa: ARG002
        """The key labelled `seal-<institution>`."""
        return self._labelled(SEAL_LABEL.format(institution=institution), "seal_unknown")

    def of_person(self, signer: Signatory, institution: str, at: datetime) -> "Signer":  # noqa: ARG002
        """The key labelled `person-<id of the person>`."""
        return self._labelled(PERSON_LABEL.format(key=signer.key), "signer_unknown")

    def _labelled(self, label: str, unknown: str) -> "Signer":
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.sign.pkcs11 import PKCS11Signer

        made = PKCS11Signer(self._opened(), cert_label=label, other_certs_to_pull=None)
        try:
            certificate = made.signing_cert
        except PKCS11Error as error:
            # The library says "not there" with the bare class; every other one is the token's own trouble.
            if type(error) is PKCS11Error:
                raise OutsideError(unknown, permanent=True) from None
            self._session = None
            raise OutsideError("token_lost") from error
        # Not every token hashes for elliptic curves; all of them sign a hash.
        made.use_raw_mechanism = certificate.public_key.algorithm == "ec"
        return made

    def _opened(self) -> Any:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import open_pkcs11_session

        with self._opening:
            if self._session is None:
                criteria = TokenCriteria(label=self._token)
                self._session = open_pkcs11_session(self._module, None, criteria, self._pin)
            return self._session


class RemoteKeys:
    """Keys that a service holds (docs/operate.md): only hashes go there, only signatures come back."""

    def __init__(self, url: str, api_key: str) -> None:
        self._service = Provider(url, api_key)

    def of_institution(self, institution: str, at: datetime) -> "Signer":  # noqa: ARG002
        """The service's credential `seal-<institution>`."""
        return self._credential(SEAL_LABEL.format(institution=institution), "seal_unknown")

    def of_person(self, signer: Signatory, institution: str, at: datetime) -> "Signer":  # noqa: ARG002
        """The service's credential `person-<id of the person>`."""
        return self._credential(PERSON_LABEL.format(key=signer.key), "signer_unknown")

    def _credential(self, name: str, unknown: str) -> "Signer":
        try:
            told = self._service.get(f"/v1/credentials/{quote(name, safe='')}")
        except OutsideError as error:
            raise OutsideError(unknown, permanent=True) if error.code == "unknown" else error from None
        return _remote(name, _certificates(told), self._service)


def _simple(identity: Identity) -> "Signer":
    from pyhanko.keys.pemder import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers.pdf_cms import SimpleSigner

    own, above = list(load_certs_from_pemder_data(identity.certificate + identity.authority))
    key = load_private_key_from_pemder_data(identity.key, None)
    return SimpleSigner(own, key, _store([above]))


def _remote(name: str, certificates: list[Any], service: Provider) -> "Signer":
    from pyhanko.sign.signers.pdf_cms import Signer

    class RemoteSigner(Signer):
        """Sends the hash of what is to be signed, and gets its signature."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(512)
            digest = hashlib.new(digest_algorithm, data).digest()
            body = {"credential": name, "algorithm": digest_algorithm, "digest": _text(digest)}
            told = service.change("POST", "/v1/signatures", body, key=f"{name}:{digest.hex()}")
            return _bytes(told.get("signature") if isinstance(told, dict) else None)

    return RemoteSigner(signing_cert=certificates[0], cert_registry=_store(certificates[1:]))


def _store(certificates: list[Any]) -> Any:
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    return SimpleCertificateStore.from_certs(certificates)  # type: ignore[no-untyped-call]


def _certificates(told: Any) -> list[Any]:
    """The signer's certificate, then those above it."""
    from pyhanko.keys.pemder import load_certs_from_pemder_data

    said = told.get("certificates") if isinstance(told, dict) else None
    if not isinstance(said, list) or not said:
        raise OutsideError("bad_answer")
    try:
        return list(load_certs_from_pemder_data("\n".join(map(str, said)).encode()))
    except ValueError:
        raise OutsideError("bad_answer") from None


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(said: object) -> bytes:
    try:
        return base64.b64decode(str(said), validate=True)
    except ValueError:
        raise OutsideError("bad_answer") from None
