"""incidents, and the workers' beats."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
OPEN_PLACE = sa.text("closed_at IS NULL AND job_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("element", sa.String(length=80), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["hall_case.id"], name=op.f("fk_incident_case_id_hall_case")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_incident_closed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    _unique("uq_incident_open_job", ["job_id"], OPEN)
    _unique("uq_incident_open_place", ["case_id", "kind", "element"], OPEN_PLACE)
    op.create_index("ix_incident_closed_opened", "incident", ["closed_at", "opened_at"])
    op.create_index("ix_incident_case", "incident", ["case_id"])
    op.create_table(
        "worker_beat",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
    )
    # How many messages nobody has confirmed is asked at every look.
    op.create_index("ix_delivery_state_planned", "delivery", ["state", "planned_at"])


def _unique(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "incident", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_delivery_state_planned", "delivery")
    op.drop_table("worker_beat")
    op.drop_table("incident")
