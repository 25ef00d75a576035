"""letters: several in a case, their signatures, delegated posts, special registers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

document = sa.table(
    "document",
    sa.column("case_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("letter", sa.String()),
)
task = sa.table(
    "case_task",
    sa.column("case_id", sa.Uuid()),
    sa.column("form", sa.String()),
    sa.column("state", sa.String()),
    sa.column("letter", sa.String()),
    sa.column("signs", sa.String()),
)


def upgrade() -> None:
    op.add_column("document", sa.Column("letter", sa.String(length=80), nullable=True))
    op.add_column("case_task", sa.Column("signs", sa.String(length=80), nullable=True))
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("delegation_act", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_post_replaces_id_post"), "post", ["replaces_id"], ["id"])
    _signature()
    _special_registers()
    _name_letters()


def downgrade() -> None:
    op.drop_index(op.f("ix_special_entry_case_id"), table_name="special_entry")
    op.drop_table("special_entry")
    op.drop_table("special_book")
    op.drop_index("ix_signature_case_letter", table_name="signature")
    op.drop_table("signature")
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_constraint(op.f("fk_post_replaces_id_post"), type_="foreignkey")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("delegation_act")
    with op.batch_alter_table("case_task") as batch_op:
        batch_op.drop_column("signs")
    with op.batch_alter_table("document") as batch_op:
        batch_op.drop_column("letter")


def _signature() -> None:
    op.create_table(
        "signature",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(length=80), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("replaces", sa.String(length=120), nullable=True),
        sa.Column("act", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["hall_case.id"], name=op.f("fk_signature_case_id_hall_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_signature_entry_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("task_id", name=op.f("uq_signature_task_id")),
    )
    op.create_index("ix_signature_case_letter", "signature", ["case_id", "letter"])


def _special_registers() -> None:
    op.create_table(
        "special_book",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_special_book_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("institution_id", "register", "year", name=op.f("pk_special_book")),
    )
    op.create_table(
        "special_entry",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_special_entry_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_special_entry_entry_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_entry")),
        sa.UniqueConstraint(
            "institution_id",
            "register",
            "year",
            "number",
            name=op.f("uq_special_entry_institution_id_register_year_number"),
        ),
        sa.UniqueConstraint("entry_id", "register", name=op.f("uq_special_entry_entry_id_register")),
    )
    op.create_index(op.f("ix_special_entry_case_id"), "special_entry", ["case_id"])


def _name_letters() -> None:
    """A case had one letter: its drafts and acts, and whoever is to sign it, now say which."""
    writer = sa.alias(task, "writer")
    name = sa.func.replace(writer.c.letter, ".docx", "")

    def of_case(case_id: sa.ColumnElement[object]) -> sa.ScalarSelect[str]:
        found = sa.select(sa.func.min(name)).where(writer.c.case_id == case_id, writer.c.letter.is_not(None))
        return found.scalar_subquery()

    drafts = document.c.kind.in_(["draft_letter", "act"])
    op.execute(sa.update(document).where(drafts).values(letter=of_case(document.c.case_id)))
    waiting = sa.and_(task.c.form == "approval", task.c.state == "open")
    op.execute(sa.update(task).where(waiting).values(signs=of_case(task.c.case_id)))
