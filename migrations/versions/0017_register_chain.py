"""register_chain: places in the chain, times of an entry, reserved ranges, words to search in."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("state = 'open'")
FTS_TABLE = (
    "CREATE VIRTUAL TABLE register_card_fts USING fts5(words, content='register_card', "
    "content_rowid='place', detail=none, columnsize=0, prefix='2 3 4 5 6 7 8', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
)
FTS_TRIGGER = (
    "CREATE TRIGGER register_card_words AFTER INSERT ON register_card BEGIN "
    "INSERT INTO register_card_fts (rowid, words) VALUES (new.place, new.words); END"
)
GIN_INDEX = "CREATE INDEX ix_register_card_fts ON register_card USING gin (words)"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
BATCH = 5_000


def upgrade() -> None:
    _columns()
    _ranges()
    _cards()
    _write_cards()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER register_card_words")
        op.execute("DROP TABLE register_card_fts")
    op.drop_table("register_card")
    op.drop_table("register_range")
    op.drop_index(op.f("ix_register_entry_annuls_id"), table_name="register_entry")
    op.drop_index(op.f("ix_register_entry_connected_to_id"), table_name="register_entry")
    op.drop_index("uq_register_entry_position", table_name="register_entry")
    op.drop_index("uq_register_book_shelf", table_name="register_book")
    for table, columns in NEW.items():
        for name, _kind in columns:
            op.drop_column(table, name)


NEW: dict[str, list[tuple[str, Any]]] = {
    "register_entry": [
        ("position", sa.Integer()),
        ("scheme", sa.Integer()),
        ("written_at", MOMENT),
        ("arrived_at", MOMENT),
        ("started_at", MOMENT),
    ],
    "register_book": [("last_position", sa.Integer()), ("shelf", sa.Integer())],
}
UNKNOWN = {"arrived_at", "started_at"}  # of earlier entries


def _columns() -> None:
    """Added one by one with a value to stand for none: SQLite would else make the tables anew."""
    for table, columns in NEW.items():
        for name, kind in columns:
            nothing = "2000-01-01 00:00:00" if kind is MOMENT else "0"
            needed = {} if name in UNKNOWN else {"nullable": False, "server_default": nothing}
            op.add_column(table, sa.Column(name, kind, **needed))
            if needed and op.get_bind().dialect.name != "sqlite":
                op.alter_column(table, name, server_default=None)
    op.execute("UPDATE register_entry SET position = number, scheme = 1, written_at = registered_at")
    op.execute("UPDATE register_book SET last_position = last_number")
    _shelves()
    op.create_index(
        "uq_register_entry_position", "register_entry", ["institution_id", "year", "position"], unique=True
    )
    op.create_index("uq_register_book_shelf", "register_book", ["shelf"], unique=True)
    op.create_index(op.f("ix_register_entry_annuls_id"), "register_entry", ["annuls_id"])
    op.create_index(op.f("ix_register_entry_connected_to_id"), "register_entry", ["connected_to_id"])


def _shelves() -> None:
    book = sa.table(
        "register_book", sa.column("institution_id", sa.Uuid()), sa.column("year"), sa.column("shelf")
    )
    rows = op.get_bind().execute(sa.select(book.c.institution_id, book.c.year)).all()
    for shelf, (institution_id, year) in enumerate(sorted(rows, key=str), 1):
        own = sa.and_(book.c.institution_id == institution_id, book.c.year == year)
        op.execute(sa.update(book).where(own).values(shelf=shelf))


def _ranges() -> None:
    op.create_table(
        "register_range",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("reserved_at", MOMENT, nullable=False),
        sa.Column("reserved_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_register_range_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(
            ["reserved_by_id"], ["person.id"], name=op.f("fk_register_range_reserved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_register_range_closed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_range")),
    )
    op.create_index(op.f("ix_register_range_institution_id"), "register_range", ["institution_id"])


def _cards() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "register_card",
        sa.Column("place", sa.Integer() if sqlite else sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text() if sqlite else postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_register_card_entry_id_register_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_register_card_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_register_card")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_register_card_entry_id")),
    )
    op.create_index("ix_register_card_institution_id_place", "register_card", ["institution_id", "place"])
    op.create_index(
        "ix_register_card_open",
        "register_card",
        ["institution_id", "place"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    for statement in (FTS_TABLE, FTS_TRIGGER) if sqlite else (GIN_INDEX,):
        op.execute(statement)


# How things stand with the entries of earlier halls: as app/cityhall/registry/cards.py says.
EARLIER = """
SELECT e.id, e.institution_id, e.registered_at, e.number, b.shelf, e.direction, e.channel, e.issuer,
  e.recipient, e.sender_number, e.department, e.summary, e.operator_id,
  CASE WHEN EXISTS (SELECT 1 FROM register_entry a WHERE a.annuls_id = e.id) THEN 'annulled'
    WHEN e.direction = 'out' OR e.annuls_id IS NOT NULL OR EXISTS (
      SELECT 1 FROM register_mark m WHERE m.entry_id = e.id AND m.kind IN ('resolved', 'filed')) OR EXISTS (
      SELECT 1 FROM register_mark m JOIN register_entry o ON o.id = m.entry_id
      WHERE o.case_id = e.case_id AND m.kind IN ('resolved', 'filed')) THEN 'closed'
    ELSE 'open' END AS state
FROM register_entry e JOIN register_book b ON b.institution_id = e.institution_id AND b.year = e.year
"""
CARD = sa.table(
    "register_card",
    sa.column("place", sa.BigInteger()),
    sa.column("entry_id", sa.Uuid()),
    sa.column("institution_id", sa.Uuid()),
    sa.column("state"),
    sa.column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")),
)


def _write_cards() -> None:
    kinds = {"id": sa.Uuid(), "institution_id": sa.Uuid(), "operator_id": sa.Uuid(), "registered_at": MOMENT}
    earlier = op.get_bind().execute(sa.text(EARLIER).columns(**kinds))
    for rows in earlier.partitions(BATCH):
        op.bulk_insert(CARD, [_card(row) for row in rows])


def _card(row: Any) -> dict[str, object]:
    at = row.registered_at if row.registered_at.tzinfo else row.registered_at.replace(tzinfo=UTC)
    minute = int((at - EPOCH).total_seconds() // 60)
    found = dict.fromkeys([str(row.number)])
    for said in (row.issuer, row.recipient, row.sender_number, row.department, row.summary):
        found |= dict.fromkeys(_words(said or ""))
    kept = list(found)[:200]
    facets = {"direction": row.direction, "channel": row.channel, "department": row.department}
    facets |= {"sender": row.sender_number, "operator": row.operator_id and row.operator_id.hex}
    kept += [f"_{kind}_{''.join(_words(value))}" for kind, value in facets.items() if value]
    return {
        "place": ((minute << 24) | row.number) << 13 | row.shelf,
        "entry_id": row.id,
        "institution_id": row.institution_id,
        "state": row.state,
        "words": " ".join(kept),
    }


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
