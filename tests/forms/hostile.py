"""What nobody should ever answer: wrong, huge, forged and hostile values, typed or sent as they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from app.cityhall.forms import rules
from app.cityhall.forms.rules import FormDefinition

Path = tuple[str, ...]
TYPED = (
    "", " ", "\u00a0", "\t\r\n", "0", "-1", "-0", "1e400", "NaN", "Infinity", "9" * 400, "0x1F", "1_000", "٣",
    "1.2.3,4", "½", "true", "None", "null", "undefined", "[]", "{}", "[object Object]",
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "\" onmouseover=\"alert(1)", "]]><!--", "&lt;b&gt;",
    "javascript:alert(1)", "'; DROP TABLE person;--", "' OR 1=1 --", "%00", "%s%n%(x)s", "{{ 7*7 }}",
    "{{ number }}", "{% if 1 %}", "${x}", "$name", "{0.__class__}", "../../etc/passwd", "\\\\server\\share",
    "\x00", "a\x00b", "\x1b[31m", "\u202egnp.exe", "\u2066\u2069", "\ufeffx", "\ud800",
    "x\udfff", "\U0010ffff",
    "\u015f\u0163", "e" + "\u0301" * 500, "ﷺ" * 200, "🏛" * 300, "a" * 5_000, "ă" * 70_000, "a\n" * 3_000,
    "2026-13-45", "0000-00-00", "9999-12-31", "10000-01-01", "-2026-01-01", "31.02.2026", "2026-11-23T10:00",
    "1.1.0001", "24:00", "99:99", "ioana@", "@exemplu.ro", "a@b.ro\r\nBcc: x@y.ro", "a@" + "b" * 300 + ".ro",
    "1800101221145", "0000000000000", "１８００１０１２２１１４４", "+40", "0" * 60, "RO00AAAA", "J40/0/0",
    "not-a-choice", "departments", "__proto__", "constructor", "=cmd|' /C calc'!A1", "\r\nSet-Cookie: a=b",
)  # fmt: skip


def _deep(inside: Any, levels: int) -> Any:
    for _ in range(levels):
        inside = [inside] if levels % 2 else {"a": inside}
    return inside


SENT: tuple[Any, ...] = (
    *TYPED, None, True, False, 0, -1, 1.5, 2**63, 10**400, -(10**400), 1e308, float("inf"), float("nan"),
    [], [[]], [None], ["a", "a"], ["x"] * 2_000, [{}], [{"a": 1}], [1, "1", True], {}, {"": ""},
    {"$ref": "#"},
    {"a": {"b": None}}, {"toString": 1}, _deep("x", 300), _deep("x", 301), b"bytes", (1, 2),
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.sampled_from(TYPED), st.text(max_size=300), st.integers().map(str), st.floats().map(str)
)
ANY_VALUE = st.one_of(
    st.sampled_from(SENT),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=15,
    ),
)


def typed_names(form: FormDefinition) -> list[str]:
    """The names under which a browser may send something, the first row of what is repeated."""
    fields = rules.fields(form).items()
    return [".".join(path) for name, schema in fields for path in _names((name,), schema)]


def _names(path: Path, schema: Mapping[str, Any]) -> Iterator[Path]:
    if schema.get("format") == "date":
        yield from ((*path, box) for box in ("day", "month", "year"))
        yield path
    elif schema.get("type") == "object":
        for name, below in schema.get("properties", {}).items():
            yield from _names((*path, name), below)
    elif schema.get("type") == "array" and schema.get("items", {}).get("type") == "object":
        for name, below in schema["items"].get("properties", {}).items():
            yield from _names((*path, "0", name), below)
    else:
        yield path


def places(form: FormDefinition) -> list[Path]:
    """Every place in the answers where a value may stand, blocks and rows themselves too."""
    fields = rules.fields(form).items()
    return [path for name, schema in fields for path in _places((name,), schema)]


def _places(path: Path, schema: Mapping[str, Any]) -> Iterator[Path]:
    yield path
    holder = schema.get("items", {}) if schema.get("type") == "array" else schema
    above = (*path, "0") if schema.get("type") == "array" else path
    for name, below in holder.get("properties", {}).items():
        yield from _places((*above, name), below)


def put(answers: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """The answers with that value in that place, whatever stood on the way."""
    changed: dict[str, Any] = dict(answers)
    holder: Any = changed
    for name, after in zip(path, (*path[1:], ""), strict=True):
        if not after:
            holder[int(name) if isinstance(holder, list) else name] = value
        elif isinstance(holder, list):
            holder[0] = dict(holder[0]) if holder and isinstance(holder[0], dict) else {}
            holder = holder[0]
        elif after == "0":
            old = holder.get(name)
            holder[name] = list(old) if isinstance(old, list) and old else [{}]
            holder = holder[name]
        else:
            old = holder.get(name)
            holder[name] = dict(old) if isinstance(old, dict) else {}
            holder = holder[name]
    return changed
