"""move_batches: running cases moved to another version in one go."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "move_batch",
        sa.Column("procedure_id", sa.Uuid(), nullable=False),
        sa.Column("to_version_id", sa.Uuid(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_move_batch_procedure_id_procedure")
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"],
            ["procedure_version.id"],
            name=op.f("fk_move_batch_to_version_id_procedure_version"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_move_batch_asked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_batch")),
    )
    op.create_index(op.f("ix_move_batch_procedure_id"), "move_batch", ["procedure_id"])
    op.create_table(
        "move_item",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("undoing", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["move_batch.id"], name=op.f("fk_move_item_batch_id_move_batch")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["hall_case.id"], name=op.f("fk_move_item_case_id_hall_case")),
        sa.ForeignKeyConstraint(
            ["from_version_id"],
            ["procedure_version.id"],
            name=op.f("fk_move_item_from_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "case_id", name=op.f("pk_move_item")),
    )
    op.create_index("ix_move_item_batch_state", "move_item", ["batch_id", "state"])


def downgrade() -> None:
    op.drop_table("move_item")
    op.drop_table("move_batch")
