"""The demonstration's authority of certificates: it makes keys that prove nothing, and every one says DEMO.

Keys lie in one folder of the instance, readable by their owner only. Two processes that make the same
identity at once end with one: whoever links its file first has made it.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DEMO = "DEMO"
AUTHORITY = "authority"  # its folder in an instance
ROOT_NAME = "DEMO Fără Hârtie, autoritate fără valoare juridică"
YEARS_VALID = 10
PRIVATE = 0o600
LONGEST_NAME = 64  # of a common name in a certificate (X.520)


@dataclass(frozen=True)
class Identity:
    """A key with its certificate and that of its authority, each as PEM."""

    key: bytes
    certificate: bytes
    authority: bytes


class DemoAuthority:
    """The authority whose keys lie in `folder`; it and its identities are made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def certificate(self) -> Path:
        """The authority's own certificate, to be trusted by whoever wants to play along."""
        return self._folder / "authority.crt"

    def found(self, now: datetime) -> None:
        """Make the authority; done twice it changes nothing."""
        self._root(now)

    def seal_of(self, institution: str, now: datetime) -> Identity:
        """The seal of the institution with that code."""
        return self._identity(
            f"seal/{institution}", f"{DEMO} Sigiliul instituției {institution}", institution, now
        )

    def signer(self, key: str, name: str, institution: str, now: datetime) -> Identity:
        """A person's signature, found again by `key`; another name makes another certificate."""
        return self._identity(f"person/{institution}/{key}/{name}", f"{DEMO} {name}", institution, now)

    def _identity(self, what: str, name: str, institution: str, now: datetime) -> Identity:
        path = self._folder / f"{hashlib.sha256(what.encode()).hexdigest()[:32]}.pem"
        root = self._root(now)
        both = _kept(path) or _keep(path, _issued(root, name, institution, now))
        key, certificate = _split(both)
        return Identity(key, certificate, _split(root)[1])

    def _root(self, now: datetime) -> bytes:
        path = self._folder / "authority.pem"
        if (found := _kept(path)) is not None:
            return found
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = _keep(path, _self_signed(now))
        _keep(self.certificate, _split(made)[1])
        return made


def _kept(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _keep(path: Path, content: bytes) -> bytes:
    """The content of `path`: ours, or that of whoever was faster."""
    aside = path.with_name(f".{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return path.read_bytes()
    finally:
        aside.unlink()
    return content


def _self_signed(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(ROOT_NAME, DEMO)
    made = _begun(name, name, key, now).add_extension(x509.BasicConstraints(True, 0), True)
    made = made.add_extension(_usage(certificates=True), True)
    return _pem(key, made.sign(key, hashes.SHA256()))


def _issued(root: bytes, name: str, institution: str, now: datetime) -> bytes:
    root_key = serialization.load_pem_private_key(_split(root)[0], None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey)
    authority = x509.load_pem_x509_certificate(_split(root)[1])
    key = ec.generate_private_key(ec.SECP256R1())
    # No certificate outlives its authority, nor begins before it.
    made = _begun(_name(name, f"{DEMO} {institution}"), authority.subject, key, now)
    made = made.not_valid_after(authority.not_valid_after_utc)
    made = made.add_extension(x509.BasicConstraints(False, None), True).add_extension(_usage(), True)
    return _pem(key, made.sign(root_key, hashes.SHA256()))


def _begun(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    """Whatever both kinds share; an authority's end is added here, an issued one sets its own."""
    began = now.astimezone(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    return made.not_valid_after(began + timedelta(days=365 * YEARS_VALID)) if name == issuer else made


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "RO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:LONGEST_NAME]),
        ]
    )


def _usage(*, certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    """The certificate after its key, in one file: half an identity never exists."""
    own = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return own + certificate.public_bytes(serialization.Encoding.PEM)


def _split(both: bytes) -> tuple[bytes, bytes]:
    key, begin, certificate = both.partition(b"-----BEGIN CERTIFICATE-----")
    return key, begin + certificate
