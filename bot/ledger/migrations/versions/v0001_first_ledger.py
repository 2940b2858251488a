"""The first ledger: runs, requests, votes, events, answers, cards and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_FINAL = "events are append-only"


def upgrade() -> None:
    """Create every table, the empty head of the chain, and the guard that keeps events as they were written."""
    _create_chain_head()
    _create_runs()
    _create_requests()
    _create_answers()
    _create_cards()
    _create_events()
    _create_notices()
    _create_votes()
    op.execute("INSERT INTO chain_head (id, position, hash) VALUES (1, 0, '')")
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def downgrade() -> None:
    """Drop everything, the audit trail included."""
    for table in ("votes", "notices", "events", "cards", "answers", "requests", "runs", "chain_head"):
        op.drop_table(table)


def _guard_on_sqlite() -> None:
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_final_{deed.lower()} BEFORE {deed} ON events "
            f"BEGIN SELECT RAISE(ABORT, '{_FINAL}'); END"
        )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION events_are_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_FINAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_final BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_are_final()"
    )


def _create_chain_head() -> None:
    op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chain_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("workflow", sa.String(length=120), nullable=False),
        sa.Column("requester", sa.String(length=64), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Double(), server_default="0", nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'waiting', 'finished', 'failed', 'cancelled')", name=op.f("ck_runs_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(
        "ix_runs_owed",
        "runs",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'running') AND NOT dead"),
        postgresql_where=sa.text("state IN ('queued', 'running') AND NOT dead"),
    )


def _create_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("run_id", sa.String(length=255), nullable=False),
        sa.Column("interrupt_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=True),
        sa.Column("opened_at", sa.Double(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("state = 'open' OR due_at IS NULL", name=op.f("ck_requests_closed_has_no_deadline")),
        sa.CheckConstraint("state IN ('open', 'settled', 'expired', 'withdrawn')", name=op.f("ck_requests_state")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_requests_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(
        "ix_requests_due",
        "requests",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_requests_run_id"), "requests", ["run_id"], unique=False)
    op.create_index(
        "uq_requests_open_interrupt",
        "requests",
        ["run_id", "interrupt_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("request_id", sa.String(length=255), nullable=False),
        sa.Column("run_id", sa.String(length=255), nullable=False),
        sa.Column("interrupt_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.CheckConstraint("state IN ('owed', 'applied', 'void')", name=op.f("ck_answers_state")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_answers_request_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_answers_run_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_answers")),
    )
    op.create_index(
        "ix_answers_owed",
        "answers",
        ["run_id"],
        unique=False,
        sqlite_where=sa.text("state = 'owed'"),
        postgresql_where=sa.text("state = 'owed'"),
    )
    op.create_index(
        "uq_answers_interrupt",
        "answers",
        ["run_id", "interrupt_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'void'"),
        postgresql_where=sa.text("state <> 'void'"),
    )


def _create_cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("request_id", sa.String(length=255), nullable=False),
        sa.Column("audience", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("wanted", sa.Integer(), server_default="1", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posting_since", sa.Double(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Double(), server_default="0", nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_cards_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("request_id", "audience", name=op.f("uq_cards_request_id_audience")),
    )
    op.create_index(
        "ix_cards_owed",
        "cards",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("shown < wanted AND NOT dead"),
        postgresql_where=sa.text("shown < wanted AND NOT dead"),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.String(length=255), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_events_request_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_events")),
        sa.UniqueConstraint("hash", name=op.f("uq_events_hash")),
        sa.UniqueConstraint("request_id", "seq", name=op.f("uq_events_request_id_seq")),
    )
    op.create_index(
        "uq_events_closing",
        "events",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("kind IN ('settled', 'expired', 'withdrawn')"),
        postgresql_where=sa.text("kind IN ('settled', 'expired', 'withdrawn')"),
    )


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("run_id", sa.String(length=255), nullable=True),
        sa.Column("request_id", sa.String(length=255), nullable=True),
        sa.Column("audience", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("posting_since", sa.Double(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Double(), server_default="0", nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_notices_request_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_notices_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_owed",
        "notices",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("NOT told AND NOT dead"),
        postgresql_where=sa.text("NOT told AND NOT dead"),
    )


def _create_votes() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=255), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("live", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_votes_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    op.create_index(
        "uq_votes_live",
        "votes",
        ["request_id", "person"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
