"""indexes: what waits and what is done is found without counting all there ever was."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN, DONE = sa.text("state = 'open'"), sa.text("state = 'done'")
WAITING = ["institution_id", "role", "department_id", "due_on", "created_at", "holder_id", "id"]
TERM = "SELECT conservative FROM term WHERE term.case_id = case_task.case_id"


def upgrade() -> None:
    with op.batch_alter_table("case_task") as task:
        task.add_column(sa.Column("due_on", sa.Date(), nullable=True))
    op.execute(f"UPDATE case_task SET due_on = ({TERM})")
    op.create_index("ix_case_task_open", "case_task", WAITING, sqlite_where=OPEN, postgresql_where=OPEN)
    done = ["done_by_id", "done_at"]
    op.create_index("ix_case_task_done", "case_task", done, sqlite_where=DONE, postgresql_where=DONE)
    # What it found is found by the first; the planner took it for all that nobody holds.
    op.drop_index("ix_case_task_holder_state", "case_task")
    # Every line of a history asks for the last one's number.
    op.drop_index("ix_case_event_case_at", "case_event")
    op.create_index("ix_case_event_case_sequence", "case_event", ["case_id", "sequence"])
    op.create_index("ix_hall_case_version_closed", "hall_case", ["version_id", "closed_at"])


def downgrade() -> None:
    op.drop_index("ix_hall_case_version_closed", "hall_case")
    op.drop_index("ix_case_event_case_sequence", "case_event")
    op.create_index("ix_case_event_case_at", "case_event", ["case_id", "at", "sequence"])
    op.create_index("ix_case_task_holder_state", "case_task", ["holder_id", "state"])
    op.drop_index("ix_case_task_done", "case_task", sqlite_where=DONE, postgresql_where=DONE)
    op.drop_index("ix_case_task_open", "case_task", sqlite_where=OPEN, postgresql_where=OPEN)
    with op.batch_alter_table("case_task") as task:
        task.drop_column("due_on")
