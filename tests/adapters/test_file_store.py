"""Documents on disk: found by their hash, never half, never changed unseen."""

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.file_store import DiskFileStore
from app.outside import OutsideError


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> DiskFileStore:
    return DiskFileStore(tmp_path_factory.mktemp("hall") / "files")


@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=2000))
def test_what_was_put_is_what_comes_back(store: DiskFileStore, content: bytes) -> None:
    sha256 = store.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.put(content) == sha256
    assert store.get(sha256) == content


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


def test_a_changed_file_is_noticed_and_healed_by_putting_it_again(store: DiskFileStore) -> None:
    sha256 = store.put(b"original")
    store.path(sha256).chmod(0o640)
    store.path(sha256).write_bytes(b"forged")
    with pytest.raises(OutsideError, match="file_damaged"):
        store.get(sha256)
    store.put(b"original")
    assert store.get(sha256) == b"original"


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "0" * 63 + "\n", "A" * 64])
def test_what_is_not_there_is_missing(store: DiskFileStore, name: str) -> None:
    with pytest.raises(OutsideError, match="file_missing"):
        store.get(name)


def test_a_disk_that_does_not_take_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    with pytest.raises(OutsideError) as refused:
        DiskFileStore(tmp_path / "files").put(b"x")
    assert (refused.value.code, refused.value.permanent) == ("file_not_kept", False)
