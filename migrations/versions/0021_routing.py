"""routing: items, resolutions, assignments, bulk actions; leave."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)
NEW = (
    "routing_batch_item",
    "routing_batch",
    "assignment",
    "resolution",
    "routing_item",
    "staff_leave",
    "nobody_count",
)


def _to(table: str, column: str, target: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}_{target}"))


def _index(name: str, table: str, columns: list[str], only: str = "") -> None:
    where = {f"{dialect}_where": sa.text(only) for dialect in ("sqlite", "postgresql")} if only else {}
    op.create_index(op.f(name), table, columns, **where)


def upgrade() -> None:
    op.create_table(
        "routing_item",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("queue", sa.String(length=10), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("next_date", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _to("routing_item", "entry_id", "register_entry"),
        _to("routing_item", "institution_id", "institution"),
        _to("routing_item", "department_id", "department"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_routing_item")),
    )
    columns = ["institution_id", "queue", "department_id", "next_date"]
    _index("ix_routing_item_open", "routing_item", columns, "queue <> 'done'")
    _index("ix_routing_item_closed", "routing_item", ["institution_id", "closed_at"])
    op.create_table(
        "resolution",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("resolution", "item_id", "routing_item", "entry_id"),
        _to("resolution", "by_id", "person"),
        _to("resolution", "department_id", "department"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    _index("ix_resolution_item_id", "resolution", ["item_id"])
    op.create_table(
        "assignment",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_entry_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("assignment", "item_id", "routing_item", "entry_id"),
        _to("assignment", "resolution_id", "resolution"),
        _to("assignment", "department_id", "department"),
        _to("assignment", "holder_id", "person"),
        _to("assignment", "answer_entry_id", "register_entry"),
        _to("assignment", "settled_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    _index("ix_assignment_item_id", "assignment", ["item_id"])
    _index("ix_assignment_open_department", "assignment", ["department_id", "due_on"], "state = 'open'")
    _index("ix_assignment_open_holder", "assignment", ["holder_id"], "state = 'open'")
    _index("ix_assignment_settled", "assignment", ["settled_by_id", "settled_at"])
    _batches()
    _leaves()
    op.create_table(
        "nobody_count",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=False),
        _to("nobody_count", "institution_id", "institution"),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_nobody_count")),
    )


def _batches() -> None:
    op.create_table(
        "routing_batch",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("routing_batch", "institution_id", "institution"),
        _to("routing_batch", "asked_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_batch")),
    )
    _index("ix_routing_batch_asked_by_id", "routing_batch", ["asked_by_id"])
    op.create_table(
        "routing_batch_item",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("called", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        _to("routing_batch_item", "batch_id", "routing_batch"),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_routing_batch_item")),
    )
    _index("ix_routing_batch_item_state", "routing_batch_item", ["batch_id", "state"])


def _leaves() -> None:
    op.create_table(
        "staff_leave",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("staff_leave", "institution_id", "institution"),
        _to("staff_leave", "person_id", "person"),
        _to("staff_leave", "substitute_id", "person"),
        _to("staff_leave", "noted_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_leave")),
    )
    _index("ix_staff_leave_person", "staff_leave", ["person_id", "until"])
    _index("ix_staff_leave_substitute", "staff_leave", ["substitute_id", "until"])


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
