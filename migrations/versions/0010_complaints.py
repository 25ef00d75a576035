"""complaints: reports of places, and who says „și eu”."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_report",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("street_key", sa.String(length=160), nullable=False),
        sa.Column("landmark", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("turn_began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("photo_before_id", sa.Uuid(), nullable=True),
        sa.Column("photo_after_id", sa.Uuid(), nullable=True),
        sa.Column("twin_of_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_references("complaint_report", _REPORT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_report")),
        sa.UniqueConstraint("case_id", name=op.f("uq_complaint_report_case_id")),
    )
    twins = ["institution_id", "category", "reported_at"]
    op.create_index("ix_complaint_report_twins", "complaint_report", twins)
    op.create_index("ix_complaint_report_listed", "complaint_report", ["listed", "reported_at"])
    op.create_table(
        "complaint_support",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_references("complaint_support", {"report_id": "complaint_report", "person_id": "person"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_support")),
        sa.UniqueConstraint("report_id", "person_id", name=op.f("uq_complaint_support_report_id_person_id")),
    )
    op.create_index(op.f("ix_complaint_support_person_id"), "complaint_support", ["person_id"])


def downgrade() -> None:
    op.drop_table("complaint_support")
    op.drop_table("complaint_report")


_REPORT = {
    "case_id": "hall_case",
    "institution_id": "institution",
    "photo_before_id": "document",
    "photo_after_id": "document",
    "twin_of_id": "complaint_report",
}


def _references(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
        for column, to in columns.items()
    ]
