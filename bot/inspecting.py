"""What an operator or an auditor asks of the ledger: what was given up, what happened, is the trail whole."""

import json
from collections.abc import Callable, Sequence

from bot.approvals.events import kind_of, to_json
from bot.desk import faltering
from bot.faults import Misconfigured, Mistake
from bot.ledger import chain, work
from bot.ledger.chain import BrokenChain, Entry
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from bot.settings import Settings

Say = Callable[[str], None]


async def list_dead(settings: Settings, say: Say) -> int:
    """List the work that was given up; 1 when there is any."""
    ledger = await Ledger.open(settings.ledger_url, sole=False)
    try:
        async with ledger.read() as conn:
            dead = await work.dead(conn)
    finally:
        await ledger.close()
    for item in dead:
        say(f"{item.work.kind}:{item.work.key}  after {item.attempts} attempts: {item.error}")
    if not dead:
        say("Nothing was given up.")
    return 1 if dead else 0


async def revive(settings: Settings, named: Sequence[str], say: Say) -> int:
    """Have dead work tried again: that named as KIND:ID, or all of it; 1 when none of it was found."""
    wanted = [_work(name) for name in named]
    ledger = await Ledger.open(settings.ledger_url, sole=False)
    try:
        count = await faltering.revive(ledger, wanted)
    finally:
        await ledger.close()
    say(f"{count} piece{'' if count == 1 else 's'} of work will be tried again, by whichever Countersign is running.")
    return 0 if count or not named else 1


async def audit(settings: Settings, request_id: str | None, say: Say) -> int:
    """Check the whole audit trail, and tell one request's story event by event; 1 when the trail is broken."""
    ledger = await Ledger.open(settings.ledger_url, sole=False)
    try:
        async with ledger.read() as conn:
            count = await chain.verify(conn)
            story = await chain.story(conn, request_id) if request_id else []
    except BrokenChain as broken:
        say(f"BROKEN: {broken}")
        return 1
    finally:
        await ledger.close()
    for entry in story:
        say(_told(entry))
    if request_id and not story:
        say(f"There is no request {request_id}.")
        return 1
    say(f"The audit trail of {count} events fits together.")
    return 0


def _told(entry: Entry) -> str:
    body = json.dumps(to_json(entry.event), indent=2, ensure_ascii=False)
    event = entry.event
    place = f"event {entry.position}, {entry.hash}"
    return f"{entry.seq}. {kind_of(event)} at {event.at.isoformat()} ({place})\n{body}\n"


def _work(name: str) -> Work:
    kind, _, key = name.partition(":")
    if kind not in set(WorkKind) - {WorkKind.DEADLINE} or not key:
        raise Misconfigured([Mistake(name, "this names no work", "write KIND:ID as `countersign owed` lists it")])
    return Work(WorkKind(kind), key)
