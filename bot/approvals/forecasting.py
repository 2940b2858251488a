"""Forecasting: what becomes of a request if nobody answers, found by ringing an imaginary clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.approvals.commands import Command, Open, Ring, Seat
from bot.approvals.deadlines import next_ring
from bot.approvals.decision import Decision
from bot.approvals.events import Escalated, Event, Neared, Overran, Seated, kind_of
from bot.approvals.machine import evolve
from bot.approvals.request import Request, State
from bot.approvals.rules import decide

Present = Callable[[Request], frozenset[str]]

_PLENTY = frozenset(f"somebody {number}" for number in range(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that will happen at a moment: an event of this kind, and how the request stands after it.

    `tier`, `policy` and `round` say who is asked then, unless `parked_until`; `due_at` is when that tier's SLA ends.
    `decision` is what it all comes to. `vacant` says that the tier before was passed over, as nobody could decide.
    """

    at: datetime
    kind: str
    tier: str
    policy: str
    round: int
    due_at: datetime | None
    parked_until: datetime | None
    decision: Decision | None
    vacant: bool = False


def enough(_: Request) -> frozenset[str]:
    """As many people as any tier needs."""
    return _PLENTY


def forecast(command: Open, now: datetime, *, present: Present = enough) -> tuple[Step, ...]:
    """What opening this at `now` brings about while everybody is silent, in order, up to its end.

    `present` says who could decide whenever people are asked. Of what happens on the way to a deadline only reminders
    are told; a policy that waits is told up to its first overrun.
    """
    request: Request | None = None
    steps: list[Step] = []
    for event in decide(None, command, now):
        request = evolve(request, event)
        steps.append(_step(event, request))
    return (*steps, *(ahead(request, now, present=present) if request else ()))


def ahead(request: Request, now: datetime, *, present: Present = enough) -> tuple[Step, ...]:
    """The same of a request as it stands at `now`."""
    steps: list[Step] = []
    for event, after in _silence(request, now, present):
        if not _is_small(event):
            steps.append(_step(event, after))
        if isinstance(event, Overran):
            break
    return tuple(steps)


def _silence(request: Request, now: datetime, present: Present) -> Iterator[tuple[Event, Request]]:
    """Everything that happens from `now` on, each with the request after it."""
    while turn := _turn(request, now, present):
        command, now = turn
        for event in decide(request, command, now):
            request = evolve(request, event)
            yield event, request


def _turn(request: Request, now: datetime, present: Present) -> tuple[Command, datetime] | None:
    """Whoever is asked now is looked up at once; then it is the clock's turn, as long as it has something to do."""
    if request.state is State.OPEN and not (request.seating or request.parked_until):
        return Seat(stage=request.stage, people=present(request)), now
    moment = next_ring(request)
    return (Ring(), max(moment, now)) if moment else None


def _is_small(event: Event) -> bool:
    return isinstance(event, Seated) or (isinstance(event, Neared) and not event.reminded)


def _step(event: Event, request: Request) -> Step:
    return Step(
        at=event.at,
        kind=kind_of(event),
        tier=request.asked.name,
        policy=request.policy.name,
        round=request.round,
        due_at=request.due_at,
        parked_until=request.parked_until,
        decision=request.decision,
        vacant=isinstance(event, Escalated) and event.vacant,
    )
