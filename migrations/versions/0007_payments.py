"""payments: payment notes and the payments made for them, by card and at the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_note",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("bank", sa.String(length=120), nullable=False),
        sa.Column("budget_code", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_payment_note_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_payment_note_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_note")),
        sa.UniqueConstraint("case_id", "sequence", name=op.f("uq_payment_note_case_id_sequence")),
        sa.UniqueConstraint("task_id", name=op.f("uq_payment_note_task_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_note_reference")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_payment_note_link_hash")),
    )
    op.create_index(
        "ix_payment_note_institution_state", "payment_note", ["institution_id", "state", "issued_at"]
    )
    op.create_table(
        "payment",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("checkout", sa.String(length=80), nullable=True),
        sa.Column("transaction", sa.String(length=80), nullable=True),
        sa.Column("receipt_number", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.Column("refund_reference", sa.String(length=80), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("refunded_by_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["payment_note.id"], name=op.f("fk_payment_note_id_payment_note")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_payment_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_payment_by_id_person")),
        sa.ForeignKeyConstraint(
            ["refunded_by_id"], ["person.id"], name=op.f("fk_payment_refunded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("transaction", name=op.f("uq_payment_transaction")),
        sa.UniqueConstraint(
            "institution_id",
            "method",
            "receipt_number",
            name=op.f("uq_payment_institution_id_method_receipt_number"),
        ),
    )
    op.create_index(op.f("ix_payment_note_id"), "payment", ["note_id"])
    op.create_index(op.f("ix_payment_checkout"), "payment", ["checkout"])


def downgrade() -> None:
    op.drop_index(op.f("ix_payment_checkout"), table_name="payment")
    op.drop_index(op.f("ix_payment_note_id"), table_name="payment")
    op.drop_table("payment")
    op.drop_index("ix_payment_note_institution_state", table_name="payment_note")
    op.drop_table("payment_note")
