"""Files that somebody made to hurt: refused at the door, in words, quickly and without filling memory."""

from collections.abc import Callable

import pytest

from app.engine import diagram
from app.engine.reading import model, safe_xml
from app.refusal import Refusal
from app.web import wording
from tests.engine.costs import cheap
from tests.engine.dmn import HEAD as DMN_HEAD
from tests.engine.dmn import table
from tests.engine.procedures import HEAD, flow

MOST_SECONDS, MOST_BYTES = 0.5, 24 * 2**20


def many(name: str) -> str:
    return " ".join(f'{name}{number}="{number}"' for number in range(45_000))


LAUGHS = "".join(f'<!ENTITY ha{n} "{f"&ha{n - 1};" * 10}">' if n else '<!ENTITY ha0 "ha">' for n in range(12))


def bpmn(inside: str, before: str = "") -> str:
    """A diagram that would be in order but for what is put inside it or before it."""
    process = f'<bpmn:process id="p"><bpmn:startEvent id="go"/>{inside}<bpmn:endEvent id="stop"/>'
    return f"{before}{HEAD}{process}{flow('go', 'stop')}</bpmn:process></bpmn:definitions>"


def dmn(inside: str, before: str = "") -> str:
    return f"{before}{DMN_HEAD}{table(['x'], ['y'], [['-', '1']])}{inside}</definitions>"


NOWHERE = "http://127.0.0.1:1/x"
HOSTILE = {
    "billion laughs": ("diagram.doctype", "&ha11;", f"<!DOCTYPE lol [{LAUGHS}]>"),
    "quadratic blow-up": ("diagram.doctype", "&x;" * 9_000, f'<!DOCTYPE q [<!ENTITY x "{"x" * 90_000}">]>'),
    "a file of ours": ("diagram.doctype", "&f;", '<!DOCTYPE f [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    "an address": ("diagram.doctype", "&f;", f'<!DOCTYPE f [<!ENTITY f SYSTEM "{NOWHERE}">]>'),
    "a parameter": ("diagram.doctype", "", f'<!DOCTYPE f [<!ENTITY % f SYSTEM "{NOWHERE}"> %f;]>'),
    "an outer document type": ("diagram.doctype", "", f'<!DOCTYPE f SYSTEM "{NOWHERE}">'),
    "an empty document type": ("diagram.doctype", "", "<!DOCTYPE f>"),
    "an entity nobody declared": ("diagram.unreadable", "&f;", ""),
    "an inclusion": (
        "diagram.inclusion",
        f'<i:include xmlns:i="{safe_xml.INCLUSION}" href="/etc/passwd"/>',
        "",
    ),
    "a style sheet": ("diagram.instruction", "", f'<?xml-stylesheet type="text/xsl" href="{NOWHERE}"?>'),
    "an instruction inside": ("diagram.instruction", "<?php echo 1 ?>", ""),
    "a long attribute": ("diagram.too_large", f'<a b="{"x" * 2_000_000}"/>', ""),
    "a long text": ("diagram.too_large", "x" * 5_000_000, ""),
    "a long comment": ("diagram.too_large", f"<!--{'x' * 5_000_000}-->", ""),
    "many attributes": ("diagram.too_many_attributes", f"<a {many('a')}/>", ""),
    "many prefixes": ("diagram.too_many_attributes", f"<a {many('xmlns:a')}/>", ""),
    "deep nesting": ("diagram.too_deep", "<a>" * 100_000 + "</a>" * 100_000, ""),
    "deep nesting left open": ("diagram.too_deep", "<a>" * 300_000, ""),
    "many elements": ("diagram.too_many_elements", "<a/>" * 100_000, ""),
    "no end": ("diagram.unreadable", "<a", ""),
    "zeros": ("diagram.unreadable", "\x00", ""),
    "two marks of a beginning": ("diagram.unreadable", "", "\ufeff\ufeff"),
}
KINDS: dict[str, Callable[[str, str], str]] = {"procedure.bpmn": bpmn, "fees.dmn": dmn}


def files(name: str, content: bytes) -> dict[str, bytes]:
    """What is uploaded: a diagram in order, and beside it or in its place the file in question."""
    return {"procedure.bpmn": bpmn("").encode(), name: content}


def refusal(uploaded: dict[str, bytes]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        diagram.parse(uploaded)
    return refused.value


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("attack", HOSTILE)
def test_what_somebody_made_to_hurt_is_refused_in_words(attack: str, name: str) -> None:
    key, inside, before = HOSTILE[attack]
    uploaded = files(name, KINDS[name](inside, before).encode())
    said = refusal(uploaded)
    assert (said.key, said.facts["file"]) == (key, name)
    assert name in str(wording.sentence(said.key, said.facts))
    assert cheap(lambda: refusal(uploaded), MOST_SECONDS, MOST_BYTES)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp037", "iso-8859-2"])
def test_only_utf_8_is_read(encoding: str, name: str) -> None:
    """Another encoding could hide a bracket from one reader and show it to the next."""
    declared = f"<?xml version='1.0' encoding='{encoding}'?>"
    content = KINDS[name]("<!-- îé -->", declared).encode(encoding)
    assert refusal(files(name, content)).key == "diagram.unreadable"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"text", b"<", b"PK\x03\x04", b"\xff\xfe", b"{}", b"<a/><b/>"]
)
def test_what_is_no_xml_is_refused(content: bytes, name: str) -> None:
    assert refusal(files(name, content)).key == "diagram.unreadable"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("procedure.bpmn", b"<html/>", "diagram.not_bpmn"),
        ("procedure.bpmn", dmn("").encode(), "diagram.not_bpmn"),
        ("fees.dmn", b"<html/>", "decision.not_dmn"),
        ("fees.dmn", bpmn("").encode(), "decision.not_dmn"),
    ],
)
def test_a_file_must_be_what_its_name_says(name: str, content: bytes, key: str) -> None:
    assert refusal(files(name, content)).key == key


def test_a_diagram_of_100_000_steps_is_refused_before_it_is_read() -> None:
    steps = "".join(f'<bpmn:task id="t{n}"/>' for n in range(30_000))
    assert refusal(files("procedure.bpmn", bpmn(steps).encode())).key == "diagram.too_many_elements"
    large = steps + "".join(f'<bpmn:task id="t{n}"/>' for n in range(30_000, 100_000))
    assert refusal(files("procedure.bpmn", bpmn(large).encode())).key == "diagram.too_large"


@pytest.mark.parametrize("name", KINDS)
def test_what_drawing_programs_write_gets_in(name: str) -> None:
    declared = "\ufeff<?xml version='1.0' encoding='UTF-8'?>\n<!-- Created with a drawing program: țară -->"
    parsed = diagram.parse(files(name, KINDS[name]("", declared).encode()))
    assert "go" in parsed.model.elements


def test_the_limits_leave_room_for_a_diagram_many_times_larger_than_ours() -> None:
    room = bpmn("<!-- -->" * 10_000 + '<bpmn:task id="t">' + "<bpmn:documentation/>" * 9_000 + "</bpmn:task>")
    assert safe_xml.parse("procedure.bpmn", room.encode()) is not None
    assert "t" in model.read({"procedure.bpmn": room.encode()}).elements
