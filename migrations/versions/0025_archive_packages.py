"""archive_packages: the archive: fixity checks, files handed over between institutions."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _fixity()
    op.create_table(
        "case_transfer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("other", sa.String(length=200), nullable=False),
        sa.Column("number_there", sa.String(length=60), nullable=True),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_case_transfer_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_case_transfer_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_transfer_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_transfer")),
    )
    for column in ("case_id", "institution_id"):
        op.create_index(op.f(f"ix_case_transfer_{column}"), "case_transfer", [column])


def _fixity() -> None:
    op.create_table(
        "file_check",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_check")),
    )
    op.create_index(op.f("ix_file_check_checked_at"), "file_check", ["checked_at"])
    op.create_table(
        "file_fault",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_file_fault_document_id_document"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_fault")),
    )
    open_one = sa.text("mended_at IS NULL")
    op.create_index(
        "uq_file_fault_open",
        "file_fault",
        ["sha256"],
        unique=True,
        sqlite_where=open_one,
        postgresql_where=open_one,
    )


def downgrade() -> None:
    op.drop_table("case_transfer")
    op.drop_table("file_fault")
    op.drop_table("file_check")
