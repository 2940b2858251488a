"""What questions of several parts and effects need: a place for each part, and what was done under which key."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and columns; every question asked so far has one part."""
    for table in ("requests", "answers"):
        op.add_column(table, sa.Column("part", sa.Integer(), server_default="0", nullable=False))
    _by_part("uq_requests_open_interrupt", "requests", "state = 'open'")
    _by_part("uq_answers_interrupt", "answers", "state <> 'void'")
    _create_effects()


def downgrade() -> None:
    """Nothing leads back: what was done under which key would be done again."""
    raise NotImplementedError("restore the backup that was made before the upgrade")


def _by_part(name: str, table: str, where: str) -> None:
    op.drop_index(name, table_name=table)
    _index(name, table, ["run_id", "interrupt_id", "part"], where, unique=True)


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _create_effects() -> None:
    op.create_table(
        "effects",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("run_id", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", sa.Text(), server_default="{}", nullable=False),
        sa.Column("result", sa.Text(), server_default="null", nullable=False),
        sa.Column("undo", sa.String(length=255), server_default="", nullable=False),
        sa.Column("until", sa.Double(), nullable=True),
        sa.Column("request_id", sa.String(length=255), nullable=True),
        sa.Column("began_at", sa.Double(), nullable=False),
        sa.Column("done_at", sa.Double(), nullable=True),
        sa.Column("undone_at", sa.Double(), nullable=True),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Double(), server_default="0", nullable=False),
        sa.Column("dead", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('begun', 'doubtful', 'dropped', 'done', 'undoing', 'stuck', 'undone', 'left')",
            name=op.f("ck_effects_state"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_effects_request_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_effects_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effects")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_effects_run_id_key")),
        sa.UniqueConstraint("run_id", "place", name=op.f("uq_effects_run_id_place")),
    )
    _index("ix_effects_owed", "effects", ["next_at"], "state = 'undoing' AND NOT dead")
    _index("ix_effects_unclear", "effects", ["began_at"], "state IN ('begun', 'doubtful', 'stuck')")
    _index("ix_effects_dead", "effects", ["id"], "dead")
