"""What an operator or an auditor asks of the ledger: is all on its way, what was given up, is the trail whole."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.approvals.events import kind_of, to_json
from bot.desk import auditing, faltering
from bot.desk.auditing import Doubt, Inspection
from bot.faults import Misconfigured, Mistake
from bot.ledger import agreement, chain, finding_book, outage_book, work
from bot.ledger.chain import BrokenChain, Entry
from bot.ledger.database import Ledger, beside
from bot.ledger.hints import Work, WorkKind
from bot.settings import Settings

Say = Callable[[str], None]

CHECKS: Mapping[Doubt, str] = {
    Doubt.LATE: "deadlines that passed, and no clock rang",
    Doubt.SILENT: "open requests whose clock would never ring",
    Doubt.UNANSWERED: "decisions that their run was never owed",
    Doubt.CARDLESS: "requests that nobody was ever owed a card of",
    Doubt.UNDRIVEN: "runs that nobody took over",
    Doubt.STRANDED: "runs that wait for nobody",
    Doubt.UNTAKEN: "effects to be undone that nobody took up",
    Doubt.UNASKED: "effects that runs left in doubt",
    Doubt.UNTOLD: "given-up work that nobody was told of",
    Doubt.BROKEN: "events that do not fit the audit trail",
    Doubt.UNCLEAR: "questions that the ledger did not answer",
}
_MOST = 10_000  # pieces of owed work that are counted of a kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the ledger is: what a round of the auditor found, since when Slack is out of reach, and what waits.

    `before` is the last round that was kept before this one. `owed` counts what is due to be done now, by kind, and
    `dead` what was given up.
    """

    inspection: Inspection
    before: Inspection | None
    outage: datetime | None
    owed: Mapping[str, int]
    dead: int


async def doctor(ledger_url: str, say: Say, *, now: datetime, heal: bool, as_json: bool) -> int:
    """Go the auditor's round over the whole ledger and tell what it found; 1 when something of it is not healed."""
    async with beside(ledger_url) as ledger:
        health = await _examined(ledger, now=now, heal=heal)
    for line in [json.dumps(_as_json(health), indent=2, ensure_ascii=False)] if as_json else _as_table(health):
        say(line)
    return 1 if health.inspection.unhealed else 0


async def _examined(ledger: Ledger, *, now: datetime, heal: bool) -> Health:
    """What waits is counted after the round, which may have mended some of it."""
    async with ledger.read() as conn:
        before = await finding_book.last(conn)
    inspection = await auditing.inspect(ledger, now=now, heal=heal, whole=True)
    async with ledger.read() as conn:
        return Health(
            inspection=inspection,
            before=before,
            outage=await outage_book.running(conn),
            owed=Counter(item.kind.value for item in await work.owed(conn, _MOST)),
            dead=len(await work.dead(conn)),
        )


def _as_table(health: Health) -> list[str]:
    found = Counter(finding.kind for finding in health.inspection.findings)
    healed = Counter(finding.kind for finding in health.inspection.findings if finding.healed)
    width = max(map(len, CHECKS.values()))
    return [
        f"{'Looked for':{width}}  Found  Healed",
        f"{'-' * width}  -----  ------",
        *(f"{words:{width}}  {found[kind]:5}  {healed[kind]:6}" for kind, words in CHECKS.items()),
        "",
        *(f"{'healed' if finding.healed else 'FOUND'}: {finding.words}" for finding in health.inspection.findings),
        *_surroundings(health),
    ]


def _surroundings(health: Health) -> list[str]:
    owed = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(health.owed.items()))
    since = f"Slack has been out of reach since {_moment(health.outage)}." if health.outage else ""
    dead = f"Given up: {health.dead}; `countersign owed` lists it." if health.dead else "Given up: nothing."
    last = f"at {_moment(health.before.at)}" if health.before else "not yet"
    return [
        since or "Slack is not known to be out of reach.",
        f"Owed and due: {owed or 'nothing'}.",
        dead,
        f"Last round before this one: {last}.",
    ]


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _as_json(health: Health) -> dict[str, Any]:
    """Plain JSON values; docs/commands.md tells the keys, and they stay."""
    findings = [
        {"check": finding.kind, "subject": finding.subject, "words": finding.words, "healed": finding.healed}
        for finding in health.inspection.findings
    ]
    return {
        "at": health.inspection.at.isoformat(),
        "took_seconds": round(health.inspection.took, 3),
        "checks": [kind.value for kind in CHECKS],
        "findings": findings,
        "unhealed": len(health.inspection.unhealed),
        "outage_since": health.outage.isoformat() if health.outage else None,
        "owed": dict(health.owed),
        "dead": health.dead,
        "last_round_at": health.before.at.isoformat() if health.before else None,
    }


async def list_dead(settings: Settings, say: Say) -> int:
    """List the work that was given up; 1 when there is any."""
    async with beside(settings.ledger_url) as ledger, ledger.read() as conn:
        dead = await work.dead(conn)
    for item in dead:
        say(f"{item.work.kind}:{item.work.key}  after {item.attempts} attempts: {item.error}")
    if not dead:
        say("Nothing was given up.")
    return 1 if dead else 0


async def revive(settings: Settings, named: Sequence[str], say: Say) -> int:
    """Have dead work tried again: that named as KIND:ID, or all of it; 1 when none of it was found."""
    wanted = [_work(name) for name in named]
    async with beside(settings.ledger_url) as ledger:
        count = await faltering.revive(ledger, wanted)
    say(f"{count} piece{'' if count == 1 else 's'} of work will be tried again, by whichever Countersign is running.")
    return 0 if count or not named else 1


async def audit(settings: Settings, request_id: str | None, say: Say) -> int:
    """Check the whole audit trail, and tell one request's story event by event.

    The status is 1 when the trail is broken, a request is stored otherwise than its events tell, or there is no such
    request.
    """
    try:
        async with beside(settings.ledger_url) as ledger, ledger.read() as conn:
            count = await chain.verify(conn)
            unlike = await agreement.differing(conn)
            story = await chain.story(conn, request_id) if request_id else []
    except BrokenChain as broken:
        say(f"BROKEN: {broken}")
        return 1
    for entry in story:
        say(_told(entry))
    for differing in unlike:
        say(f"BROKEN: request {differing} is stored otherwise than its events tell; the events are what counts")
    if request_id and not story:
        say(f"There is no request {request_id}.")
        return 1
    if not unlike:
        say(f"The audit trail of {count} events fits together, and every request is as its events tell.")
    return 1 if unlike else 0


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
