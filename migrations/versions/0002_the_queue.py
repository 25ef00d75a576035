"""the queue: turns, its carrier on PostgreSQL, messages that wait for their case."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

READY = sa.text("state = 'ready'")
MOMENT = sa.DateTime(timezone=True)
# As the library ships it. A library with another schema needs a migration of its own, made of what it
# ships in sql/migrations; tests/migrations says when.
PROCRASTINATE = Path(__file__).parents[1] / "procrastinate" / "3.10.0.sql"
DROP_PROCRASTINATE = r"""
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate\_%'
    LOOP EXECUTE format('DROP TABLE %I CASCADE', one.tablename); END LOOP;
    FOR one IN SELECT oid::regprocedure AS signature FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'procrastinate\_%'
    LOOP EXECUTE 'DROP FUNCTION ' || one.signature || ' CASCADE'; END LOOP;
    FOR one IN SELECT typname FROM pg_type
        WHERE typnamespace = current_schema()::regnamespace AND typname LIKE 'procrastinate\_%'
    LOOP EXECUTE format('DROP TYPE %I CASCADE', one.typname); END LOOP;
END $$;
"""


def upgrade() -> None:
    _turns()
    _timers()
    _messages()
    if op.get_bind().dialect.name == "postgresql":
        _run(PROCRASTINATE.read_text())


def _turns() -> None:
    with op.batch_alter_table("job") as job:
        job.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        job.add_column(sa.Column("worker", sa.String(120), nullable=True))
    with op.batch_alter_table("job") as job:
        job.alter_column("turn", existing_type=sa.Integer(), server_default=None)
        job.create_index("ix_job_state_turn", ["state", "turn"])
        job.create_index("ix_job_ready_case", ["case_id", "turn"], sqlite_where=READY, postgresql_where=READY)


def _timers() -> None:
    with op.batch_alter_table("case_timer") as timer:
        timer.add_column(sa.Column("try_at", MOMENT, nullable=True))
        timer.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE case_timer SET try_at = due_at")
    with op.batch_alter_table("case_timer") as timer:
        timer.alter_column("try_at", existing_type=MOMENT, nullable=False)
        timer.alter_column("tries", existing_type=sa.Integer(), server_default=None)
        timer.create_index("ix_case_timer_try_at", ["try_at"])


def _messages() -> None:
    with op.batch_alter_table("awaited_message") as awaited:
        awaited.add_column(sa.Column("kind", sa.String(12), nullable=False, server_default="message"))
        awaited.add_column(sa.Column("correlation", sa.String(200), nullable=True))
        awaited.add_column(
            sa.Column("since", MOMENT, nullable=False, server_default="2026-01-01 00:00:00.000000")
        )
    with op.batch_alter_table("awaited_message") as awaited:
        awaited.alter_column("kind", existing_type=sa.String(12), server_default=None)
        awaited.alter_column("since", existing_type=MOMENT, server_default=None)
        awaited.create_index("ix_awaited_message_name_correlation", ["name", "correlation"])
    op.create_table(
        "message",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("correlation", sa.String(200), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["hall_case.id"], name="fk_message_case_id_hall_case"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index("ix_message_state_name_correlation", "message", ["state", "name", "correlation"])
    op.create_index("ix_message_state_case", "message", ["state", "case_id"])
    op.create_index("ix_message_state_expires", "message", ["state", "expires_at"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _run(DROP_PROCRASTINATE)
    op.drop_table("message")
    with op.batch_alter_table("awaited_message") as awaited:
        awaited.drop_index("ix_awaited_message_name_correlation")
        for column in ("since", "correlation", "kind"):
            awaited.drop_column(column)
    with op.batch_alter_table("case_timer") as timer:
        timer.drop_index("ix_case_timer_try_at")
        timer.drop_column("tries")
        timer.drop_column("try_at")
    with op.batch_alter_table("job") as job:
        job.drop_index("ix_job_ready_case", sqlite_where=READY, postgresql_where=READY)
        job.drop_index("ix_job_state_turn")
        job.drop_column("turn")
        job.drop_column("worker")


def _run(script: str) -> None:
    """Many statements at once, which only the driver itself takes; in the migration's transaction."""
    op.get_bind().connection.driver_connection.execute(script)
