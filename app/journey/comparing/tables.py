"""What differs between decision tables, rule by rule."""

from collections.abc import Iterator, Mapping, Sequence

from app.engine.reading import tables
from app.engine.reading.tables import Book, Rule, Table
from app.journey.comparing.difference import UNREADABLE, Difference, short


def between(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Difference]:
    """Over all `*.dmn` files of two editions; one that cannot be read is told as such."""
    changed = [p for p in sorted({*old, *new}) if p.endswith(".dmn") and old.get(p) != new.get(p)]
    if not changed:
        return []
    try:
        found = list(_books(tables.read(old), tables.read(new)))
    except UNREADABLE as error:
        facts = {"reason": short(error)}
        return [Difference("table", path, "", "changed", "table.unreadable", facts) for path in changed]
    told = {one.path for one in found}
    quiet = [Difference("table", p, "", "changed", "table.file_changed") for p in changed if p not in told]
    return found + quiet


def _books(old: Book, new: Book) -> Iterator[Difference]:
    for own in dict.fromkeys([*new.tables, *old.tables]):
        before, after = old.tables.get(own), new.tables.get(own)
        if before is None or after is None:
            kind, found = ("added", after) if after else ("removed", before)
            assert found is not None
            facts = {"table": found.name or own, "rules": str(len(found.rules))}
            yield Difference("table", found.file, own, kind, f"table.{kind}", facts)
        else:
            yield from _tables(before, after)


def _tables(before: Table, after: Table) -> Iterator[Difference]:
    told = _Teller(after)
    for field in ("name", "policy", "aggregation", "formula"):
        if (was := getattr(before, field)) != (now := getattr(after, field)):
            yield told.field(field, was, now)
    for field in ("inputs", "outputs"):
        was, now = ([(c.title, c.text, c.default) for c in getattr(t, field)] for t in (before, after))
        if was != now:
            yield told.field(field, [c[0] for c in was], [c[0] for c in now])
    if before.needs != after.needs:
        yield told.field("needs", before.needs, after.needs)
    yield from _rules(before, after, told)


def _rules(before: Table, after: Table, told: "_Teller") -> Iterator[Difference]:
    was, now = ({rule.id: rule for rule in table.rules} for table in (before, after))
    for own in dict.fromkeys([*now, *was]):
        old, new = was.get(own), now.get(own)
        if old is None or new is None:
            kind, table, found = ("added", after, new) if new else ("removed", before, old)
            assert found is not None
            yield told.rule(found, kind, f"rule_{kind}", said=_told(table, found))
        else:
            yield from _cells(before, after, old, new, told)
    if [own for own in was if own in now] != [own for own in now if own in was]:
        yield told.plain("moved", "reordered")


def _cells(before: Table, after: Table, old: Rule, new: Rule, told: "_Teller") -> Iterator[Difference]:
    was, now = _named(before, old), _named(after, new)
    for column in dict.fromkeys([*now, *was]):
        if was.get(column) != now.get(column):
            facts = {"column": column, "before": short(was.get(column)), "after": short(now.get(column))}
            yield told.rule(new, "changed", "cell", **facts)
    if old.note != new.note:
        yield told.rule(new, "changed", "note", before=short(old.note), after=short(new.note))


def _named(table: Table, rule: Rule) -> dict[str, str]:
    """Cells and answers by the title of their column."""
    titles = _titles(table)
    return dict(zip(titles, (*rule.cells, *rule.answers), strict=True))


def _titles(table: Table) -> list[str]:
    titles = [column.title for column in (*table.inputs, *table.outputs)]
    return [title if titles.count(title) == 1 else f"{title} ({n})" for n, title in enumerate(titles, 1)]


def _told(table: Table, rule: Rule) -> str:
    cells: Sequence[tuple[str, str]] = [(c, v) for c, v in _named(table, rule).items() if v and v != "-"]
    return short("; ".join(f"{column}: {value}" for column, value in cells))


class _Teller:
    """Tells of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def plain(self, kind: str, key: str, **facts: str) -> Difference:
        facts = {"table": self.table.name or self.table.id, **facts}
        return Difference("table", self.table.file, self.table.id, kind, f"table.{key}", facts)

    def field(self, field: str, was: object, now: object) -> Difference:
        return self.plain("changed", "field", field=field, before=short(was), after=short(now))

    def rule(self, rule: Rule, kind: str, key: str, **facts: str) -> Difference:
        return self.plain(kind, key, rule=str(rule.number), note=rule.note, **facts)
