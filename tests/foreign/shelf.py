"""The foreign files, and what may never get lost of one."""

import io
import random
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree

FILES = Path(__file__).parent / "files"
SWAPS = [b"<", b">", b"&", b'"', b"/", b"\0", b"\xff", b"\xe2\x80\x8b", b"]]>", b"&#0;", b" id=", b"bpmn:"]


def every() -> list[Path]:
    """All of them, by folder and name."""
    return sorted(FILES.glob("*/*.bpmn"))


def parts(content: bytes) -> Counter[tuple[object, ...]]:
    """Every element with its attributes and text, however often it stands there."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    return Counter(
        (node.tag, tuple(sorted(node.attrib.items())), (node.text or "").strip())
        for node in root.iter(etree.Element)
    )


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The file with something broken in it: bytes, tags, values, whole pieces, or as a zip cut short."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place, length = chance.randrange(len(found)), chance.choice((0, 1, 5, 60, 600))
        kind = chance.choice((0, 1, 2, 3, 4, 4, 4, 4))
        if kind == 0:
            found[place : place + length] = chance.choice(SWAPS)
        elif kind == 1:
            del found[place : place + length]
        elif kind == 2:
            found[place:place] = found[place : place + length] * chance.choice((1, 3))
        elif kind == 3:
            found[place : place + 1] = bytes([chance.randrange(256)])
        else:
            _another_value(found, chance)
        found = found or bytearray(b"<")
    return bytes(found)


def _another_value(found: bytearray, chance: random.Random) -> None:
    """A well-formed change: some attribute says something else."""
    opens = [i for i in range(len(found) - 1) if found[i : i + 2] == b'="'][:400]
    if opens:
        begin = chance.choice(opens) + 2
        end = found.find(b'"', begin)
        others = (b"", b"x", b"Start", b"true", b"-1", b"1e999", b"a.b", b"${x}", b"9" * 400, "ț".encode())
        found[begin:end] = chance.choice(others)


def packed(content: bytes, chance: random.Random) -> bytes:
    """A zip with that diagram and some other names in it."""
    buffer = io.BytesIO()
    names = [
        "procedure.bpmn",
        "../../up.bpmn",
        "a/b/C D.bpmn",
        "procedure.toml",
        "forms/x.schema.json",
        "\u202e.dmn",
    ]
    with zipfile.ZipFile(buffer, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name in chance.sample(names, chance.randint(1, len(names))):
            archive.writestr(name, content)
    return buffer.getvalue()
