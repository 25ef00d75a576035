"""terms: decreed days off in a table of their own, one extension, alarms, tacit approval."""

import uuid
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

local_rule = sa.table(
    "local_rule",
    sa.column("id", sa.Uuid()),
    sa.column("institution_id", sa.Uuid()),
    sa.column("key", sa.String()),
    sa.column("value", sa.JSON()),
    sa.column("act", sa.String()),
    sa.column("valid_from", sa.Date()),
)
day_off = sa.table(
    "day_off",
    sa.column("id", sa.Uuid()),
    sa.column("institution_id", sa.Uuid()),
    sa.column("day", sa.Date()),
    sa.column("worked", sa.Boolean()),
    sa.column("act", sa.String()),
)


def upgrade() -> None:
    op.create_table(
        "day_off",
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_day_off_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_off")),
        sa.UniqueConstraint("institution_id", "day", name=op.f("uq_day_off_institution_id_day")),
    )
    op.create_table(
        "term_extension",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["term.case_id"], name=op.f("fk_term_extension_case_id_term")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_term_extension_by_id_person")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_term_extension")),
    )
    op.create_table(
        "term_alarm",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("rung_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["term.case_id"], name=op.f("fk_term_alarm_case_id_term")),
        sa.PrimaryKeyConstraint("case_id", "before", name=op.f("pk_term_alarm")),
    )
    op.create_index(op.f("ix_term_alarm_due"), "term_alarm", ["due"])
    op.add_column("term", sa.Column("tacit_act", sa.String(length=200), nullable=True))
    op.add_column("term", sa.Column("tacit_since", sa.Date(), nullable=True))
    _move_days()


def downgrade() -> None:
    _move_days_back()
    with op.batch_alter_table("term") as batch_op:
        batch_op.drop_column("tacit_since")
        batch_op.drop_column("tacit_act")
    op.drop_index(op.f("ix_term_alarm_due"), table_name="term_alarm")
    op.drop_table("term_alarm")
    op.drop_table("term_extension")
    op.drop_table("day_off")


def _move_days() -> None:
    """Days off lay in a local rule as a list; now each is a row with its act."""
    rows = op.get_bind().execute(sa.select(local_rule).where(local_rule.c.key == "days_off")).mappings().all()
    found = {
        (rule["institution_id"], date.fromisoformat(day)): rule["act"]
        for rule in rows
        for day in rule["value"]["days"]
    }
    made = [
        {"id": uuid.uuid4(), "institution_id": hall, "day": day, "worked": False, "act": act}
        for (hall, day), act in found.items()
    ]
    if made:
        op.bulk_insert(day_off, made)
    op.execute(sa.delete(local_rule).where(local_rule.c.key == "days_off"))


def _move_days_back() -> None:
    """A list for each act, in every institution it holds for; days worked instead are unknown there."""
    bind = op.get_bind()
    halls = bind.scalars(sa.select(sa.column("id", sa.Uuid())).select_from(sa.table("institution"))).all()
    rows = bind.execute(sa.select(day_off).where(day_off.c.worked.is_(False))).mappings().all()
    acts: dict[tuple[uuid.UUID, date], str] = {}
    for row in rows:
        for hall in [row["institution_id"]] if row["institution_id"] else halls:
            acts[hall, row["day"]] = row["act"]
    lists: dict[tuple[uuid.UUID, str], list[date]] = {}
    for (hall, day), act in acts.items():
        lists.setdefault((hall, act), []).append(day)
    made = [
        {
            "id": uuid.uuid4(),
            "institution_id": hall,
            "key": "days_off",
            "value": {"days": [day.isoformat() for day in sorted(days)]},
            "act": act,
            "valid_from": min(days),
        }
        for (hall, act), days in lists.items()
    ]
    if made:
        op.bulk_insert(local_rule, made)
