"""A camera before which somebody holds a picture: Motion JPEG that Chromium takes for what it sees."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser import ARGUMENTS, chromium

SEEN = (640, 480)


def film(path: Path, sign: Image.Image) -> Path:
    """The picture, held a little askew."""
    turned = sign.convert("RGB").rotate(9, expand=True, fillcolor="white")
    scene = Image.new("RGB", SEEN, "#8a8f8c")
    scene.paste(turned, ((SEEN[0] - turned.width) // 2, (SEEN[1] - turned.height) // 2))
    frame = io.BytesIO()
    scene.save(frame, "JPEG", quality=85)
    path.write_bytes(frame.getvalue() * 20)
    return path


@contextmanager
def seeing(browser: Browser, film: Path) -> Iterator[Browser]:
    """Another browser, whose camera shows this film."""
    arguments = [*ARGUMENTS, f"--use-file-for-fake-video-capture={film}"]
    other = browser.browser_type.launch(executable_path=chromium(), args=arguments)
    try:
        yield other
    finally:
        other.close()
