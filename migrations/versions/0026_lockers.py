"""lockers: the cabinet's doors, screens and alarms; grants; the waiting list; drop-offs."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_LYING = sa.text("state NOT IN ('collected', 'returned', 'cancelled', 'emptied', 'verified')")
_LYING_BEFORE = sa.text("state NOT IN ('collected', 'returned', 'cancelled')")


def upgrade() -> None:
    _cabinets()
    _parcels()
    _waiting()
    _drop_offs()
    _visits()


def _cabinets() -> None:
    with op.batch_alter_table("cabinet") as table:
        table.add_column(sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("phone", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("heard_at", _INSTANT, nullable=True))
        table.add_column(sa.Column("closed_at", _INSTANT, nullable=True))
    op.create_table(
        "compartment",
        sa.Column("cabinet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(length=1), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("height_cm", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("door", sa.String(length=8), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("cleaned_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_compartment_cabinet_id_cabinet")
        ),
        sa.PrimaryKeyConstraint("cabinet_id", "number", name=op.f("pk_compartment")),
    )
    op.create_table(
        "kiosk_device",
        sa.Column("cabinet_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("enrolled_at", _INSTANT, nullable=True),
        sa.Column("seen_at", _INSTANT, nullable=True),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_kiosk_device_cabinet_id_cabinet")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_kiosk_device_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_device")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_kiosk_device_key_hash")),
    )
    op.create_index(op.f("ix_kiosk_device_cabinet_id"), "kiosk_device", ["cabinet_id"])
    op.create_table(
        "cabinet_alarm",
        sa.Column("cabinet_id", sa.Uuid(), nullable=False),
        sa.Column("compartment", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("told_at", _INSTANT, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_cabinet_alarm_cabinet_id_cabinet")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_cabinet_alarm_ended_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cabinet_alarm")),
    )
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_cabinet_alarm_open",
        "cabinet_alarm",
        ["cabinet_id", "compartment", "kind"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def _parcels() -> None:
    op.drop_index(
        "uq_parcel_living_compartment",
        "parcel",
        sqlite_where=_LYING_BEFORE,
        postgresql_where=_LYING_BEFORE,
    )
    # A table that others refer to cannot be made anew on SQLite: the events stand aside meanwhile.
    op.execute("CREATE TABLE parcel_before AS SELECT * FROM parcel")
    op.execute("CREATE TABLE parcel_event_before AS SELECT * FROM parcel_event")
    op.drop_table("parcel_event")
    _parcel_itself()
    _grants()
    _events()
    for name in ("parcel_before", "parcel_event_before"):
        op.drop_table(name)


def _grants() -> None:
    op.create_table(
        "locker_grant",
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("holder", sa.String(length=12), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("factor_kind", sa.String(length=12), nullable=False),
        sa.Column("factor_sha256", sa.String(length=64), nullable=False),
        sa.Column("not_before", _INSTANT, nullable=False),
        sa.Column("not_after", _INSTANT, nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_locker_grant_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locker_grant")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_locker_grant_link_hash")),
    )
    op.create_index(op.f("ix_locker_grant_parcel_id"), "locker_grant", ["parcel_id"])
    # A grant with its parcel's own id: the codes that were sent before stay the same.
    op.execute(
        "INSERT INTO locker_grant (id, parcel_id, purpose, holder, serial, name, phone, email, link_hash,"
        " factor_kind, factor_sha256, not_before, not_after, max_uses, made_at, revoked_at, used_at)"
        " SELECT p.id, p.id, 'collect', 'applicant', p.credential_version, o.full_name, o.phone, o.email,"
        " p.link_hash, '', '', coalesce(p.deposited_at, p.reserved_at),"
        " coalesce(p.expires_at, p.reserved_at), 1, p.reserved_at,"
        " CASE WHEN p.state = 'ready' THEN NULL ELSE coalesce(p.ended_at, p.reserved_at) END, NULL"
        " FROM parcel_before p JOIN hall_case c ON c.id = p.case_id JOIN person o ON o.id = c.applicant_id"
    )


def _parcel_itself() -> None:
    with op.batch_alter_table("parcel") as table:
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("size", sa.String(length=1), nullable=False, server_default="S"))
        table.add_column(sa.Column("accessible", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("grants_version", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("extended_at", _INSTANT, nullable=True))
    op.execute("UPDATE parcel SET grants_version = credential_version")
    with op.batch_alter_table("parcel") as table:
        for name in ("size", "accessible", "grants_version"):
            table.alter_column(name, server_default=None)
        table.drop_constraint(op.f("uq_parcel_link_hash"), type_="unique")
        table.drop_column("link_hash")
        table.drop_column("credential_version")
    _one_in_a_door(_LYING)


def _one_in_a_door(lying: sa.TextClause) -> None:
    columns, where = ["cabinet_id", "compartment"], {"sqlite_where": lying, "postgresql_where": lying}
    op.create_index("uq_parcel_living_compartment", "parcel", columns, unique=True, **where)


def _events() -> None:
    op.create_table(
        "parcel_event",
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_event_parcel_id_parcel")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_parcel_event_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["locker_grant.id"], name=op.f("fk_parcel_event_grant_id_locker_grant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_event")),
    )
    op.create_index(op.f("ix_parcel_event_parcel_id"), "parcel_event", ["parcel_id"])
    op.execute(
        "INSERT INTO parcel_event (parcel_id, kind, at, actor_id, id)"
        " SELECT parcel_id, kind, at, actor_id, id FROM parcel_event_before"
    )


def _waiting() -> None:
    op.create_table(
        "locker_waiting",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("cabinet_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.String(length=1), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("ended", sa.String(length=10), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_locker_waiting_cabinet_id_cabinet")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_locker_waiting_case_id_hall_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locker_waiting")),
        sa.UniqueConstraint("case_id", name=op.f("uq_locker_waiting_case_id")),
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_locker_waiting_standing",
        "locker_waiting",
        ["cabinet_id", "since"],
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "cabinet_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("cabinet_id", sa.Uuid(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["cabinet_id"], ["cabinet.id"], name=op.f("fk_cabinet_choice_cabinet_id_cabinet")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cabinet_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "about_id", name=op.f("pk_cabinet_choice")),
    )


def _drop_offs() -> None:
    op.create_table(
        "drop_off",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cabinet_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("size", sa.String(length=1), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("trouble", sa.String(length=80), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), nullable=True),
        sa.Column("window_from", _INSTANT, nullable=False),
        sa.Column("window_until", _INSTANT, nullable=False),
        sa.Column("prepared_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("emptied_at", _INSTANT, nullable=True),
        sa.Column("emptied_by_id", sa.Uuid(), nullable=True),
        sa.Column("verified_at", _INSTANT, nullable=True),
        sa.Column("verified_by_id", sa.Uuid(), nullable=True),
        sa.Column("returned_case_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_drop_off_{column}_{to}"))
            for column, to in (
                ("person_id", "person"),
                ("institution_id", "institution"),
                ("cabinet_id", "cabinet"),
                ("draft_id", "draft"),
                ("task_id", "case_task"),
                ("parcel_id", "parcel"),
                ("case_id", "hall_case"),
                ("entry_id", "register_entry"),
                ("emptied_by_id", "person"),
                ("verified_by_id", "person"),
                ("returned_case_id", "hall_case"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drop_off")),
        sa.UniqueConstraint("parcel_id", name=op.f("uq_drop_off_parcel_id")),
    )
    for column in ("person_id", "case_id"):
        op.create_index(op.f(f"ix_drop_off_{column}"), "drop_off", [column])


def _visits() -> None:
    op.create_table(
        "counter_hours",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_counter_hours_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_hours")),
        sa.UniqueConstraint(
            *("institution_id", "weekday", "opens", "valid_from"),
            name=op.f("uq_counter_hours_institution_id_weekday_opens_valid_from"),
        ),
    )
    op.create_table(
        "counter_visit",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_counter_visit_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["hall_case.id"], name=op.f("fk_counter_visit_case_id_hall_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_visit")),
    )
    op.create_index(op.f("ix_counter_visit_case_id"), "counter_visit", ["case_id"])
    op.create_index("ix_counter_visit_hour", "counter_visit", ["institution_id", "starts_at"])
    booked = sa.text("state = 'booked'")
    op.create_index(
        "uq_counter_visit_case",
        "counter_visit",
        ["case_id"],
        unique=True,
        sqlite_where=booked,
        postgresql_where=booked,
    )


def downgrade() -> None:
    """Papers handed in through a compartment are not known before: their parcels go."""
    for name in ("counter_visit", "counter_hours", "drop_off", "cabinet_choice", "locker_waiting"):
        op.drop_table(name)
    op.execute("DELETE FROM parcel_event WHERE parcel_id IN (SELECT id FROM parcel WHERE case_id IS NULL)")
    op.execute("CREATE TABLE grant_before AS SELECT * FROM locker_grant")
    op.execute("CREATE TABLE parcel_event_before AS SELECT * FROM parcel_event")
    op.drop_table("parcel_event")
    op.drop_table("locker_grant")
    op.execute("DELETE FROM parcel WHERE case_id IS NULL")
    _parcel_before()
    _events_before()
    for name in ("grant_before", "parcel_event_before", "cabinet_alarm", "kiosk_device", "compartment"):
        op.drop_table(name)
    for column in ("shared", "phone", "heard_at", "closed_at"):
        op.drop_column("cabinet", column)


def _parcel_before() -> None:
    op.drop_index("uq_parcel_living_compartment", "parcel", sqlite_where=_LYING, postgresql_where=_LYING)
    op.add_column("parcel", sa.Column("link_hash", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE parcel SET link_hash = (SELECT g.link_hash FROM grant_before g WHERE g.id = parcel.id)"
    )
    op.execute("UPDATE parcel SET link_hash = CAST(id AS VARCHAR(64)) WHERE link_hash IS NULL")
    with op.batch_alter_table("parcel") as table:
        table.alter_column("link_hash", existing_type=sa.String(length=64), nullable=False)
        table.create_unique_constraint(op.f("uq_parcel_link_hash"), ["link_hash"])
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=False)
        table.alter_column("grants_version", new_column_name="credential_version")
        for name in ("size", "accessible", "extended_at"):
            table.drop_column(name)
    _one_in_a_door(_LYING_BEFORE)


def _events_before() -> None:
    op.create_table(
        "parcel_event",
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_parcel_event_parcel_id_parcel")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_parcel_event_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_event")),
    )
    op.create_index(op.f("ix_parcel_event_parcel_id"), "parcel_event", ["parcel_id"])
    op.execute(
        "INSERT INTO parcel_event (parcel_id, kind, at, actor_id, id)"
        " SELECT parcel_id, kind, at, actor_id, id FROM parcel_event_before"
    )
