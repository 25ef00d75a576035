"""rehearsals: trials of a draft, scenarios played and cases replayed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rehearsal_trial",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["procedure_draft.id"], name=op.f("fk_rehearsal_trial_draft_id_procedure_draft")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rehearsal_trial_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_trial")),
        sa.UniqueConstraint("draft_id", "person_id", name=op.f("uq_rehearsal_trial_draft_id_person_id")),
    )
    op.create_table(
        "rehearsal_play",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scenario", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("complaints", sa.JSON(), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("flows", sa.JSON(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["procedure_draft.id"], name=op.f("fk_rehearsal_play_draft_id_procedure_draft")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_play")),
        sa.UniqueConstraint(
            "draft_id", "digest", "scenario", name=op.f("uq_rehearsal_play_draft_id_digest_scenario")
        ),
    )
    op.create_table(
        "rehearsal_replay",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["procedure_draft.id"], name=op.f("fk_rehearsal_replay_draft_id_procedure_draft")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_rehearsal_replay_case_id_hall_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_replay")),
        sa.UniqueConstraint(
            "draft_id", "digest", "case_id", name=op.f("uq_rehearsal_replay_draft_id_digest_case_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("rehearsal_replay")
    op.drop_table("rehearsal_play")
    op.drop_table("rehearsal_trial")
