"""publications: the gate before a version, its reason, its approval, its day."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('waiting', 'scheduled')")
PEOPLE = ("published_by_id", "approved_by_id")


def upgrade() -> None:
    _versions()
    with op.batch_alter_table("institution") as institution:
        institution.add_column(
            sa.Column("publishing_approval", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "publication",
        sa.Column("procedure_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("returns_to_id", sa.Uuid(), nullable=True),
        sa.Column("against_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(_points(column, table) for column, table in POINTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_procedure_id"), "publication", ["procedure_id"])
    op.create_index("ix_publication_state_valid_from", "publication", ["state", "valid_from"])
    op.create_index(
        "uq_publication_open",
        "publication",
        ["procedure_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


POINTS = (
    ("procedure_id", "procedure"),
    ("draft_id", "procedure_draft"),
    ("returns_to_id", "procedure_version"),
    ("against_id", "procedure_version"),
    ("asked_by_id", "person"),
    ("approved_by_id", "person"),
    ("settled_by_id", "person"),
    ("version_id", "procedure_version"),
)


def _points(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_publication_{column}_{table}"))


def _versions() -> None:
    """With the reference in the column: SQLite would otherwise make the table anew, under living cases."""
    kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    add = "ALTER TABLE procedure_version ADD COLUMN"
    op.execute(f"{add} source VARCHAR(12) NOT NULL DEFAULT 'folder'")
    op.execute(f"{add} reason TEXT NOT NULL DEFAULT ''")
    for column in PEOPLE:
        name = f"fk_procedure_version_{column}_person"
        op.execute(f"{add} {column} {kind} CONSTRAINT {name} REFERENCES person (id)")


def downgrade() -> None:
    op.drop_table("publication")
    op.execute("ALTER TABLE institution DROP COLUMN publishing_approval")
    for column in ("source", "reason", *PEOPLE):
        op.execute(f"ALTER TABLE procedure_version DROP COLUMN {column}")
