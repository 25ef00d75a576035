"""intake_times: what the paper days took, originals awaited, papers ticked at the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "paper_baseline",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _reference("paper_baseline", "institution_id", "institution"),
        _reference("paper_baseline", "begun_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_baseline")),
    )
    op.create_index("ix_paper_baseline_institution_id", "paper_baseline", ["institution_id"])
    op.create_table(
        "paper_timing",
        sa.Column("baseline_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _reference("paper_timing", "baseline_id", "paper_baseline"),
        _reference("paper_timing", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_timing")),
        sa.UniqueConstraint("baseline_id", "number", name=op.f("uq_paper_timing_baseline_id_number")),
    )
    op.create_table(
        "expected_original",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("from_whom", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("since_by_id", sa.Uuid(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _reference("expected_original", "institution_id", "institution"),
        _reference("expected_original", "entry_id", "register_entry"),
        _reference("expected_original", "since_by_id", "person"),
        _reference("expected_original", "settled_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_original")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_expected_original_entry_id")),
    )
    op.create_index(
        "ix_expected_original_waiting", "expected_original", ["institution_id", "state", "due_on"]
    )
    op.create_table(
        "paper_tick",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _reference("paper_tick", "case_id", "hall_case"),
        _reference("paper_tick", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_tick")),
        sa.UniqueConstraint("draft_id", "code", name=op.f("uq_paper_tick_draft_id_code")),
    )
    op.create_index("ix_paper_tick_case_id", "paper_tick", ["case_id"])


def downgrade() -> None:
    op.drop_table("paper_tick")
    op.drop_table("expected_original")
    op.drop_table("paper_timing")
    op.drop_table("paper_baseline")


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
