"""seals: what was sealed and as which file, reports on signatures, looks for viruses."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_paper",
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("signers", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_sealed_paper_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("source_sha256", name=op.f("pk_sealed_paper")),
        sa.UniqueConstraint("sealed_sha256", name=op.f("uq_sealed_paper_sealed_sha256")),
    )
    op.create_table(
        "signature_report",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_signature_report")),
    )
    op.create_table(
        "file_scan",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_scan")),
    )
    op.create_index("ix_revision_sha256", "revision", ["sha256"])
    op.create_index("ix_file_scan_verdict_tries", "file_scan", ["verdict", "tries"])


def downgrade() -> None:
    op.drop_index("ix_revision_sha256", "revision")
    op.drop_table("file_scan")
    op.drop_table("signature_report")
    op.drop_table("sealed_paper")
