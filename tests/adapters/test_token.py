"""Keys in a PKCS#11 token: a software one, with the same library that a real one's module answers."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.adapters.authority import DemoAuthority, Identity
from app.adapters.seals import PadesSeals
from app.adapters.signature_reports import PadesReader
from app.adapters.signing_keys import TokenKeys
from app.outside import OutsideError, Signatory
from tests.adapters import papers
from tests.adapters.papers import NOW

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
PIN = "4321-probe"
DAN = Signatory("7f1", "Dan Primaru")


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The token's module, with one token in it."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    found = next((one for one in MODULES if Path(one).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed (package softhsm2)")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "primaria", "--pin", PIN, "--so-pin", PIN],
        check=True,
        capture_output=True,
    )
    yield found
    if before is None:
        del os.environ["SOFTHSM2_CONF"]


def _enrol(module: str, label: str, identity: Identity) -> None:
    """Put a key with its certificate into the token, as its issuer would."""
    import pkcs11
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    def der(key: Any) -> bytes:
        return bytes(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )

    key = serialization.load_pem_private_key(identity.key, None)
    certificate = x509.load_pem_x509_certificate(identity.certificate)
    token = pkcs11.lib(module).get_token(token_label="primaria")
    with token.open(rw=True, user_pin=PIN) as session:
        label_and_id = {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.ID: label.encode()[:8]}
        session.create_object(
            {**decode_ec_private_key(der(key)), **label_and_id, pkcs11.Attribute.TOKEN: True}
        )
        own = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
        session.create_object({**own, **label_and_id, pkcs11.Attribute.TOKEN: True})


def test_a_token_seals_and_signs_and_the_key_never_leaves_it(module: str, tmp_path: Path) -> None:
    authority = DemoAuthority(tmp_path / "authority")
    _enrol(module, "seal-PS6", authority.seal_of("PS6", NOW))
    _enrol(module, f"person-{DAN.key}", authority.signer(DAN.key, DAN.name, "PS6", NOW))
    seals = PadesSeals(TokenKeys(module, "primaria", PIN), "real")
    sealed = seals.seal(seals.sign(papers.receipt(), DAN, "PS6", NOW), "PS6", NOW)
    found = PadesReader([authority.certificate]).read(sealed, NOW)
    assert [(one.name, one.outcome) for one in found] == [
        ("DEMO Dan Primaru", "whole"),
        ("DEMO Sigiliul instituției PS6", "whole"),
    ]
    with pytest.raises(OutsideError) as unknown:
        seals.sign(sealed, Signatory("nobody", "Nimeni"), "PS6", NOW)
    assert (unknown.value.code, unknown.value.permanent) == ("signer_unknown", True)
    with pytest.raises(OutsideError) as locked:
        PadesSeals(TokenKeys(module, "another", PIN), "real").seal(sealed, "PS6", NOW)
    assert locked.value.code == "seal_failed"
