"""audiences: officials with dated programmes, hours given out, the waiting list; a task's own date."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TAKEN = sa.text("state IN ('held', 'confirmed', 'present', 'absent')")
CONFIRMED = sa.text("state IN ('confirmed', 'present')")


def upgrade() -> None:
    op.create_table(
        "official",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("hierarchy", sa.Boolean(), nullable=False),
        sa.Column("needs_petition", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_official_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_official_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("institution_id", "code", name=op.f("uq_official_institution_id_code")),
    )
    op.create_table(
        "audience_hours",
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_audience_hours_official_id_official")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_hours")),
        sa.UniqueConstraint(
            "official_id",
            "weekday",
            "opens",
            "valid_from",
            name=op.f("uq_audience_hours_official_id_weekday_opens_valid_from"),
        ),
    )
    op.create_table(
        "audience_blackout",
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_audience_blackout_official_id_official")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_audience_blackout_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_blackout")),
        sa.UniqueConstraint("official_id", "day", name=op.f("uq_audience_blackout_official_id_day")),
    )
    op.create_table(
        "audience_booking",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_audience_booking_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_audience_booking_official_id_official")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_booking")),
    )
    # No hour of an official is given out twice, and no case has two.
    op.create_index(
        "uq_audience_booking_hour",
        "audience_booking",
        ["official_id", "starts_at"],
        unique=True,
        sqlite_where=TAKEN,
        postgresql_where=TAKEN,
    )
    op.create_index(
        "uq_audience_booking_case",
        "audience_booking",
        ["case_id"],
        unique=True,
        sqlite_where=CONFIRMED,
        postgresql_where=CONFIRMED,
    )
    op.create_index("ix_audience_booking_case_state", "audience_booking", ["case_id", "state"])
    op.create_table(
        "audience_request",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_audience_request_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_audience_request_official_id_official")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_audience_request")),
    )
    op.create_index("ix_audience_request_waiting", "audience_request", ["official_id", "waiting_since"])
    op.add_column("case_task", sa.Column("own_due", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("case_task") as batch_op:
        batch_op.drop_column("own_due")
    op.drop_index("ix_audience_request_waiting", table_name="audience_request")
    op.drop_table("audience_request")
    op.drop_index("ix_audience_booking_case_state", table_name="audience_booking")
    op.drop_index("uq_audience_booking_case", table_name="audience_booking")
    op.drop_index("uq_audience_booking_hour", table_name="audience_booking")
    op.drop_table("audience_booking")
    op.drop_table("audience_blackout")
    op.drop_table("audience_hours")
    op.drop_table("official")
