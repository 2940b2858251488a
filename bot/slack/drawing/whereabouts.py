"""Where on its ladder a request is: how it got there, until when, and what the rules make of it then."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.approvals import ladder
from bot.approvals.ask import Kind
from bot.approvals.dialects import reading
from bot.approvals.events import Escalated, Event, Expired, FellBack, Overran
from bot.approvals.request import Climb, Extension, Request, Seating
from bot.slack import text
from bot.slack.drawing import asking, offered
from bot.slack.drawing.asking import NAMED, NOBODY, SECONDS_MATTER
from bot.slack.wording import card_words, quantities
from bot.slack.wording import ladder_words as words


def sentences(request: Request, mentions: Mapping[str, str] = NOBODY) -> list[str]:
    """Who is asked now, until when, how much of that time is gone or was added, and what comes then.

    Nobody is asked to undo anything: then it is until when, and by whom, it can be undone.
    """
    if request.is_offer:
        return offered.sentences(request)
    seating = request.seating
    there = [words.nobody_there(seating.count)] if seating and seating.vacant else []
    return [asking.asked_now(request, mentions), *there, *until(request), then(request)]


def until(request: Request) -> list[str]:
    """Until when, and who put that off; nothing where there is no deadline."""
    if request.due_at is None:
        return []
    deadline = text.moment(request.due_at, exact=request.asked.sla < SECONDS_MATTER)
    told = words.until(deadline, words.gone(request.neared) if request.neared else "")
    return [told, *map(_extended, _extensions(request)[-1:])]


def then(request: Request) -> str:
    """What the rules make of it when time runs out; nobody is pinged ahead of their time."""
    match _following(request):
        case Escalated() as event:
            return _asked_next(request, event)
        case FellBack() as event:
            tier = event.policy.tiers[event.tier]
            policy = text.phrase(event.policy.name, 80)
            return words.fallback_next(policy, asking.unpinged(tier), asking.tier_name(tier.name))
        case Expired() as event:
            return _decided_next(request, event)
        case Overran():
            return words.WAITS_NEXT
        case _:
            return words.NO_DEADLINE


def _decided_next(request: Request, event: Expired) -> str:
    """How it ends; the run is cancelled where its workflow takes no such answer."""
    if reading.answer(request, event.decision) is None:
        return words.CANCELLED_NEXT
    return words.APPROVED_NEXT if event.decision.approved else words.REJECTED_NEXT


def moved(request: Request, *, plain: bool = False) -> list[str]:
    """Which tier is asked since when, and why not the first any more; nothing while it is with the first.

    `plain` leaves out what is only for the eye.
    """
    word = card_words.PLAIN_VERDICT[Kind.ESCALATE] if plain else card_words.VERDICT[Kind.ESCALATE]
    overdue = [words.overdue(request.overruns)] if request.overruns else []
    return [*_begun_again(request), *_escalated(request, word), *overdue]


def _following(request: Request) -> Event | None:
    """What the clock causes at the deadline."""
    if request.due_at is None:
        return None
    return next(iter(ladder.ring(replace(request, parked_until=None), request.due_at)), None)


def _asked_next(request: Request, event: Escalated) -> str:
    tier = request.policy.tiers[event.tier]
    who, name = asking.unpinged(tier), asking.tier_name(tier.name)
    if event.round == request.round:
        return words.asked_next(who, name)
    return words.again_next(who, name, event.round + 1, request.policy.repeat + 1)


def _extensions(request: Request) -> list[Extension]:
    """Those of the time that runs now."""
    return [extension for extension in request.extensions if extension.after == request.due_at]


def _extended(extension: Extension) -> str:
    span = quantities.duration(extension.span)
    return words.extended(text.user(extension.by), span, text.phrase(extension.because, 300))


def _begun_again(request: Request) -> Iterator[str]:
    """That another policy decides, or that the ladder was begun again."""
    if request.fallbacks:
        yield words.fallback(text.phrase(request.policy.name, 80), text.phrase(request.fallbacks[-1], 80))
    if request.round:
        yield words.round_of(request.round + 1, request.policy.repeat + 1)


def _escalated(request: Request, word: str) -> list[str]:
    at = request.tier_asked_at
    is_edited_up = at > request.opened_at and any(edit.at == at for edit in request.edits)
    if request.tier == request.first_tier and not is_edited_up:
        return []
    asked = words.escalated(word, asking.tier_name(request.asked.name), _since(request))
    return [asked, *([words.BEYOND_THEM] if is_edited_up else _reasons(request))]


def _since(request: Request) -> str:
    """Since when the tier is asked; nothing where it is asked later. Each time it overran its time begins anew."""
    if request.parked_until:
        return ""
    seatings = _seated(request, request.tier)
    return text.moment(seatings[0].at if request.overruns and seatings else request.tier_asked_at)


def _reasons(request: Request) -> list[str]:
    """Why the tiers below did not decide: nobody could, nobody did in time, or somebody wanted it further up."""
    vacant = [seating for rung in range(request.first_tier, request.tier) for seating in _vacant(request, rung)]
    climbs = [climb for climb in request.climbs if climb.at >= _began(request)]
    by_time = request.tier - request.first_tier > len(vacant) + len(climbs)
    return [
        *(words.vacant(asking.tier_name(request.policy.tiers[each.tier].name), each.count) for each in vacant[:NAMED]),
        *([words.OUT_OF_TIME] if by_time else []),
        *map(_wanted, climbs[-NAMED:]),
    ]


def _began(request: Request) -> datetime:
    """When the ladder was begun, for the last time."""
    if not request.round and not request.fallbacks:
        return request.opened_at
    began = [seating.at for seating in request.seatings if seating.round == request.round]
    return min(began, default=request.tier_asked_at)


def _vacant(request: Request, rung: int) -> list[Seating]:
    return [seating for seating in _seated(request, rung)[-1:] if seating.vacant]


def _seated(request: Request, rung: int) -> list[Seating]:
    return [each for each in request.seatings if (each.tier, each.round) == (rung, request.round)]


def _wanted(climb: Climb) -> str:
    """Who had the next tier asked, and why, as far as they said."""
    return words.by_hand(text.user(climb.by), text.phrase(climb.because, 300) if climb.because else "")
