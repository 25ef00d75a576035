"""document_words: documents: their text, links that expire, watermarked copies."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _texts()
    _links()
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("identity", sa.Boolean(), nullable=True))
    # What came before is read too.
    op.execute("INSERT INTO unread_file (revision_id, tries, since) SELECT id, 0, added_at FROM revision")


def _texts() -> None:
    op.create_table(
        "file_text",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_text")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE file_text_fts USING fts5(sha256 UNINDEXED, folded)")
    else:
        op.execute("CREATE INDEX file_text_fts ON file_text USING gin (to_tsvector('simple', folded))")
    op.create_table(
        "unread_file",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_unread_file_revision_id_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_unread_file")),
    )
    op.create_index(op.f("ix_unread_file_since"), "unread_file", ["since"])
    op.create_table(
        "file_copy",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("copy_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "purpose", name=op.f("pk_file_copy")),
    )


def _links() -> None:
    op.create_table(
        "document_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("for_whom", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("most_openings", sa.Integer(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_document_link_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_document_link_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_document_link_token_hash")),
    )
    op.create_index(op.f("ix_document_link_revision_id"), "document_link", ["revision_id"])


def downgrade() -> None:
    with op.batch_alter_table("document") as batch:
        batch.drop_column("identity")
    op.drop_table("document_link")
    op.drop_table("file_copy")
    op.drop_table("unread_file")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE file_text_fts")
    op.drop_table("file_text")
