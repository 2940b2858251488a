"""The tables, with the invariants that the schema holds by itself.

Times are seconds since 1970 in UTC: of leases and retries by the database's own clock, all others by the caller's.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.ledger.spoken import Spoken

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", String(255), primary_key=True)


def _work_columns() -> list[Column[Any]]:
    """What a row that can be owed work carries: who holds it, until when, and how often it was tried."""
    return [
        Column("fence", Integer, nullable=False, server_default="0"),
        Column("lease_until", Double),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("next_at", Double, nullable=False, server_default="0"),
        Column("dead", Boolean, nullable=False, server_default=text("false")),
        Column("error", Spoken, nullable=False, server_default=""),
    ]


def _unique_where(name: str, columns: list[Column[Any]], condition: str) -> Index:
    return Index(name, *columns, unique=True, sqlite_where=text(condition), postgresql_where=text(condition))


def _index_where(name: str, columns: list[Column[Any]], condition: str) -> Index:
    bare = condition.replace(f"{name.split('_')[1]}.", "")
    return Index(name, *columns, sqlite_where=text(bare), postgresql_where=text(bare))


# The conditions of the partial indexes. A query uses such an index only where it says the condition in the same words.
UNDRIVEN = "runs.state IN ('queued', 'running') AND NOT runs.dead"
ANSWER_OWED = "answers.state = 'owed'"
CARD_OWED = "cards.shown < cards.wanted AND NOT cards.dead"
HOME_OWED = "homes.shown < homes.wanted AND NOT homes.dead"
NOTICE_OWED = "NOT notices.told AND NOT notices.dead"
EFFECT_OWED = "effects.state = 'undoing' AND NOT effects.dead"
EFFECT_UNCLEAR = "effects.state IN ('begun', 'doubtful', 'stuck')"
OPEN = "requests.state = 'open'"


def given_up(table: Table) -> str:
    """The same for work that is dead."""
    return f"{table.name}.dead"


runs = Table(
    "runs",
    metadata,
    _id(),
    Column("workflow", String(120), nullable=False),
    Column("requester", String(64), nullable=False),
    Column("input", Text, nullable=False),
    Column("channel", String(64), nullable=False, server_default=""),
    Column("reopens", String(255), nullable=False, server_default=""),
    Column("state", String(16), nullable=False),
    Column("outcome", Spoken, nullable=False, server_default=""),
    Column("progress", Spoken, nullable=False, server_default=""),
    Column("created_at", Double, nullable=False),
    Column("ended_at", Double),
    *_work_columns(),
    CheckConstraint("state IN ('queued', 'running', 'waiting', 'finished', 'failed', 'cancelled')", name="state"),
)
# Finds the runs nobody has driven to a stop without reading those that wait for people or have ended.
_index_where("ix_runs_owed", [runs.c.next_at], UNDRIVEN)

batches = Table(
    "batches",
    metadata,
    _id(),
    Column("likeness", String(64), nullable=False),
    Column("channel", String(120), nullable=False),
    Column("until", Double, nullable=False),
    Column("size", Integer, nullable=False, server_default="0"),
    Index("ix_batches_likeness", "likeness", "until"),
)

requests = Table(
    "requests",
    metadata,
    _id(),
    Column("run_id", ForeignKey("runs.id"), nullable=False, index=True),
    Column("interrupt_id", String(64), nullable=False),
    Column("part", Integer, nullable=False, server_default="0"),
    Column("workflow", String(120), nullable=False, server_default=""),
    Column("requester", String(64), nullable=False, server_default=""),
    Column("title", Spoken, nullable=False, server_default=""),
    Column("batch_id", ForeignKey("batches.id")),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("ladder", String(64), nullable=False, server_default=""),
    Column("state", String(16), nullable=False),
    Column("due_at", Double),
    Column("ring_at", Double),
    Column("opened_at", Double, nullable=False),
    Column("closed_at", Double),
    Column("seq", Integer, nullable=False),
    Column("body", Text, nullable=False),
    CheckConstraint("state IN ('open', 'settled', 'expired', 'withdrawn')", name="state"),
    CheckConstraint("state = 'open' OR due_at IS NULL", name="closed_has_no_deadline"),
)
# One open request per part of a question of a thread.
_unique_where(
    "uq_requests_open_interrupt", [requests.c.run_id, requests.c.interrupt_id, requests.c.part], "state = 'open'"
)
# What rings next is the first entry of this index, however many requests are not due.
_index_where("ix_requests_ring", [requests.c.ring_at], "ring_at IS NOT NULL")
# What people list: what is open by deadline, what was closed last, what one of them asked for, what shares a card.
_index_where("ix_requests_open", [requests.c.due_at], OPEN)
# Tells apart the groups of people that are asked now, without reading every request.
_index_where("ix_requests_ladder", [requests.c.ladder], OPEN)
_index_where("ix_requests_closed", [requests.c.closed_at], "closed_at IS NOT NULL")
Index("ix_requests_requester", requests.c.requester, requests.c.opened_at)
_index_where("ix_requests_batch", [requests.c.batch_id, requests.c.place], "batch_id IS NOT NULL")

votes = Table(
    "votes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False),
    Column("person", String(64), nullable=False),
    Column("action", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("reason", Spoken, nullable=False),
    Column("at", Double, nullable=False),
    Column("live", Boolean, nullable=False, server_default=text("true")),
)
# A person has one vote that counts; earlier ones stay as a record.
_unique_where("uq_votes_live", [votes.c.request_id, votes.c.person], "live")

events = Table(
    "events",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("request_id", ForeignKey("requests.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", Double, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    UniqueConstraint("request_id", "seq"),
)
# A request closes once, whatever the code above believes.
_unique_where("uq_events_closing", [events.c.request_id], "kind IN ('settled', 'expired', 'withdrawn')")

# One row: the last event's position and hash. Writers take it first, so the chain never forks.
chain_head = Table(
    "chain_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="single"),
)

answers = Table(
    "answers",
    metadata,
    Column("request_id", ForeignKey("requests.id"), primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("interrupt_id", String(64), nullable=False),
    Column("part", Integer, nullable=False, server_default="0"),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Double, nullable=False),
    CheckConstraint("state IN ('owed', 'applied', 'void')", name="state"),
)
# One answer per part of a question of a thread.
_unique_where("uq_answers_interrupt", [answers.c.run_id, answers.c.interrupt_id, answers.c.part], "state <> 'void'")
_index_where("ix_answers_owed", [answers.c.run_id], ANSWER_OWED)

cards = Table(
    "cards",
    metadata,
    _id(),
    Column("look", String(16), nullable=False, server_default="request"),
    Column("request_id", ForeignKey("requests.id")),
    Column("batch_id", ForeignKey("batches.id")),
    Column("run_id", ForeignKey("runs.id")),
    Column("audience", String(120), nullable=False),
    Column("channel", String(64)),
    Column("ts", String(32)),
    Column("wanted", Integer, nullable=False, server_default="1"),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("posting_since", Double, nullable=False, server_default="0"),
    *_work_columns(),
    UniqueConstraint("request_id", "audience", "look"),
    UniqueConstraint("batch_id", "audience"),
    UniqueConstraint("run_id", "audience"),
    CheckConstraint("look IN ('request', 'batch', 'history', 'reminder', 'progress')", name="look"),
    CheckConstraint(
        "CASE WHEN request_id IS NULL THEN 0 ELSE 1 END + CASE WHEN batch_id IS NULL THEN 0 ELSE 1 END"
        " + CASE WHEN run_id IS NULL THEN 0 ELSE 1 END = 1",
        name="one_subject",
    ),
)
_index_where("ix_cards_owed", [cards.c.next_at], CARD_OWED)
# Finds the card that stands where somebody writes.
Index("ix_cards_address", cards.c.channel, cards.c.ts)

notices = Table(
    "notices",
    metadata,
    _id(),
    Column("kind", String(24), nullable=False),
    Column("run_id", ForeignKey("runs.id")),
    Column("request_id", ForeignKey("requests.id")),
    Column("audience", String(120), nullable=False),
    Column("body", Spoken, nullable=False, server_default=""),
    Column("told", Boolean, nullable=False, server_default=text("false")),
    Column("posting_since", Double, nullable=False, server_default="0"),
    *_work_columns(),
)
_index_where("ix_notices_owed", [notices.c.next_at], NOTICE_OWED)

# The App Home of each person who has opened it, drawn anew when something in it changes.
homes = Table(
    "homes",
    metadata,
    _id(),
    Column("wanted", Integer, nullable=False, server_default="1"),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("posting_since", Double, nullable=False, server_default="0"),
    *_work_columns(),
)
_index_where("ix_homes_owed", [homes.c.next_at], HOME_OWED)

# What workflows did, or may have done, each under a key of its own within its run; undoing one is work that is owed.
effects = Table(
    "effects",
    metadata,
    _id(),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("key", String(255), nullable=False),
    Column("place", Integer, nullable=False),
    Column("words", Spoken, nullable=False, server_default=""),
    Column("state", String(16), nullable=False),
    Column("asked", Text, nullable=False, server_default="{}"),
    Column("result", Text, nullable=False, server_default="null"),
    Column("undo", String(255), nullable=False, server_default=""),
    Column("until", Double),
    Column("request_id", ForeignKey("requests.id")),
    Column("began_at", Double, nullable=False),
    Column("done_at", Double),
    Column("undone_at", Double),
    *_work_columns(),
    UniqueConstraint("run_id", "key"),
    UniqueConstraint("run_id", "place"),
    CheckConstraint(
        "state IN ('begun', 'doubtful', 'dropped', 'done', 'undoing', 'stuck', 'undone', 'left')", name="state"
    ),
)
_index_where("ix_effects_owed", [effects.c.next_at], EFFECT_OWED)
_index_where("ix_effects_unclear", [effects.c.began_at], EFFECT_UNCLEAR)

# Finds the work that was given up, of which there is little.
for _table in (runs, cards, notices, homes, effects):
    _index_where(f"ix_{_table.name}_dead", [_table.c.id], given_up(_table))

absences = Table(
    "absences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("stand_in", String(64), nullable=False),
    Column("since", Double, nullable=False),
    Column("until", Double, nullable=False),
    Column("ended_at", Double),
)
# One arrangement at a time; those that ended stay as a record.
_unique_where("uq_absences_person", [absences.c.person], "ended_at IS NULL")

# Who was called when, so that nobody is called too often.
pings = Table(
    "pings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("request_id", ForeignKey("requests.id"), nullable=False),
    Column("at", Double, nullable=False),
)
Index("ix_pings_person", pings.c.person, pings.c.at)

# What the auditor found wrong; a finding that is gone stays as a record.
findings = Table(
    "findings",
    metadata,
    _id(),
    Column("kind", String(24), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("words", Spoken, nullable=False),
    Column("first_at", Double, nullable=False),
    Column("last_at", Double, nullable=False),
    Column("gone_at", Double),
    Column("healed", Boolean, nullable=False, server_default=text("false")),
)

# One row: the auditor's last round.
inspections = Table(
    "inspections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("took", Double, nullable=False),
    Column("body", Text, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

# When Slack could not be reached.
outages = Table(
    "outages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("since", Double, nullable=False),
    Column("until", Double),
    Column("running", Boolean, nullable=False, server_default=text("true")),
)
# One outage at a time.
_unique_where("uq_outages_running", [outages.c.running], "running")
