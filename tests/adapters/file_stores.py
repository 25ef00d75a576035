"""Stores of documents for one and the same suite: on disk, in memory, and over a real S3 conversation."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import requests

from app.adapters.file_store import DiskFileStore
from app.adapters.object_store import ObjectFileStore, path
from app.outside import FileStore
from simulators.process import free_port
from tests.patience import until

KINDS = ["disk", "memory", "s3"]


class Shelf(NamedTuple):
    """A store, a hand that changes what lies in it behind its back, and how many things lie there."""

    store: FileStore
    forge: Callable[[str, bytes], None]
    count: Callable[[], int]


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Shelf]:
    """One of them, empty."""
    if kind == "disk":
        yield _on_disk(folder)
    elif kind == "memory":
        from obstore.store import MemoryStore

        yield _of_objects(MemoryStore())
    else:
        with _s3() as store:
            yield _of_objects(store)


def _on_disk(folder: Path) -> Shelf:
    store = DiskFileStore(folder)

    def forge(sha256: str, content: bytes) -> None:
        store.path(sha256).chmod(0o640)
        store.path(sha256).write_bytes(content)

    return Shelf(store, forge, lambda: sum(one.is_file() for one in folder.rglob("*")))


def _of_objects(store: "object") -> Shelf:
    import obstore

    def count() -> int:
        return sum(len(part) for part in obstore.list(store))  # type: ignore[call-overload]

    return Shelf(
        ObjectFileStore(store), lambda sha256, content: obstore.put(store, path(sha256), content), count
    )  # type: ignore[arg-type]


@contextmanager
def _s3() -> Iterator["object"]:
    """A bucket of a server in its own process."""
    from obstore.store import S3Store

    if importlib.util.find_spec("moto") is None:
        pytest.skip("no S3 server is installed (package moto[s3], flask-cors)")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: _answers(url), lambda: "the S3 server does not answer", 60)
        requests.put(f"{url}/hall", timeout=10).raise_for_status()
        yield S3Store(
            "hall",
            endpoint=url,
            access_key_id="nobody",
            secret_access_key="nothing",
            region="us-east-1",
            client_options={"allow_http": True},
        )
    finally:
        server.terminate()
        server.wait(10)


def _answers(url: str) -> bool:
    try:
        requests.get(url, timeout=5)
    except requests.ConnectionError:
        return False
    return True
