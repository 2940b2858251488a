"""Visibility: who may read a request; to everybody else it is as if there were none."""

from collections.abc import Mapping

import structlog

from bot.approvals.eligibility import seat
from bot.approvals.request import Request
from bot.approvals.tier import Notify
from bot.slack.directory import LookupFailed
from bot.slack.members import Members

log = structlog.get_logger(__name__)


async def may_see(members: Members, request: Request, person: str, stand_ins: Mapping[str, str]) -> bool:
    """Whether this person may read the request: whoever asked, answered or may decide, and those in its card's channel.

    Nobody but active, full members of the workspace ever may, and where Slack does not say, nobody may. `stand_ins` are
    those whom absent reviewers have named: reviewer -> stand-in.
    """
    try:
        if not (await members.person(person)).may_act:
            return False
    except LookupFailed as error:
        log.warning("nobody could be looked up", person=person, because=str(error))
        return False
    return (
        has_part(request, person)
        or await _is_in_channel(members, request, person)
        or await _has_seat(members, request, person, stand_ins)
    )


def has_part(request: Request, person: str) -> bool:
    """Whether this person asked for it, or did something about it that is on the record."""
    deciders = request.decision.by if request.decision else ()
    given = {name for passed in request.delegations for name in (passed.giver, passed.to)}
    acted = {vote.person for vote in request.votes} | {edit.person for edit in request.edits} | given
    moved = {*request.escalators, *(extension.by for extension in request.extensions)}
    reopened = {request.reopening.by} if request.reopening else set()
    return person == request.origin.requester or person in {*deciders} | acted | moved | reopened


async def _is_in_channel(members: Members, request: Request, person: str) -> bool:
    """A request that nobody was asked about, or each in private only, has no card in any channel."""
    in_private = all(request.policy.tiers[tier].notify is Notify.DM for tier in _asked_ever(request))
    try:
        return request.posted and not in_private and person in await members.in_channel(request.policy.channel)
    except LookupFailed as error:
        log.warning("a channel could not be looked up", channel=request.policy.channel, because=str(error))
        return False


def _asked_ever(request: Request) -> range:
    return range(request.first_tier, request.highest + 1)


async def _has_seat(members: Members, request: Request, person: str, stand_ins: Mapping[str, str]) -> bool:
    try:
        roster = (await members.roster(request)).with_stand_ins(stand_ins)
    except LookupFailed as error:
        log.warning("nobody could be looked up", request=request.id, because=str(error))
        return False
    return bool(seat(request, person, roster))
