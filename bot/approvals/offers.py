"""Offers: what a run did at once can be undone for a while, by those whom its policy lets; silence keeps it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import JsonValue

from bot.approvals.ask import Action, Ask, Fact, Kind, ReasonRule
from bot.approvals.digests import canonical, digest
from bot.approvals.policy import Policy
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Reviewers, Tier
from bot.approvals.values import clipped

DIALECT = "effect"
UNDO = Action(id="undo", label="Undo", kind=Kind.REJECT, reason=ReasonRule.OPTIONAL)
TIER = "may undo"

_A_TITLE = 150
_A_LABEL = 80
_A_VALUE = 1000
_MOST_FACTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a run did: its key within the run, what that was in words, what came of it, when, and in which node.

    It can be undone until `window` after `at`, and no longer at that very moment.
    """

    key: str
    words: str
    result: JsonValue
    at: datetime
    window: timedelta
    node: str = ""


def ask_of(done: Done) -> Ask:
    """What people are told was done; words too long for a title are told whole below it."""
    said = " ".join(done.words.split()) or done.key
    fits = len(said) <= _A_TITLE
    return Ask(
        title=clipped(said, _A_TITLE),
        summary="" if fits else done.words,
        facts=tuple(_facts(done.result)),
        actions=(UNDO,),
    )


def place_of(done: Done) -> str:
    """What stands where a question has its interrupt: there is one offer for each key of a run."""
    return f"undo.{digest(canonical([done.key]))[:32]}"


def policy_of(policy: Policy, requester: str, window: timedelta) -> Policy:
    """The policy for undoing what was done under `policy`: one tier that has the whole window, in the same channel.

    It is those who may undo and whoever asked for the run, as undoing leads back to where nothing was done. Nobody is
    called or reminded, nothing decides in their place, and what nobody undoes is kept.
    """
    may = policy.may_undo or _everybody(policy)
    reviewers = may.model_copy(update={"people": _once((*may.people, requester))})
    tier = Tier(name=TIER, reviewers=reviewers, sla=window, notify=Notify.CHANNEL)
    return Policy(name=policy.name, channel=policy.channel, tiers=(tier,), requester_may_act=True)


def is_over(request: Request, now: datetime) -> bool:
    """Whether this offers to undo something whose time for that is over, also where the clock has not rung yet."""
    return request.is_offer and (request.due_at is None or now >= request.due_at)


def undone_at(request: Request) -> datetime | None:
    """When what this offers to undo was undone, or None while it is not."""
    return next((deed.undone_at for deed in request.deeds if deed.key == request.origin.effect), None)


def _everybody(policy: Policy) -> Reviewers:
    """Everybody whom a tier of the policy asks, of which there is one at least: the last tier is never an auto tier."""
    asked = [tier.reviewers for tier in policy.tiers if tier.reviewers]
    return Reviewers(
        groups=_once(group for each in asked for group in each.groups),
        people=_once(person for each in asked for person in each.people),
        channels=_once(channel for each in asked for channel in each.channels),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _facts(result: JsonValue) -> Iterator[Fact]:
    """What came of it, in brief: the fields of an object each by itself, anything else as one."""
    if not isinstance(result, dict):
        if result not in (None, "", True):
            yield Fact(label="Result", value=_brief(result))
        return
    for name, value in list(result.items())[:_MOST_FACTS]:
        yield Fact(label=name.strip()[:_A_LABEL] or "Result", value=_brief(value))


def _brief(value: JsonValue) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clipped(said, _A_VALUE)
