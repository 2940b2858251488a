"""What a ladder that can be trusted needs: who was called when, what the auditor found, and when Slack was away."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the new tables and columns, and fill in what the stored requests say themselves."""
    _create_pings()
    _create_findings()
    _create_inspections()
    _create_outages()
    op.add_column("runs", sa.Column("channel", sa.String(length=64), server_default="", nullable=False))
    op.add_column("runs", sa.Column("reopens", sa.String(length=255), server_default="", nullable=False))
    op.add_column("requests", sa.Column("ladder", sa.String(length=64), server_default="", nullable=False))
    _fill_requests()
    _index("ix_requests_ladder", "requests", ["ladder"], "state = 'open'")
    for table in ("runs", "cards", "notices", "homes"):
        _index(f"ix_{table}_dead", table, ["id"], "dead")
    _rename_stages()


def downgrade() -> None:
    """Nothing leads back: what was called, extended or parked since could not be kept."""
    raise NotImplementedError("restore the backup that was made before the upgrade")


def _index(name: str, table: str, columns: list[str], where: str = "", *, unique: bool = False) -> None:
    condition = sa.text(where) if where else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _create_pings() -> None:
    op.create_table(
        "pings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=255), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_pings_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pings")),
    )
    _index("ix_pings_person", "pings", ["person", "at"])


def _create_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("first_at", sa.Double(), nullable=False),
        sa.Column("last_at", sa.Double(), nullable=False),
        sa.Column("gone_at", sa.Double(), nullable=True),
        sa.Column("healed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )


def _create_inspections() -> None:
    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("took", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_inspections_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )


def _create_outages() -> None:
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("until", sa.Double(), nullable=True),
        sa.Column("running", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
    )
    _index("uq_outages_running", "outages", ["running"], "running", unique=True)


def _fill_requests() -> None:
    """Until now a ladder was climbed upwards only, so the tier asked last is the highest that was asked."""
    conn = op.get_bind()
    change = sa.text("UPDATE requests SET ladder = :ladder, body = :body WHERE id = :id")
    for row in conn.execute(sa.text("SELECT id, body FROM requests")).all():
        body = json.loads(row.body)
        told = json.dumps(body | {"top": body["tier"]})
        conn.execute(change, {"id": row.id, "body": told, "ladder": _ladder(body)})


def _ladder(body: dict[str, Any]) -> str:
    """A name for the people of the tier that is asked, as requests have it from now on."""
    reviewers = body["policy"]["tiers"][body["tier"]]["reviewers"]
    if not reviewers:
        return ""
    named = {"groups": [], "people": [], "channels": []} | reviewers
    text = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rename_stages() -> None:
    """A call or reminder that is still owed names the stage of its ladder, which used to be the tier alone."""
    op.execute(
        "UPDATE notices SET audience = 'tier:0.0.' || substr(audience, 6) "
        "WHERE kind IN ('call', 'remind') AND audience LIKE 'tier:%'"
    )
