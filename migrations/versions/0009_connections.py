"""connections: cases that belong together, colleagues for whom a case is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_connection",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_case_connection_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["hall_case.id"], name=op.f("fk_case_connection_to_id_hall_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_connection")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_connection_case_id")),
    )
    op.create_index(op.f("ix_case_connection_to_id"), "case_connection", ["to_id"])
    op.create_table(
        "case_exclusion",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_case_exclusion_case_id_hall_case")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_exclusion_person_id_person")
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_exclusion")),
    )
    op.create_index(op.f("ix_case_exclusion_person_id"), "case_exclusion", ["person_id"])
    # The same petitioner is found by address.
    op.create_index(op.f("ix_person_email"), "person", ["email"])
    op.create_index(op.f("ix_person_phone"), "person", ["phone"])


def downgrade() -> None:
    op.drop_index(op.f("ix_person_phone"), table_name="person")
    op.drop_index(op.f("ix_person_email"), table_name="person")
    op.drop_index(op.f("ix_case_exclusion_person_id"), table_name="case_exclusion")
    op.drop_table("case_exclusion")
    op.drop_index(op.f("ix_case_connection_to_id"), table_name="case_connection")
    op.drop_table("case_connection")
