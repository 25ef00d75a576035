"""What differs between settings and terms, notices, papers, scenarios, lists and letters."""

import difflib
import json
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from app.cityhall.procedures.letters import FOLDER as LETTERS
from app.engine.reading import safe_xml
from app.journey.comparing.difference import UNREADABLE, Difference, short, unequal
from app.refusal import Refusal

TERMS = ("term", "settings")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_LINES = 12
LARGEST_LETTER = 4_000_000  # of its text, unpacked
Old = Mapping[str, bytes]


def between(old: Old, new: Old, seen: Callable[[str], bool]) -> list[Difference]:
    """Over every file that no other room has told of (`seen`)."""
    changed = [p for p in sorted({*old, *new}) if old.get(p) != new.get(p) and not seen(p)]
    return [one for path in changed for one in _file(path, old.get(path), new.get(path))]


def _file(path: str, old: bytes | None, new: bytes | None) -> Iterator[Difference]:
    part = _part(path)
    if old is None or new is None:
        kind = "added" if old is None else "removed"
        yield Difference(part, path, "", kind, f"file.{kind}", {"title": _called(path, old or new or b"")})
        return
    try:
        found = list(READERS.get(path, _reader(path))(path, old, new))
    except UNREADABLE as error:
        yield Difference(part, path, "", "changed", "file.unreadable", {"reason": short(error)})
        return
    yield from found or [Difference(part, path, "", "changed", "file.same_words", {})]


def _part(path: str) -> str:
    first, _, _ = path.partition("/")
    named = {"letters": "letter", "scenarios": "scenario", "notices.toml": "notice", "papers.json": "papers"}
    return named.get(first, "other")


def _reader(path: str) -> Callable[[str, bytes, bytes], Iterator[Difference]]:
    if path.startswith(LETTERS):
        return _letter
    return _scenario if path.startswith("scenarios/") else _lines


def _called(path: str, content: bytes) -> str:
    """A scenario by its title, everything else by its path."""
    if not path.startswith("scenarios/"):
        return path
    try:
        return short(json.loads(content).get("title") or path)
    except (ValueError, AttributeError):
        return path


def _config(path: str, old: bytes, new: bytes) -> Iterator[Difference]:
    before, after = (dict(_leaves(tomllib.loads(content.decode()))) for content in (old, new))
    for name, was, now in unequal(before, after):
        first = name.partition(".")[0]
        part = "term" if first in TERMS else "letter" if first == "letters" else "other"
        kind = "added" if was is None else "removed" if now is None else "changed"
        facts = {"field": name, "before": short(was), "after": short(now)}
        yield Difference(part, path, name, kind, "config.field", facts)


def _leaves(value: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{above}.{name}" if above else name)
    else:
        yield above, value


def _notices(path: str, old: bytes, new: bytes) -> Iterator[Difference]:
    before, after = (tomllib.loads(content.decode()) for content in (old, new))
    for name, was, now in unequal(before, after):
        if was is None or now is None:
            kind = "added" if was is None else "removed"
            yield Difference("notice", path, name, kind, f"notice.{kind}", {"name": name})
            continue
        for field, one, other in unequal(dict(_leaves(was)), dict(_leaves(now))):
            facts = {"name": name, "field": field, "before": short(one), "after": short(other)}
            yield Difference("notice", path, name, "changed", "notice.field", facts)


def _papers(path: str, old: bytes, new: bytes) -> Iterator[Difference]:
    before, after = ({paper["code"]: paper for paper in json.loads(content)} for content in (old, new))
    for code, was, now in unequal(before, after):
        title = short((now or was).get("title") or code)
        if was is None or now is None:
            kind = "added" if was is None else "removed"
            yield Difference("papers", path, code, kind, f"paper.{kind}", {"name": title})
            continue
        for field, one, other in unequal(was, now):
            facts = {"name": title, "field": field, "before": _json(one), "after": _json(other)}
            yield Difference("papers", path, code, "changed", "paper.field", facts)
    if list(before) != list(after) and set(before) == set(after):
        yield Difference("papers", path, "", "moved", "paper.reordered", {})


def _json(value: object) -> str:
    return short(json.dumps(value, ensure_ascii=False)) if isinstance(value, dict | list) else short(value)


def _scenario(path: str, old: bytes, new: bytes) -> Iterator[Difference]:
    before, after = json.loads(old), json.loads(new)
    names = [name for name, _, _ in unequal(before, after)]
    if names:
        facts = {"title": short(after.get("title") or path), "fields": ", ".join(names)}
        yield Difference("scenario", path, "", "changed", "scenario.changed", facts)


def _letter(path: str, old: bytes, new: bytes) -> Iterator[Difference]:
    yield from _texts("letter", path, "letter.lines", _paragraphs(path, old), _paragraphs(path, new))


def _lines(path: str, old: bytes, new: bytes) -> Iterator[Difference]:
    lines = (content.decode().splitlines() for content in (old, new))
    yield from _texts("other", path, "file.lines", *lines)


def _texts(part: str, path: str, key: str, old: list[str], new: list[str]) -> Iterator[Difference]:
    """Pieces of text that are other now, as many as one reads."""
    opcodes = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    pieces = [one for one in opcodes if one[0] != "equal"]
    for what, a, b, c, d in pieces[:MOST_LINES]:
        kind = {"insert": "added", "delete": "removed"}.get(what, "changed")
        facts = {"before": short("\n".join(old[a:b])), "after": short("\n".join(new[c:d]))}
        yield Difference(part, path, "", kind, key, facts)
    if len(pieces) > MOST_LINES:
        yield Difference(part, path, "", "changed", "file.more", {"count": str(len(pieces) - MOST_LINES)})


def _paragraphs(path: str, docx: bytes) -> list[str]:
    """The words of a letter's template, paragraph by paragraph."""
    with zipfile.ZipFile(BytesIO(docx)) as parts:
        names = [n for n in parts.namelist() if n.startswith(("word/header", "word/footer"))]
        texts = []
        for name in ["word/document.xml", *sorted(names)]:
            if parts.getinfo(name).file_size > LARGEST_LETTER:
                raise Refusal("draft.too_large", path=path, most=LARGEST_LETTER // 1_000)
            root = safe_xml.parse(path, _plain(parts.read(name)))
            texts += ["".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]
    return [text for text in texts if text.strip()]


def _plain(xml: bytes) -> bytes:
    """Word writes that a part stands alone; the door for XML wants nothing before the root."""
    return xml.partition(b"?>")[2] if xml.startswith(b"<?xml") else xml


READERS: Mapping[str, Callable[[str, bytes, bytes], Iterator[Difference]]] = {
    "procedure.toml": _config,
    "notices.toml": _notices,
    "papers.json": _papers,
}
