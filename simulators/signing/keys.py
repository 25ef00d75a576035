"""The service's own authority and credentials, made when first asked for; they prove nothing."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils
from cryptography.x509.oid import NameOID

DEMO = "DEMO simulator"
BITS = 2048
VALID = timedelta(days=365)
ALGORITHMS: Mapping[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class Vault:
    """Keys in memory: a simulator that was ended has forgotten them."""

    def __init__(self, known: list[str]) -> None:
        self._lock = threading.Lock()
        self._key = _fresh()
        self._name = _name("DEMO simulator, autoritate")
        self._certificate = _certificate(self._name, self._name, self._key, self._key, authority=True)
        # Only these exist: whoever is not enrolled cannot sign.
        self._known = set(known)
        self._made: dict[str, tuple[rsa.RSAPrivateKey, x509.Certificate]] = {}
        self.signed: dict[str, str] = {}

    def certificates(self, credential: str) -> list[str] | None:
        """The credential's certificate and those above it, as PEM; None for one that is not enrolled."""
        if credential not in self._known:
            return None
        return [_pem(self._of(credential)[1]), _pem(self._certificate)]

    def sign(self, credential: str, algorithm: str, digest: bytes) -> bytes | None:
        """The signature over a hash (RSA, PKCS #1 v1.5); None for a credential that is not enrolled."""
        if credential not in self._known:
            return None
        chosen = utils.Prehashed(ALGORITHMS[algorithm]())
        return self._of(credential)[0].sign(digest, padding.PKCS1v15(), chosen)

    def _of(self, credential: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        with self._lock:
            if credential not in self._made:
                key = _fresh()
                made = _certificate(_name(f"DEMO {credential}"[:64]), self._name, key, self._key)
                self._made[credential] = key, made
            return self._made[credential]


def _fresh() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    by: rsa.RSAPrivateKey,
    *,
    authority: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return made.sign(by, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
