"""Documents in every kind of store: found by their hash, never half, never changed unseen."""

import hashlib
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.file_store import DiskFileStore
from app.adapters.object_store import ObjectFileStore
from app.outside import OutsideError
from tests.adapters.file_stores import KINDS, Shelf, opened


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> DiskFileStore:
    return DiskFileStore(tmp_path_factory.mktemp("hall") / "files")


@pytest.fixture(scope="module", params=KINDS)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with opened(request.param, tmp_path_factory.mktemp("hall") / "files") as one:
        yield one


@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=2000))
def test_what_was_put_is_what_comes_back(shelf: Shelf, content: bytes) -> None:
    sha256 = shelf.store.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert shelf.store.put(content) == sha256
    assert shelf.store.get(sha256) == content


def test_many_put_at_once_are_one_file(shelf: Shelf) -> None:
    before = shelf.count()
    with ThreadPoolExecutor(8) as crowd:
        hashes = set(crowd.map(lambda _: shelf.store.put(b"y" * 100_000), range(16)))
    assert len(hashes) == 1
    assert shelf.count() == before + 1


def test_a_forged_file_is_noticed_and_healed_by_putting_it_again(shelf: Shelf) -> None:
    sha256 = shelf.store.put(b"genuine")
    shelf.forge(sha256, b"forged")
    with pytest.raises(OutsideError) as noticed:
        shelf.store.get(sha256)
    assert (noticed.value.code, noticed.value.permanent) == ("file_damaged", True)
    shelf.store.put(b"genuine")
    assert shelf.store.get(sha256) == b"genuine"


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "0" * 63 + "\n", "A" * 64])
def test_what_is_not_there_is_missing(shelf: Shelf, name: str) -> None:
    with pytest.raises(OutsideError) as missing:
        shelf.store.get(name)
    assert (missing.value.code, missing.value.permanent) == ("file_missing", True)


def test_what_is_taken_away_is_gone_and_may_come_back(shelf: Shelf) -> None:
    sha256 = shelf.store.put(b"selected for destruction")
    shelf.store.remove(sha256)
    shelf.store.remove(sha256)  # nothing happens where nothing is
    with pytest.raises(OutsideError) as gone:
        shelf.store.get(sha256)
    assert gone.value.code == "file_missing"
    assert shelf.store.put(b"selected for destruction") == sha256
    assert shelf.store.get(sha256) == b"selected for destruction"


def test_looking_whether_there_is_room_leaves_nothing(shelf: Shelf) -> None:
    before = shelf.count()
    shelf.store.check()
    assert shelf.count() == before


def test_an_object_store_that_does_not_answer_may_be_asked_again() -> None:
    from obstore.store import S3Store

    away = S3Store(
        "hall",
        endpoint="http://127.0.0.1:1",
        access_key_id="nobody",
        secret_access_key="nothing",
        region="us-east-1",
        client_options={"allow_http": True},
        retry_config={"max_retries": 0, "retry_timeout": timedelta(seconds=1)},
    )
    with pytest.raises(OutsideError) as refused:
        ObjectFileStore(away).put(b"x")
    assert (refused.value.code, refused.value.permanent) == ("file_not_kept", False)
    with pytest.raises(OutsideError) as unread:
        ObjectFileStore(away).get("0" * 64)
    assert (unread.value.code, unread.value.permanent) == ("unreachable", False)


def test_a_file_lies_under_its_hash_and_nobody_writes_it(store: DiskFileStore) -> None:
    sha256 = store.put(b"hotarare")
    place = store.path(sha256)
    assert place.parts[-3:] == (sha256[:2], sha256[2:4], sha256)
    assert stat.S_IMODE(place.stat().st_mode) == 0o440


def test_many_putting_the_same_leave_one_file_and_no_rest(tmp_path: Path) -> None:
    store = DiskFileStore(tmp_path)
    with ThreadPoolExecutor(8) as crowd:
        hashes = set(crowd.map(lambda _: store.put(b"x" * 100_000), range(16)))
    assert len(hashes) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.path(hashes.pop())]


def test_a_disk_that_does_not_take_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    with pytest.raises(OutsideError) as refused:
        DiskFileStore(tmp_path / "files").put(b"x")
    assert (refused.value.code, refused.value.permanent) == ("file_not_kept", False)
