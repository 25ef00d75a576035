"""archive: the archive: nomenclature, inventories, hand-over, selection, destruction, holds."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OPEN_HOLD = sa.text("lifted_at IS NULL")
OPEN_ITEM = sa.text("open")


def upgrade() -> None:
    _nomenclature()
    _inventories()
    _files()
    _holds()
    _selections()
    with op.batch_alter_table("revision") as batch:
        batch.add_column(sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))


def _nomenclature() -> None:
    op.create_table(
        "nomenclature_line",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("commission", sa.Boolean(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_nomenclature_line_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomenclature_line")),
        sa.UniqueConstraint(
            "institution_id",
            "code",
            "valid_from",
            name=op.f("uq_nomenclature_line_institution_id_code_valid_from"),
        ),
    )


def _inventories() -> None:
    people = ("made_by_id", "handed_by_id", "received_by_id")
    op.create_table(
        "archive_inventory",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Uuid(), nullable=True),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_archive_inventory_institution_id_institution"),
        ),
        *(
            sa.ForeignKeyConstraint([who], ["person.id"], name=op.f(f"fk_archive_inventory_{who}_person"))
            for who in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_inventory")),
        sa.UniqueConstraint(
            "institution_id", "number", name=op.f("uq_archive_inventory_institution_id_number")
        ),
    )


def _files() -> None:
    """What was filed before is filled from its case."""
    with op.batch_alter_table("archive_file") as batch:
        batch.add_column(sa.Column("institution_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("department", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("title", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("commission", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("act", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("inventory_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE archive_file SET institution_id = "
        "(SELECT institution_id FROM hall_case WHERE hall_case.id = archive_file.case_id), "
        "title = COALESCE((SELECT person.full_name FROM hall_case JOIN person "
        "ON person.id = hall_case.applicant_id WHERE hall_case.id = archive_file.case_id), ''), "
        "department = COALESCE((SELECT department.name FROM hall_case JOIN department "
        "ON department.id = hall_case.department_id WHERE hall_case.id = archive_file.case_id), '')"
    )
    with op.batch_alter_table("archive_file") as batch:
        batch.alter_column("institution_id", existing_type=sa.Uuid(), nullable=False)
        for name, kind in (
            ("department", sa.String(length=200)),
            ("title", sa.String(length=300)),
            ("commission", sa.Boolean()),
            ("act", sa.String(length=200)),
        ):
            batch.alter_column(name, existing_type=kind, server_default=None)
        batch.create_foreign_key(
            op.f("fk_archive_file_institution_id_institution"), "institution", ["institution_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_archive_file_inventory_id_archive_inventory"),
            "archive_inventory",
            ["inventory_id"],
            ["id"],
        )
    op.create_index("ix_archive_file_institution_until", "archive_file", ["institution_id", "keep_until"])
    op.create_index("ix_archive_file_institution_closed", "archive_file", ["institution_id", "closed_on"])
    op.create_index(op.f("ix_archive_file_inventory_id"), "archive_file", ["inventory_id"])


def _holds() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_because", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["archive_file.case_id"], name=op.f("fk_legal_hold_case_id_archive_file")
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["person.id"], name=op.f("fk_legal_hold_placed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["person.id"], name=op.f("fk_legal_hold_lifted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(
        "uq_legal_hold_open",
        "legal_hold",
        ["case_id"],
        unique=True,
        sqlite_where=OPEN_HOLD,
        postgresql_where=OPEN_HOLD,
    )


def _selections() -> None:
    people = ("made_by_id", "reviewed_by_id", "confirmed_by_id")
    op.create_table(
        "archive_selection",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("cooling_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_archive_selection_institution_id_institution"),
        ),
        *(
            sa.ForeignKeyConstraint([who], ["person.id"], name=op.f(f"fk_archive_selection_{who}_person"))
            for who in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_selection")),
        sa.UniqueConstraint("institution_id", "name", name=op.f("uq_archive_selection_institution_id_name")),
    )
    op.create_index(op.f("ix_archive_selection_cooling_until"), "archive_selection", ["cooling_until"])
    op.create_table(
        "archive_selection_item",
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("excepted_because", sa.String(length=300), nullable=True),
        sa.Column("spared_because", sa.String(length=60), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["selection_id"],
            ["archive_selection.id"],
            name=op.f("fk_archive_selection_item_selection_id_archive_selection"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["archive_file.case_id"],
            name=op.f("fk_archive_selection_item_case_id_archive_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_selection_item")),
    )
    op.create_index(
        op.f("ix_archive_selection_item_selection_id"), "archive_selection_item", ["selection_id"]
    )
    op.create_index(
        "uq_archive_selection_item_open",
        "archive_selection_item",
        ["case_id"],
        unique=True,
        sqlite_where=OPEN_ITEM,
        postgresql_where=OPEN_ITEM,
    )


def downgrade() -> None:
    with op.batch_alter_table("revision") as batch:
        batch.drop_column("destroyed_at")
    op.drop_table("archive_selection_item")
    op.drop_table("archive_selection")
    op.drop_table("legal_hold")
    for index in ("ix_archive_file_inventory_id", "ix_archive_file_institution_closed"):
        op.drop_index(index, "archive_file")
    op.drop_index("ix_archive_file_institution_until", "archive_file")
    with op.batch_alter_table("archive_file") as batch:
        batch.drop_constraint("fk_archive_file_inventory_id_archive_inventory", type_="foreignkey")
        batch.drop_constraint("fk_archive_file_institution_id_institution", type_="foreignkey")
        for name in (
            *("destroyed_at", "inventory_id", "act", "commission", "title", "department"),
            "institution_id",
        ):
            batch.drop_column(name)
    op.drop_table("archive_inventory")
    op.drop_table("nomenclature_line")
