"""arrivals: documents that came and have no number yet, their files, the mailbox's place."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("sender_address", sa.String(length=320), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=250), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("trust", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("arrival", "institution_id", "institution"),
        _key("arrival", "holder_id", "person"),
        _key("arrival", "entry_id", "register_entry"),
        _key("arrival", "case_id", "hall_case"),
        _key("arrival", "settled_by_id", "person"),
        _key("arrival", "parent_id", "arrival"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("institution_id", "key", name=op.f("uq_arrival_institution_id_key")),
    )
    op.create_index("ix_arrival_waiting", "arrival", ["institution_id", "state", "arrived_at"])
    op.create_index("ix_arrival_message", "arrival", ["institution_id", "message_id"])
    op.create_index("ix_arrival_sender", "arrival", ["institution_id", "sender_address"])
    op.create_index(op.f("ix_arrival_entry_id"), "arrival", ["entry_id"])
    op.create_table(
        "arrival_file",
        sa.Column("arrival_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrival_id"],
            ["arrival.id"],
            name=op.f("fk_arrival_file_arrival_id_arrival"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_file")),
        sa.UniqueConstraint("arrival_id", "position", name=op.f("uq_arrival_file_arrival_id_position")),
    )
    op.create_index(op.f("ix_arrival_file_sha256"), "arrival_file", ["sha256"])
    op.create_table(
        "mailbox_place",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("error", sa.String(length=60), nullable=False),
        _key("mailbox_place", "institution_id", "institution"),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_mailbox_place")),
    )


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    op.drop_table("mailbox_place")
    op.drop_table("arrival_file")
    op.drop_table("arrival")
