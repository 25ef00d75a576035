"""Secrets are compared in one place in the hall, in one in the simulators; all else looks up hashes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.compared import same

ROOT = Path(__file__).parents[1]
PLACES = {"app": {"app/compared.py"}, "simulators": {"simulators/serving.py"}}
SECRET = re.compile(
    r"token|pin|secret|signature|credential|factor|(claim|grant|link)_(code|token|pin)"
    r"|(key|link|token|code|pin|factor)_(hash|sha256)"
)
LOOKED_UP = re.compile(r"(_hash|_token_hash|link_hash|[a-z]+_sha256)\(")
# A number's token is printed on every paper and shows what the paper shows; links of the journal's chain.
NO_SECRETS = {"RegisterEntry.verify_token == token", "link_hash(entry) != entry.hash"}


def modules(root: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / root).rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text()


def leaked(source: str) -> list[str]:
    """Comparisons of a secret that end at the first sign that is wrong."""
    compared = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Compare))
    return [
        words
        for one in compared
        if isinstance(one.ops[0], ast.Eq | ast.NotEq)
        and any(SECRET.fullmatch(_name(side)) for side in (one.left, *one.comparators))
        and not LOOKED_UP.search(words := ast.unparse(one))
        and words not in NO_SECRETS
        and not any(isinstance(side, ast.Constant) for side in one.comparators)
    ]


def _name(side: ast.expr) -> str:
    side = side.func if isinstance(side, ast.Call) else side
    return {ast.Attribute: "attr", ast.Name: "id"}.get(type(side), "") and str(
        getattr(side, "attr", getattr(side, "id", ""))
    )


@pytest.mark.parametrize("root", PLACES)
def test_one_place_compares_secrets(root: str) -> None:
    assert {path for path, source in modules(root) if "compare_digest" in source} == PLACES[root]


@pytest.mark.parametrize("root", PLACES)
def test_no_secret_is_compared_sign_by_sign(root: str) -> None:
    assert {path: found for path, source in modules(root) if (found := leaked(source))} == {}


@pytest.mark.parametrize(
    "careless", ["grant.pin == typed", "token != grant_token(house, grant)", "a.key_hash == given"]
)
def test_the_look_finds_what_is_careless(careless: str) -> None:
    assert leaked(careless) == [careless]


def test_looking_up_by_hash_is_no_comparison() -> None:
    assert leaked("KioskDevice.key_hash == _hash(secret)") == []


@pytest.mark.parametrize(("kept", "given"), [("ț", "t"), ("", "0"), ("1234", "12345"), ("1234", "1235")])
def test_only_the_same_is_the_same(kept: str, given: str) -> None:
    assert same(kept, kept)
    assert not same(kept, given)
