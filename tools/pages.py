"""Ports that must be free before the hall starts, and pages that must answer after."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping

from tools.trouble import Trouble

PATIENCE_SECONDS = 3.0

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def refuse_taken(ports: Mapping[str, int]) -> None:
    """Say which port is taken, before anything is started.

    A hall that was just killed may need a moment to let go of its ports.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    for what, port in ports.items():
        while not is_free(port) and time.monotonic() < deadline:
            time.sleep(0.1)
        if not is_free(port):
            raise Trouble(
                f"Port {port}, needed for {what}, is taken by another program. "
                f"End it, or choose other ports: make run PORT={_another(port)}"
            )


def is_free(port: int) -> bool:
    """Can we listen on this port of the loopback address?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_block(size: int, first: int = 8100, last: int = 30000) -> int:
    """The first of `size` neighbouring free ports, below those the system hands out itself."""
    for port in range(first, last, size):
        if all(is_free(port + offset) for offset in range(size)):
            return port
    raise Trouble(f"No {size} neighbouring free ports between {first} and {last}.")


def _another(port: int) -> int:
    return free_block(6, first=max(8100, port - port % 100 + 100) if port < 29000 else 8100)


def all_answer(urls: Iterable[str]) -> bool:
    """Does each of these pages answer 200?"""
    return all(answers(url) for url in urls)


def answers(url: str) -> bool:
    """Does this page answer 200 within two seconds?"""
    try:
        with _direct.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
