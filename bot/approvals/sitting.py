"""Sitting: who belongs to the tier that is asked, and what follows where they cannot decide."""

from datetime import datetime

from bot.approvals import ladder
from bot.approvals.commands import Seat
from bot.approvals.events import Event, Seated
from bot.approvals.machine import evolve
from bot.approvals.request import Request, State
from bot.approvals.tier import ALL


def sit(request: Request, command: Seat, now: datetime) -> tuple[Event, ...]:
    """Who could be asked is noted; a tier that is vacant, or has fewer than its quorum, is passed over at once.

    What the directory said of another stage, or while nobody is to be asked, is no news.
    """
    if request.state is not State.OPEN or request.parked_until or command.stage != request.stage or request.is_offer:
        return ()
    quorum = request.asked.quorum
    vacant = len(command.people) < (1 if quorum == ALL else quorum)
    seated = Seated(
        tier=request.tier,
        round=request.round,
        people=tuple(sorted(command.people)),
        called=command.called,
        problems=command.problems,
        vacant=vacant,
        at=now,
    )
    following = ladder.pass_over(evolve(request, seated), now) if vacant else None
    return (seated, following) if following else (seated,)
