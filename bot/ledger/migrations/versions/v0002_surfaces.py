"""What Slack's surfaces need: lists of requests, cards of several looks, batches, homes, absences and progress."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SUBJECTS = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ("request_id", "batch_id", "run_id"))
_CLOSING = ("settled", "expired", "withdrawn")
_LOOKS = "look IN ('request', 'batch', 'history', 'reminder', 'progress')"


def upgrade() -> None:
    """Add the new tables and columns, and fill in what the stored requests say themselves."""
    _create_batches()
    _create_homes()
    _create_absences()
    op.add_column("runs", sa.Column("progress", sa.Text(), nullable=False, server_default=""))
    _widen_requests()
    _fill_requests()
    _index_requests()
    _widen_cards()
    _settle_debts()


def downgrade() -> None:
    """Nothing leads back: cards without a request could not be kept."""
    raise NotImplementedError("restore the backup that was made before the upgrade")


def _work_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Double(), server_default="0", nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
    ]


def _index(name: str, table: str, columns: list[str], where: str = "", *, unique: bool = False) -> None:
    condition = sa.text(where) if where else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    _index("ix_batches_likeness", "batches", ["likeness", "until"])


def _create_homes() -> None:
    op.create_table(
        "homes",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("wanted", sa.Integer(), server_default="1", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posting_since", sa.Double(), server_default="0", nullable=False),
        *_work_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homes")),
    )
    _index("ix_homes_owed", "homes", ["next_at"], "shown < wanted AND NOT dead")


def _create_absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("stand_in", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    _index("uq_absences_person", "absences", ["person"], "ended_at IS NULL", unique=True)


def _widen_requests() -> None:
    """SQLite adds a column with its reference in one breath only, so that one is written out."""
    op.execute(
        "ALTER TABLE requests ADD COLUMN batch_id VARCHAR(255) CONSTRAINT fk_requests_batch_id REFERENCES batches (id)"
    )
    for column in (
        sa.Column("workflow", sa.String(length=120), server_default="", nullable=False),
        sa.Column("requester", sa.String(length=64), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ring_at", sa.Double(), nullable=True),
        sa.Column("closed_at", sa.Double(), nullable=True),
    ):
        op.add_column("requests", column)


def _fill_requests() -> None:
    """Requests from before ring at their deadline; what else their events know is told in them from now on."""
    conn = op.get_bind()
    change = sa.text(
        "UPDATE requests SET workflow = :workflow, requester = :requester, title = :title, closed_at = :closed_at, "
        "ring_at = due_at, body = :body WHERE id = :id"
    )
    events = sa.text("SELECT kind, at, body FROM events WHERE request_id = :id ORDER BY seq")
    for row in conn.execute(sa.text("SELECT id, body FROM requests")).all():
        body = json.loads(row.body)
        story = conn.execute(events, {"id": row.id}).all()
        names = {"workflow": body["origin"]["workflow"], "requester": body["origin"]["requester"]}
        told = json.dumps(body | _since(body, story))
        closed = {"closed_at": next((event.at for event in story if event.kind in _CLOSING), None)}
        conn.execute(change, {"id": row.id, "title": body["ask"]["title"], "body": told, **names, **closed})


def _since(body: dict[str, Any], story: Sequence[sa.Row[Any]]) -> dict[str, Any]:
    """The fields that requests have since, as the request's events tell them."""
    told = {event.kind: json.loads(event.body) for event in story}
    asked = told.get("escalated") or told.get("opened") or {"at": body["opened_at"]}
    since = {"first_digest": body["digest"], "asked_at": asked["at"]}
    if "withdrawn" not in told:
        return since
    return since | {"withdrawn_by": told["withdrawn"]["by"], "withdrawn_at": told["withdrawn"]["at"]}


def _settle_debts() -> None:
    """A run that ended owes no answer, and waits for no operator."""
    op.execute(
        "UPDATE answers SET state = 'void' WHERE state = 'owed' AND run_id IN "
        "(SELECT id FROM runs WHERE state IN ('failed', 'cancelled'))"
    )
    op.execute("UPDATE runs SET dead = false WHERE dead AND state IN ('finished', 'failed', 'cancelled')")


def _index_requests() -> None:
    op.drop_index("ix_requests_due", "requests")
    _index("ix_requests_ring", "requests", ["ring_at"], "ring_at IS NOT NULL")
    _index("ix_requests_open", "requests", ["due_at"], "state = 'open'")
    _index("ix_requests_closed", "requests", ["closed_at"], "closed_at IS NOT NULL")
    _index("ix_requests_requester", "requests", ["requester", "opened_at"])
    _index("ix_requests_batch", "requests", ["batch_id", "place"], "batch_id IS NOT NULL")


def _widen_cards() -> None:
    """The table is made anew, as its key and its checks change; nothing refers to it."""
    op.rename_table("cards", "old_cards")
    op.drop_index("ix_cards_owed", "old_cards")
    if op.get_bind().dialect.name == "postgresql":  # where the names of constraints are the whole schema's
        for name in ("pk_cards", "uq_cards_request_id_audience", "fk_cards_request_id"):
            op.execute(f"ALTER TABLE old_cards RENAME CONSTRAINT {name} TO old_{name}")
    _create_cards()
    kept = (
        "id, request_id, audience, channel, ts, wanted, shown, posting_since, "
        "fence, lease_until, attempts, next_at, dead, error"
    )
    op.execute(f"INSERT INTO cards ({kept}) SELECT {kept} FROM old_cards")  # noqa: S608 - our own names
    op.drop_table("old_cards")
    _index("ix_cards_owed", "cards", ["next_at"], "shown < wanted AND NOT dead")
    _index("ix_cards_address", "cards", ["channel", "ts"])


def _create_cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("look", sa.String(length=16), server_default="request", nullable=False),
        sa.Column("request_id", sa.String(length=255), nullable=True),
        sa.Column("batch_id", sa.String(length=255), nullable=True),
        sa.Column("run_id", sa.String(length=255), nullable=True),
        sa.Column("audience", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("wanted", sa.Integer(), server_default="1", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posting_since", sa.Double(), server_default="0", nullable=False),
        *_work_columns(),
        sa.CheckConstraint(_LOOKS, name=op.f("ck_cards_look")),
        sa.CheckConstraint(f"{_SUBJECTS} = 1", name=op.f("ck_cards_one_subject")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_cards_request_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_cards_batch_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_cards_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("batch_id", "audience", name=op.f("uq_cards_batch_id_audience")),
        sa.UniqueConstraint("request_id", "audience", "look", name=op.f("uq_cards_request_id_audience_look")),
        sa.UniqueConstraint("run_id", "audience", name=op.f("uq_cards_run_id_audience")),
    )
