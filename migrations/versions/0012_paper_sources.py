"""paper sources: a paper that its issuer has already is not asked for as a copy."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_source",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_paper_source_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_paper_source_given_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_source")),
        sa.UniqueConstraint("draft_id", "code", name=op.f("uq_paper_source_draft_id_code")),
    )
    op.create_index(op.f("ix_paper_source_case_id"), "paper_source", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_paper_source_case_id"), table_name="paper_source")
    op.drop_table("paper_source")
